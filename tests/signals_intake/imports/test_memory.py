"""How small reading is; how fast is for ``tests/bench.py``."""

import random
import tracemalloc
from collections import deque
from datetime import date
from decimal import Decimal
from pathlib import Path

from signals_intake.imports.columns import PRESETS
from signals_intake.imports.files import Source, inspect, read_rows
from signals_intake.imports.rows import parse_rows
from tests.tools.sample_lists import make_tenants, rows_for, write_list

AS_OF = date(2026, 3, 1)


def large_list(folder: Path, supplier: str, count: int) -> tuple[Path, Source]:
    rng = random.Random(1)
    tenants = make_tenants(rng, count)[:count]
    for tenant in tenants:
        tenant.balance = tenant.rent * rng.randrange(1, 4) + Decimal(rng.randrange(100)) / 100
    path = write_list(folder / supplier, supplier, rows_for(supplier, tenants, AS_OF, 0), AS_OF)
    return path, inspect(path, PRESETS[supplier])


def read(path: Path, source: Source, supplier: str) -> None:
    deque(parse_rows(read_rows(path, source), source.headers, PRESETS[supplier], today=AS_OF), maxlen=0)


def test_reading_streams_and_keeps_little(tmp_path):
    path, source = large_list(tmp_path, "kade", 5000)
    tracemalloc.start()
    try:
        read(path, source, "kade")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 << 20  # bytes, mostly remembered cells
