"""The address register's file: loaded twice it changes nothing, and no line of it stops the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cases.models import Dwelling
from signals_intake.services.addresses import COLUMNS, NoAddressFile, NotUnicode, load_addresses
from tests.signals_intake.small_city import City, row

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ";".join([*COLUMNS, "lat", "lon"])
LINE = "Javastraat;12;;;1094HB;Amsterdam;Amsterdam;52.3637;4.9387"


@pytest.fixture
def load(db, tmp_path):
    def write(*lines: str, header: str = HEADER, encoding: str = "utf-8"):
        path: Path = tmp_path / "addresses.csv"
        path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
        return load_addresses(path=path)

    return write


def test_a_dwelling_is_loaded_with_its_place_and_again_changes_nothing(load):
    assert load(LINE) == (1, 0, 1)
    before = list(Dwelling.objects.values())

    assert load(LINE) == (1, 0, 0)
    assert list(Dwelling.objects.values()) == before
    assert before[0]["lat"] == Decimal("52.363700")


def test_a_repeated_dwelling_is_one_however_its_letter_and_addition_are_divided(load):
    loaded = load(
        "Javastraat;12;A;;1094HB;Amsterdam;Amsterdam;52.1;4.1",
        "Javastraat;12;;a;1094 hb;Amsterdam;Amsterdam;52.1;4.1",
        "Javastraat;12;;huis;1094HB;Amsterdam;Amsterdam;52.1;4.1",
        "Javastraat;12;;HS;1094HB;Amsterdam;Amsterdam;52.1;4.1",
    )

    assert loaded == (4, 0, 2)
    assert set(Dwelling.objects.values_list("suffix", flat=True)) == {"A", "HS"}


def test_only_what_differs_is_changed(load):
    load(LINE, LINE.replace("12", "14"))

    assert load(LINE, LINE.replace("12", "14").replace("Javastraat", "Javaplein")) == (2, 0, 1)
    assert Dwelling.objects.get(number=14).street == "Javaplein"


@pytest.mark.parametrize(
    "line",
    [
        "Javastraat;12",  # cut off
        "Javastraat;;;;1094HB;Amsterdam;Amsterdam;52.1;4.1",
        "Javastraat;٣;;;1094HB;Amsterdam;Amsterdam;52.1;4.1",
        "Javastraat;99999999999;;;1094HB;Amsterdam;Amsterdam;52.1;4.1",
        "Javastraat;12;;;0094HB;Amsterdam;Amsterdam;52.1;4.1",
        f"{'J' * 201};12;;;1094HB;Amsterdam;Amsterdam;52.1;4.1",
        f"Javastraat;12;;{'1' * 33};1094HB;Amsterdam;Amsterdam;52.1;4.1",
    ],
)
def test_a_line_that_is_no_dwelling_is_skipped_and_the_rest_is_loaded(load, line):
    assert load(line, LINE) == (2, 1, 1)


@pytest.mark.parametrize("place", ["", "x", "NaN", "Infinity", "5e9"])
def test_a_dwelling_may_lack_its_place_on_the_map(load, place):
    load(LINE.replace("52.3637", place))

    assert Dwelling.objects.get().lat is None


def test_tabs_and_backslashes_in_a_name_arrive_as_they_are(load):
    load(LINE.replace("Javastraat", '"Java\\straat\tN"'))

    assert Dwelling.objects.get().street == "Java\\straat\tN"


def test_a_file_of_something_else_is_refused_by_what_it_lacks(load):
    with pytest.raises(NoAddressFile, match="huisletter, huisnummertoevoeging"):
        load("x;1", header="openbareruimte;huisnummer;postcode;woonplaats;gemeente")
    with pytest.raises(NoAddressFile):
        load(LINE, encoding="utf-16")


def test_a_file_in_another_encoding_is_refused_and_nothing_of_it_is_loaded(load):
    with pytest.raises(NotUnicode):
        load(*[LINE] * 500, LINE.replace("Java", "Curaçao"), encoding="cp1252")

    assert not Dwelling.objects.exists()


def test_a_list_finds_the_dwelling_of_the_register(load, tmp_path):
    load(LINE)
    city = City(tmp_path)

    city.deliver("kade", "2026-05-01", row("C1", 2, door=12, postcode="1094 hb", street="JAVASTR."))

    assert Dwelling.objects.get().street == "Javastraat"
    assert city.household("C1").dwelling.lat == Decimal("52.363700")
