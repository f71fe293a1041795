"""Every change of what matters leaves the old row behind, by trigger: whoever changes it, and however."""

from __future__ import annotations

import pytest
from django.apps import apps

from accounts.scope import JOB, scope
from tests.accounts.test_wall import touch
from tests.factories.filler import Filler

OURS = ["accounts", "cases", "networks", "visits", "signals_intake", "reporting"]
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]
EVENTS = {model.pgh_tracked_model: model for model in MODELS if hasattr(model, "pgh_tracked_model")}
#: What has no history, and why nobody misses it.
WITHOUT = {
    "only grows: who, when and what are in the row": [
        "accounts.ReadLog", "accounts.PersonalLinkUse", "accounts.Document", "cases.CaseStage", "cases.Statement",
        "cases.ClosingCheck", "cases.CrisisCall", "cases.Checklist", "cases.ApproachSwitch", "cases.Cadence",
        "cases.MonitoringCheck", "cases.ConsultReply", "cases.Decision",
        "signals_intake.SignOff", "signals_intake.Deliberation", "signals_intake.RejectedRow",
        "signals_intake.RowIssue", "signals_intake.ArrearsList", "signals_intake.ListCount",
    ],
    "work in hand: it says itself how far it came": [
        "accounts.Job", "accounts.OutboxMessage", "accounts.Mail", "accounts.Heartbeat", "accounts.PersonalLink",
        "signals_intake.StagedRow", "signals_intake.Review",
    ],
    "made anew from what has a history": ["signals_intake.ListedRow"],
    "of no household: organisations and services, columns of files, doors of the public register, counts": [
        "accounts.Organisation", "accounts.Team", "signals_intake.ColumnMapping", "cases.Dwelling", "cases.Service",
        "cases.PolicySignal", "cases.NeighbourhoodTable", "cases.TableMember", "cases.TableOffer",
    ],
    "a face: the one before is gone, as its person asked": ["accounts.UserPhoto"],
    "what somebody may follows from the membership, which has one": ["accounts.User"],
}  # fmt: skip


def test_every_model_has_a_history_or_a_reason_to_have_none():
    reasons = [label for labels in WITHOUT.values() for label in labels]
    ours = {model._meta.label for model in MODELS if model not in EVENTS.values()}

    assert len(reasons) == len(set(reasons))
    assert {model._meta.label for model in EVENTS} | set(reasons) == ours
    assert {model._meta.label for model in EVENTS} & set(reasons) == set()


@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model._meta.label)
def test_a_change_and_a_removal_leave_the_row_as_it_was(model, db):
    """With the triggers of the real schema: nothing of Python writes history."""
    with scope(JOB):
        row = Filler().row(model)
        before = EVENTS[model].objects.count()
        touch(row)
        assert EVENTS[model].objects.count() == before + 1
    with scope(JOB):
        model._base_manager.filter(pk=row.pk).delete()
        assert EVENTS[model].objects.count() == before + 2
