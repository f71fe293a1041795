"""What somebody must fill in before anything is saved, counted over the whole product.

Few required fields are a promise (design.md §7.3): whoever lets a form ask more changes the list here, and writes the
ADR that says why. Asked means required; a field that comes filled in (a default, who and when) is required too, and
costs nobody anything. A question mark stands behind what is asked because of something else that was said: the form
names it in `sometimes` (``common.forms``), and cannot ask anything else.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap

import pytest
from django.forms import BaseForm, CharField
from django.utils.translation import gettext_lazy as _

from common.forms import AsksSometimes
from tests.house_rules.reading import APPS as ROOMS
from tests.house_rules.reading import found

APPS = ["accounts", "cases", "visits", "networks", "signals_intake", "reporting"]
#: Form -> what must be filled in. Logging a first contact: kind, reached or not, next step; all else may come later.
REQUIRED: dict[str, set[str]] = {
    "accounts.LogFilterForm": set(),
    "accounts.PhotoForm": {"photo"},
    "cases.access.ReasonForm": {"reason"},
    "cases.address.AddressForm": {"door", "postcode", "street?"},
    "cases.address.MoveHouseForm": {"door", "postcode", "street?"},
    "cases.arrangement.ArrangementEndForm": {"state"},
    "cases.arrangement.ArrangementForm": {"corporation"},
    "cases.arrangement.BailiffCostsForm": {"corporation", "deal"},
    "cases.arrangement.WithCorporation": {"corporation"},
    "cases.assign.AssignForm": {"agency_worker", "house_worker"},
    "cases.caseload.CaseloadTalkForm": set(),
    "cases.caseload.OwnCourseForm": set(),
    "cases.circumstance.CircumstanceForm": {"kind"},
    "cases.claim.BatchForm": {"since", "until"},
    "cases.claim.ReturnForm": set(),
    "cases.claim.TariffForm": {"amount", "valid_from"},
    "cases.claim.TypeForm": {"basis", "name"},
    "cases.closing.CheckForm": {"answer", "question"},
    "cases.closing.EndingForm": set(),
    "cases.closing.HandoverForm": {"about", "handed_to"},
    "cases.closing.MovedForm": {"handed_to?", "moved_to"},
    "cases.closing.NeverReachedForm": {"consulted", "note_left", "risk_note"},
    "cases.closing.NotPickedUpForm": {"why_not"},
    "cases.closing.SilentForm": {"consulted"},
    "cases.closing.TalkForm": set(),
    "cases.closing.TogetherForm": {"about", "sorted_by", "unchecked?"},
    "cases.consent.ConsentForm": {"organisation?", "party?", "purpose"},
    "cases.consent.FollowedForm": {"answer"},
    "cases.consent.GatheredForm": {"source", "what"},
    "cases.consent.ObjectionForm": {"about"},
    "cases.consent.ToldForm": set(),
    "cases.consult.BreakthroughForm": {"asked"},
    "cases.consult.CloseConsultForm": set(),
    "cases.consult.ConsultForm": {"question", "whom"},
    "cases.consult.LeaderAnswerForm": {"state"},
    "cases.consult.ReplyForm": {"text"},
    "cases.consult.SkillsForm": set(),
    "cases.crisis.CallForm": {"who"},
    "cases.crisis.ChecklistForm": {"seen", "steps"},
    "cases.crisis.CrisisForm": {"threat"},
    "cases.crisis.EndForm": {"reason"},
    "cases.crisis.FactsForm": set(),
    "cases.crisis.ItemForm": {"do", "seen"},
    "cases.crisis.SettleForm": set(),
    "cases.debt.DecisionForm": {"assessment?", "outcome?", "seen", "weighing?"},
    "cases.debt.LookForm": set(),
    "cases.debt.PaperForm": {"do", "seen"},
    "cases.debt.ReportForm": {"party?", "state"},
    "cases.debt.StepForm": {"kind"},
    "cases.debt.TradeOffForm": {"given_up"},
    "cases.decision.AdviceForm": {"advice"},
    "cases.decision.DecisionForm": {"choice", "consulted?", "reason?"},
    "cases.decision.DiscussionForm": {"question"},
    "cases.decision.DiscussionHeldForm": set(),
    "cases.decision.SafetyForm": {"choice?", "consulted?", "words?"},
    "cases.decision.SafetyWordsForm": {"words?"},
    "cases.directory.ServiceForm": {"name"},
    "cases.evaluation.AnswerForm": {"answer"},
    "cases.evaluation.EvaluationForm": {"words?"},
    "cases.evaluation.QuestionsForm": {"words?"},
    "cases.gathering.GatheringForm": {"kind"},
    "cases.gathering.GuestForm": {"first_name"},
    "cases.household.MemberForm": {"name?"},
    "cases.household.ProfileForm": set(),
    "cases.duo.BorrowForm": {"guest"},
    "cases.duo.HandOnForm": {"to"},
    "cases.duo.JoinForm": {"colleague"},
    "cases.loose_ends.LooseEndsForm": {"becomes?", "to?"},
    "cases.money.CreditorForm": {"name"},
    "cases.money.CreditorLineForm": {"name?"},
    "cases.money.CreditorStateForm": {"seen", "state"},
    "cases.money.IncomeForm": {"do", "what?"},
    "cases.move.MoveForm": {"stage"},
    "cases.note.NoteForm": {"text", "visibility"},
    "cases.paper.DocumentForm": {"file"},
    "cases.paper.MinutesForm": {"words"},
    "cases.paper.PackForm": {"agreed", "party"},
    "cases.referral.AnswerForm": {"accepted_by?", "state"},
    "cases.referral.ObstacleForm": {"kind", "to?"},
    "cases.referral.PartyForm": {"to?"},
    "cases.referral.ReferralForm": {"agreed_how?", "to?"},
    "cases.request.AcceptForm": {"direction"},
    "cases.request.ApproachForm": {"approach"},
    "cases.request.EstimateForm": set(),
    "cases.request.RefuseForm": {"advice", "ground"},
    "cases.request.RequestForm": {"door", "postcode", "referrer?", "route", "street?"},
    "cases.request.ToldForm": {"how"},
    "cases.rhythm.CadenceForm": {"pace"},
    "cases.rhythm.CheckForm": {"going"},
    "cases.rhythm.DayForm": set(),
    "cases.seeking.SeekOnForm": {"consulted", "until"},
    "cases.scaling.ScalingAnswerForm": {"answer"},
    "cases.scaling.ScalingForm": {"party"},
    "cases.search.SearchForm": {"words"},
    "cases.story.StandingForm": {"contact_status", "relationship"},
    "cases.story.StoryForm": set(),
    "cases.table.AgendaForm": {"seen"},
    "cases.table.BringForm": {"meeting", "story"},
    "cases.table.MeetingForm": {"on"},
    "cases.table.MemberForm": {"name"},
    "cases.table.OfferEndForm": set(),
    "cases.table.OfferForm": {"what"},
    "cases.table.TableForm": {"name"},
    "cases.task.DropForm": {"reason"},
    "cases.task.TagsForm": set(),
    "cases.task.TaskChangeForm": {"what"},
    "cases.task.TaskForm": {"what"},
    "cases.timeline.TimelineForm": set(),
    "cases.warning.WarningForm": {"text", "visibility"},
    "networks.PersonForm": {"name", "relation"},
    "reporting.FiguresForm": {"since", "until"},
    "reporting.SignalAnswerForm": {"answer"},
    "reporting.SignalForm": {"about", "owner"},
    "signals_intake.deliveries.AnswerFilter": set(),
    "signals_intake.deliveries.UploadForm": {"as_of?", "file"},
    "signals_intake.lists.MakeListsForm": {"as_of"},
    "signals_intake.review.DecisionForm": {"decision", "reason?"},
    "visits.AfterForm": {"at_day?", "at_time?", "kind", "reached"},
    "visits.CorrectForm": {"reached"},  # filled in, as it was logged
    "visits.MomentForm": {"at_day?", "at_time?"},
    "visits.PresenceForm": {"at_day?", "at_time?"},
    "visits.VisitForm": {"at_day?", "at_time?", "kind", "next_step", "promise?", "reached"},
}


def all_forms() -> dict[str, type[BaseForm]]:
    """Give every form of the apps by its full name."""
    found = {}
    for module in filter(None, map(forms_of, APPS)):
        parts = [part.name for part in pkgutil.iter_modules(getattr(module, "__path__", []), f"{module.__name__}.")]
        for place in [module, *map(importlib.import_module, parts)]:
            for name, form in inspect.getmembers(place, inspect.isclass):
                if issubclass(form, BaseForm) and form.__module__ == place.__name__:
                    found[f"{place.__name__}.{name}".replace(".forms.", ".")] = form
    return found


def forms_of(app: str):
    return importlib.import_module(f"{app}.forms") if importlib.util.find_spec(f"{app}.forms") else None


def asked(form: type[BaseForm]) -> set[str]:
    sometimes: frozenset[str] = getattr(form, "sometimes", frozenset())
    return {name for name, field in form.base_fields.items() if field.required} | {f"{name}?" for name in sometimes}


def asked_while_it_is_made(form: type[BaseForm]) -> set[str]:
    """Give what a form adds or makes required for itself: what is put in ``self.fields`` without ``required=False``."""
    names = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(form)))):
        if isinstance(node, ast.Assign) and not is_optional(node.value):
            names |= {name for target in node.targets if (name := field_of(target))}
    return names


def field_of(target: ast.expr) -> str:
    """Give the name in ``self.fields[name] =`` and ``self.fields[name].required =``; of ``f"to_{one}"`` its stem."""
    made = target.value if isinstance(target, ast.Attribute) and target.attr == "required" else target
    if not isinstance(made, ast.Subscript) or ast.unparse(made.value) != "self.fields":
        return ""
    return ast.unparse(made.slice).removeprefix("f").strip("'").partition("_{")[0]


def is_optional(value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return False
    words = {word.arg: ast.unparse(word.value) for word in value.keywords}
    by_itself = ast.unparse(value.func) == "words_field" and "missing" not in words
    return words.get("required", str(not by_itself)) == "False"


def test_every_form_asks_what_the_list_says_and_no_more():
    assert {name: asked(form) for name, form in all_forms().items()} == REQUIRED


def test_a_first_contact_asks_three_things_and_leaves_the_rest_for_later():
    always = {name for name in REQUIRED["visits.VisitForm"] if not name.endswith("?")}

    assert always == {"kind", "reached", "next_step"}


def test_what_a_form_adds_for_itself_is_named():
    forms = all_forms().items()
    unnamed = {name: asked_while_it_is_made(form) - {a.removesuffix("?") for a in asked(form)} for name, form in forms}

    assert {name: fields for name, fields in unnamed.items() if fields} == {}


def test_no_form_refuses_an_empty_field_that_it_does_not_name():
    asking = found(r"code=.required.", "*.py", within=tuple(f"{room}/" for room in ROOMS if room != "common"))

    assert asking == []


def test_a_form_asks_nothing_that_it_does_not_name():
    class Named(AsksSometimes):
        sometimes = frozenset({"why"})
        why, who = CharField(required=False), CharField(required=False)

    form = Named({})
    form.ask("why", _("Write why"))

    assert form.errors.as_data()["why"][0].code == "required"
    with pytest.raises(LookupError):
        form.ask("who", _("Write who"))
