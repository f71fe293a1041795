"""What somebody must fill in before anything is saved, counted over the whole product.

Few required fields are a promise (design.md §7.3): whoever lets a form ask more changes the list here, and writes the
ADR that says why. Asked means required; a field that comes filled in (a default, who and when) is required too, and
costs nobody anything.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from django.forms import BaseForm

APPS = ["accounts", "cases", "visits", "networks", "signals_intake", "reporting"]
#: Form -> what must be filled in. Logging a first contact: kind, reached or not, next step; all else may come later.
REQUIRED: dict[str, set[str]] = {
    "accounts.LogFilterForm": set(),
    "accounts.PhotoForm": {"photo"},
    "cases.access.ReasonForm": {"reason"},
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
    "cases.closing.MovedForm": {"moved_to"},
    "cases.closing.NeverReachedForm": {"note_left", "risk_note"},
    "cases.closing.NotPickedUpForm": {"why_not"},
    "cases.closing.SilentForm": {"consulted"},
    "cases.closing.TalkForm": set(),
    "cases.closing.TogetherForm": {"about", "sorted_by"},
    "cases.consent.ConsentForm": {"purpose"},
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
    "cases.debt.DecisionForm": {"seen"},
    "cases.debt.LookForm": set(),
    "cases.debt.PaperForm": {"do", "seen"},
    "cases.debt.ReportForm": {"state"},
    "cases.debt.StepForm": {"kind"},
    "cases.debt.TradeOffForm": {"given_up"},
    "cases.decision.AdviceForm": {"advice"},
    "cases.decision.DecisionForm": {"choice"},
    "cases.decision.DiscussionForm": {"question"},
    "cases.decision.DiscussionHeldForm": set(),
    "cases.decision.SafetyForm": set(),  # but of a decision: which, and if not to report, why and who was consulted
    "cases.decision.SafetyWordsForm": set(),
    "cases.directory.ServiceForm": {"name"},
    "cases.evaluation.AnswerForm": {"answer"},
    "cases.evaluation.EvaluationForm": set(),
    "cases.evaluation.QuestionsForm": set(),
    "cases.gathering.GatheringForm": {"kind"},
    "cases.gathering.GuestForm": {"first_name"},
    "cases.household.MemberForm": set(),
    "cases.household.ProfileForm": set(),
    "cases.duo.BorrowForm": {"guest"},
    "cases.duo.HandOnForm": {"to"},
    "cases.duo.JoinForm": {"colleague"},
    "cases.loose_ends.LooseEndsForm": set(),
    "cases.money.CreditorForm": {"name"},
    "cases.money.CreditorLineForm": set(),
    "cases.money.CreditorStateForm": {"seen", "state"},
    "cases.money.IncomeForm": {"do"},
    "cases.move.MoveForm": {"stage"},
    "cases.note.NoteForm": {"text", "visibility"},
    "cases.paper.DocumentForm": {"file"},
    "cases.paper.MinutesForm": {"words"},
    "cases.paper.PackForm": {"agreed", "party"},
    "cases.referral.AnswerForm": {"state"},
    "cases.referral.ObstacleForm": {"kind"},
    "cases.referral.PartyForm": set(),
    "cases.referral.ReferralForm": set(),
    "cases.request.AcceptForm": {"direction"},
    "cases.request.ApproachForm": {"approach"},
    "cases.request.EstimateForm": set(),
    "cases.request.RefuseForm": {"advice", "ground"},
    "cases.request.RequestForm": {"door", "postcode", "route"},
    "cases.request.ToldForm": {"how"},
    "cases.rhythm.CadenceForm": {"pace"},
    "cases.rhythm.CheckForm": {"going"},
    "cases.rhythm.DayForm": set(),
    "cases.scaling.ScalingAnswerForm": {"answer"},
    "cases.scaling.ScalingForm": {"party"},
    "cases.search.SearchForm": {"words"},
    "cases.story.StandingForm": {"contact_status", "relationship"},
    "cases.story.StoryForm": set(),
    "cases.table.AgendaForm": set(),
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
    "networks.PersonForm": {"name", "relation"},
    "reporting.FiguresForm": {"since", "until"},
    "reporting.SignalAnswerForm": {"answer"},
    "reporting.SignalForm": {"about", "owner"},
    "signals_intake.deliveries.AnswerFilter": set(),
    "signals_intake.deliveries.UploadForm": {"file"},
    "signals_intake.lists.MakeListsForm": {"as_of"},
    "signals_intake.review.DecisionForm": {"decision"},
    "visits.MomentForm": set(),
    "visits.PresenceForm": set(),
    "visits.VisitForm": {"kind", "next_step", "reached"},
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
    return {name for name, field in form.base_fields.items() if field.required}


def test_every_form_asks_what_the_list_says_and_no_more():
    assert {name: asked(form) for name, form in all_forms().items()} == REQUIRED


def test_a_first_contact_asks_three_things_and_leaves_the_rest_for_later():
    assert REQUIRED["visits.VisitForm"] == {"kind", "reached", "next_step"}
