from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

from accounts.commands import ScopedCommand
from signals_intake.services.addresses import NoAddressFile, NotUnicode, load_addresses

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(ScopedCommand):
    help = "Load dwellings from the CSV of the Dutch address register. Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError("FILE must be a CSV file of the address register; there is no such file")
        try:
            loaded = self.in_scope(load_addresses, path=path)
        except NoAddressFile as error:
            raise CommandError(f"FILE lacks these columns: {', '.join(error.missing)}") from None
        except NotUnicode:
            raise CommandError("FILE must be written in UTF-8, as the address register does") from None
        self.progress(f"{loaded.received} rows, {loaded.changed} dwellings new or changed, {loaded.skipped} skipped")
        self.answer({"received": loaded.received, "changed": loaded.changed, "skipped": loaded.skipped})
