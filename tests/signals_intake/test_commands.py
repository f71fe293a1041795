"""The commands that stay stable, as a shell meets them: JSON alone, exit codes, no broker, twice and at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import jobs
from accounts.enums import JobKind
from accounts.jobs import JobFailed
from accounts.models import Job, OutboxMessage
from accounts.scope import JOB, scope
from cases.enums import Circumstance, Stage
from cases.models import Case, Consent, Household, HouseholdCircumstance
from common import dates
from signals_intake.models import ArrearsList, Balance, Delivery, ListedRow, Signal, SupplierAgreement
from tests.signals_intake.sample_city import SAMPLES, TRUTH

ROOT = Path(__file__).parents[2]
KADE = str(SAMPLES / "2026-04-kade.csv")
RIVIER = str(SAMPLES / "2026-04-rivier.csv")
NOWHERE = "redis://127.0.0.1:9/0"


def start(*arguments: str) -> subprocess.Popen[str]:
    """Run a command as a shell does, where no broker answers."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=os.environ | {"REDIS_URL": NOWHERE}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def answer_of(process: subprocess.Popen[str]) -> Any:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out)


def twice(*arguments: str) -> list[Any]:
    return [answer_of(process) for process in [start(*arguments), start(*arguments)]]


@pytest.fixture
def city(db) -> None:
    call_command("seed_demo", "--no-signals", stderr=StringIO())


def run(*arguments: str) -> tuple[Any, str]:
    """Give what the command answers, and what it says meanwhile."""
    out, err = StringIO(), StringIO()
    call_command(*arguments, "--json", stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


# --- in processes of their own


@pytest.mark.assurance
def test_two_processes_at_once_without_a_broker_do_it_once_and_both_answer(committed_db):
    call_command("seed_demo", "--no-signals", stderr=StringIO())
    arguments = ("import_list", KADE, "--supplier", "kade", "--confirm", "--json")
    began = time.monotonic()

    imported = twice(*arguments)
    lists = twice("generate_lists", "--as-of", "2026-04-01", "--json")

    assert time.monotonic() - began < 100  # a broker that does not answer is waited for by nobody
    assert imported[0]["file"] == imported[1]["file"]
    assert lists[0] == lists[1]
    assert lists[0]["missing"] == ["oost", "rivier"]
    with scope(JOB):
        assert (Delivery.objects.count(), ArrearsList.objects.count()) == (1, 1)
        assert Balance.objects.count() == imported[0]["accepted"]
        assert OutboxMessage.objects.exists()  # waits for whoever has a broker


def test_what_fails_says_so_on_the_error_stream_alone(committed_db):
    process = start("import_list", KADE, "--supplier", "nobody", "--json")

    out, err = process.communicate(timeout=120)

    assert (process.returncode, out) == (1, "")
    assert "--supplier must be one of" in err
    assert "Traceback" not in err


# --- answers


def test_an_import_answers_with_counts_and_where_something_was_wrong(city):
    answer, progress = run("import_list", RIVIER, "--supplier", "rivier", "--as-of", "2026-04-01", "--confirm")

    truth = TRUTH["2026-04"]
    assert list(answer) == [
        "file", "duplicate", "received", "accepted", "rejected", "errors", "warnings", "dropped_columns",
    ]  # fmt: skip
    assert (answer["received"], answer["duplicate"]) == (truth["rows"]["rivier"], False)
    assert answer["accepted"] + answer["rejected"] == answer["received"]
    assert {str(error["row"]) for error in answer["errors"]} == set(truth["broken"]["rivier"])
    assert all(set(error) == {"row", "column", "code"} for error in answer["errors"] + answer["warnings"])
    assert answer["dropped_columns"] == ["internal_risk_score"]
    assert "." in progress


def test_the_same_file_a_second_time_changes_nothing_and_says_so(city):
    first, _ = run("import_list", KADE, "--supplier", "kade", "--as-of", "2026-04-01", "--confirm")
    before = contents()

    again, _ = run("import_list", KADE, "--supplier", "kade", "--confirm")

    assert again == first | {"duplicate": True}
    assert contents() == before


def test_without_confirm_nothing_counts_and_with_it_later_it_does(city):
    run("import_list", KADE, "--supplier", "kade")
    assert not Balance.objects.exists()

    answer, _ = run("import_list", KADE, "--supplier", "kade", "--confirm")

    assert Balance.objects.count() == answer["accepted"]


def test_lists_of_any_date_answer_in_the_agreed_shape_also_a_second_time(city):
    run("import_list", KADE, "--supplier", "kade", "--confirm")

    answer, _ = run("generate_lists", "--as-of", "2026-04-01")
    again, _ = run("generate_lists", "--as-of", "2026-04-01")
    empty, _ = run("generate_lists", "--as-of", "2019-01-01")

    assert answer == again
    assert [made["stage"] for made in answer["lists"]] == ["two_month", "three_month"]
    assert set(answer["lists"][0]["items"][0]) == {"household", "contracts", "months", "reason"}
    assert set(answer["lists"][0]["excluded"][0]) == {"contracts", "months", "code"}
    assert [made["items"] + made["excluded"] for made in empty["lists"]] == [[], []]


def test_without_json_people_read_counts(city):
    out = StringIO()
    call_command("import_list", KADE, "--supplier", "kade", "--confirm", stdout=out, stderr=StringIO())
    call_command("generate_lists", "--as-of", "2026-04-01", stdout=out, stderr=StringIO())

    assert "received" in out.getvalue()
    assert "no delivery from: oost, rivier" in out.getvalue()


# --- refused


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("import_list", "no-such-file.csv", "--supplier", "kade"), "FILE must be a CSV or XLSX file"),
        (("import_list", KADE, "--supplier", "nobody"), "must be one of kade, oost, rivier"),
        (("import_list", KADE, "--supplier", "kade", "--as-of", "1 mei"), "expected a date as in 2026-05-01"),
        (("import_list", KADE), "--supplier"),
        (("import_list", KADE, "--supplier", "kade", "--as-of", "2026-05-01"), "the file says another date"),
        (("import_list", RIVIER, "--supplier", "rivier"), "name it with --as-of"),
        (
            ("import_list", KADE, "--supplier", "oost", "--as-of", "2026-04-01"),
            "header_missing: We do not find the row with the names of your columns",
        ),
        (("import_list", str(SAMPLES), "--supplier", "kade"), "FILE must be a CSV or XLSX file"),
        (("import_list", "/proc/self/mem", "--supplier", "kade"), "that can be read; Input/output error"),
        (
            ("import_list", str(SAMPLES / "truth.json"), "--supplier", "oost", "--as-of", "2026-04-01"),
            "cannot be taken, header_missing: We do not find the row",
        ),
        (("generate_lists",), "--as-of"),
        (("generate_lists", "--as-of", "2026-13-01"), "expected a date as in 2026-05-01"),
        (("load_addresses", "no-such-file.csv"), "FILE must be a CSV file of the address register"),
        (("load_addresses", RIVIER), "FILE lacks these columns"),
    ],
)
def test_a_bad_argument_names_what_was_expected(city, arguments, expected):
    with pytest.raises(CommandError, match=expected):
        call_command(*arguments, stdout=StringIO(), stderr=StringIO())

    assert not Delivery.objects.exists()


def test_a_file_that_lacks_columns_is_told_which(city, tmp_path):
    lacking = tmp_path / "list.csv"
    lacking.write_text(Path(RIVIER).read_text(encoding="utf-8-sig").replace("postal_code", "code"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"columns_missing: We do not find these columns: postal_code"):
        call_command("import_list", str(lacking), "--supplier", "rivier", "--as-of", "2026-04-01", stderr=StringIO())


def test_an_agreement_that_does_not_reach_that_far_is_named(city):
    SupplierAgreement.objects.update(valid_from=date(2026, 4, 2))

    with pytest.raises(CommandError, match="no agreement for that date"):
        call_command("import_list", KADE, "--supplier", "kade", stderr=StringIO())


# --- seed_demo


def contents() -> dict[str, int]:
    """Count the rows of every table of ours; jobs and what waits in the outbox come with asking."""
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and model._meta.app_label in {
                "accounts",
                "cases",
                "networks",
                "signals_intake",
                "visits",
            }:
                cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
                found[model._meta.label] = cursor.fetchone()[0]
        return found


def test_seeding_people_twice_changes_nothing(city):
    before = contents()

    call_command("seed_demo", "--no-signals", stderr=StringIO())

    assert contents() == before
    assert not Delivery.objects.exists()


def test_a_job_that_fails_ends_the_seeding_with_its_code(city, monkeypatch):
    def refuse(_job: Job) -> bool:
        raise JobFailed("no_agreement")

    monkeypatch.setitem(jobs._steps, JobKind.IMPORT, refuse)

    with pytest.raises(CommandError, match="not made, import: no_agreement"):
        call_command("seed_demo", stderr=StringIO())


def test_seeding_leaves_the_lists_of_somebody_else_alone(city):
    run("import_list", KADE, "--supplier", "kade", "--confirm")
    before = contents()

    call_command("seed_demo", stderr=StringIO())

    assert contents() == before


@pytest.mark.assurance
def test_the_demo_city_is_as_large_as_promised_and_seeding_twice_changes_nothing(city):
    call_command("seed_demo", stderr=StringIO())
    before = contents()
    call_command("seed_demo", stderr=StringIO())

    assert contents() == before
    assert Household.objects.count() >= 600
    assert Signal.objects.count() >= 1500
    assert len({day.replace(day=1) for day in Signal.objects.values_list("signal_on", flat=True)}) == 6
    assert Case.objects.count() >= 60
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage.values)


@pytest.mark.assurance
def test_in_the_demo_city_something_is_good_to_know(city):
    call_command("seed_demo", stderr=StringIO())

    holding = HouseholdCircumstance.objects.on(dates.today())
    kept = {Circumstance.TRAJECTORY, Circumstance.AGREED_PATTERN, Circumstance.MOVED}
    newest = ListedRow.objects.filter(arrears_list=ArrearsList.objects.latest("as_of"), outcome="excluded")
    assert set(holding.values_list("kind", flat=True)) == kept | {Circumstance.DO_NOT_VISIT}
    assert kept <= set(newest.values_list("exclusion", flat=True))
    assert Case.objects.open().filter(household__in=holding.values("household")).count() == 1
    assert Case.objects.open().filter(household__in=Consent.objects.running().values("household")).count() == 1
