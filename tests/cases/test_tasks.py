"""What was agreed: who does it, what the next contact says of it, and that it leaves the list once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Carrier, DirectionCheck, DropReason, Route, Stage, TaskAnswer
from cases.models import Task
from cases.services.case import assign_duo, change_stage
from cases.services.request import accept_request, note_request
from cases.services.task import TaskOffTheList, add_task, change_task, check_tasks, drop_task, finish_task
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory


@pytest.fixture
def task(case, alice):
    return add_task(case=case, what="Bankafschriften zoeken", carrier=Carrier.HOUSEHOLD, by=alice)


@pytest.fixture
def bas(team):
    """A student of the team."""
    return person(Role.TRAINEE, team=team, user__name="Bas Hoekstra")


def page_of(case):
    return reverse("cases:together", args=[case.uuid])


def add_url(case):
    return reverse("cases:task_add", args=[case.uuid])


def change_url(task):
    return reverse("cases:task_change", args=[task.case.uuid, task.uuid])


def drop_url(task):
    return reverse("cases:task_drop", args=[task.case.uuid, task.uuid])


def log(answers=None):
    said = {"kind": "phone", "reached": "yes", "next_step": "nothing"}
    return said | {f"task-{task.uuid}": answer for task, answer in (answers or {}).items()}


def lines_of(case):
    return list(case.timeline.filter(kind="task").order_by("pk").values_list("detail", "text"))


def test_what_is_agreed_is_one_line_and_has_no_day_yet(as_user, alice, case):
    answer = as_user(alice).post(add_url(case), {"what": "De gemeente bellen"})

    assert answer.url == page_of(case)
    task = case.tasks.get()
    assert (task.what, task.owner, task.carrier, task.due_on, task.is_promise) == (
        "De gemeente bellen", alice, "professional", None, False,
    )  # fmt: skip
    assert "nog geen dag" in as_user(alice).get(page_of(case)).content.decode()


def test_a_form_that_is_sent_twice_agrees_once(as_user, alice, case):
    for _ in range(2):
        as_user(alice).post(add_url(case), {"what": "De gemeente bellen"})

    assert case.tasks.count() == 1
    assert lines_of(case) == [("added", "De gemeente bellen")]


@pytest.mark.parametrize("carrier", ["household", "network", "volunteer", "student", "agency"])
def test_whoever_carries_it_a_worker_looks_after_it(as_user, alice, case, carrier):
    as_user(alice).post(add_url(case), {"what": "Papieren zoeken", "who": carrier})

    assert (case.tasks.get().carrier, case.tasks.get().owner) == (carrier, alice)


def test_what_a_colleague_does_that_colleague_looks_after(as_user, alice, leader, case):
    as_user(alice).post(add_url(case), {"what": "Bellen", "who": str(leader.uuid)})

    assert (case.tasks.get().carrier, case.tasks.get().owner) == ("professional", leader)


def test_somebody_of_another_team_is_no_answer(as_user, alice, colleague, case):
    assert as_user(alice).post(add_url(case), {"what": "x", "who": str(colleague.uuid)}).status_code == 422
    assert not case.tasks.exists()


def test_a_refused_line_keeps_what_was_typed(as_user, alice, case):
    day = dates.today() - timedelta(days=1)

    answer = as_user(alice).post(add_url(case), {"what": "Bellen met Nuon", "who": "network", "due_on": day})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Bellen met Nuon" in page
    assert day.isoformat() in page
    assert '<option value="network" selected>' in page


def test_a_closed_case_takes_no_more_tasks(as_user, alice, case):
    type(case).objects.filter(pk=case.pk).update(
        stage="closed", closed_on=dates.today(), closed_by=alice, close_reason="paid"
    )

    assert as_user(alice).post(add_url(case), {"what": "Bellen"}).status_code == 403
    assert as_user(alice).get(page_of(case)).status_code == 200


def test_a_task_changes_hands_and_the_history_keeps_how_it_was(as_user, alice, leader, task):
    said = {"what": task.what, "who": "network", "carried_by": "zus Fatima", "owner": str(leader.uuid)}

    assert as_user(alice).post(change_url(task), said).url == page_of(task.case)

    task.refresh_from_db()
    assert (task.carrier, task.carried_by, task.owner) == ("network", "zus Fatima", leader)
    assert task.events.latest("pgh_id").carrier == "household"


def test_a_change_page_that_is_saved_as_it_is_changes_nothing(as_user, alice, case, bas):
    yesterday = dates.today() - timedelta(days=1)
    task = add_task(case=case, what="Formulier", carrier=Carrier.STUDENT, student=bas, due_on=yesterday, by=alice)
    browser = as_user(alice)
    form = browser.get(change_url(task)).context["form"]
    said = {name: "" if (value := form[name].value()) is None else value for name in form.fields}

    browser.post(change_url(task), said | {"is_promise": ""})

    assert lines_of(case) == [("added", "Formulier")]


def test_a_task_that_left_the_list_does_not_change_any_more(alice, task):
    finish_task(task=task, by=alice)

    with pytest.raises(TaskOffTheList):
        change_task(task=task, what="Iets anders", by=alice)


@pytest.mark.parametrize("reason", DropReason.values)
def test_a_task_is_dropped_for_a_reason_in_one_tap(as_user, alice, task, reason):
    as_user(alice).post(drop_url(task), {"reason": reason})

    task.refresh_from_db()
    assert (task.drop_reason, task.done_at is not None) == (reason, True)
    assert lines_of(task.case)[-1] == (f"dropped:{reason}", task.what)
    assert str(DropReason(reason).label) in task.case.timeline.filter(kind="task").first().title


def test_without_a_reason_nothing_is_dropped(as_user, alice, task):
    assert as_user(alice).post(drop_url(task)).status_code == 422
    assert task.case.tasks.open().get() == task


def test_of_two_people_the_first_takes_it_off_the_list(alice, leader, task):
    assert drop_task(task=task, reason=DropReason.NOT_NEEDED, by=alice)
    assert not finish_task(task=task, by=leader)

    task.refresh_from_db()
    assert task.drop_reason == "not_needed"
    assert [detail for detail, _ in lines_of(task.case)] == ["added", "dropped:not_needed"]


@pytest.mark.parametrize(
    "wrong", [{"drop_reason": "mistake"}, {"carrier": "household", "student": True}], ids=["dropped", "student"]
)
def test_the_database_keeps_a_task_whole(alice, case, wrong):
    fields = wrong | ({"student": alice} if "student" in wrong else {})

    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(case=case, what="x", owner=alice, **fields)


# --- the next contact asks after it


def test_what_is_open_is_asked_after_at_the_next_contact(as_user, alice, case, task):
    page = as_user(alice).get(reverse("visits:log", args=[case.uuid]))

    assert [asked for asked, _field in page.context["form"].asked_after] == [task]
    assert not any(field.field.required for _task, field in page.context["form"].asked_after)


def test_a_contact_takes_over_what_happened_what_is_not_yet_and_what_is_dropped(as_user, alice, case, task):
    other, third = (add_task(case=case, what=what, by=alice) for what in ("Bellen", "Mailen"))
    answers = {task: TaskAnswer.HAPPENED, other: TaskAnswer.NOT_YET, third: TaskAnswer.DROPPED}

    as_user(alice).post(reverse("visits:log", args=[case.uuid]), log(answers))

    assert list(case.tasks.open()) == [other]
    other.refresh_from_db()
    third.refresh_from_db()
    assert (other.asked_on, third.drop_reason) == (dates.today(), "not_needed")


def test_a_contact_that_says_nothing_of_it_forgets_nothing(as_user, alice, case, task):
    answer = as_user(alice).post(reverse("visits:log", args=[case.uuid]), log())

    assert answer.status_code == 302
    assert list(case.tasks.open()) == [task]


def test_a_refused_log_keeps_what_was_said_of_a_task(as_user, alice, case, task):
    answer = as_user(alice).post(
        reverse("visits:log", args=[case.uuid]), log({task: TaskAnswer.NOT_YET}) | {"reached": ""}
    )

    assert answer.status_code == 422
    assert answer.context["form"].asked_after[0][1].value() == "not_yet"
    assert case.tasks.get().asked_on is None


def test_a_partner_is_asked_after_own_promises_alone(as_user, partner, alice, case, task):
    mine = add_task(case=case, what="Reparatie melden", owner=partner, by=alice)

    page = as_user(partner).get(reverse("visits:log", args=[case.uuid]))

    assert [asked for asked, _field in page.context["form"].asked_after] == [mine]
    assert task.what not in page.content.decode()


@pytest.mark.parametrize("reached", ["yes", "no"])
def test_only_somebody_who_was_reached_was_promised_something(as_user, alice, case, reached):
    said = log() | {"reached": reached, "next_step": "visit"}

    as_user(alice).post(reverse("visits:log", args=[case.uuid]), said)

    assert case.tasks.get().is_promise is (reached == "yes")


def test_a_task_of_another_case_is_not_touched_by_a_contact(alice, team, case, task):
    check_tasks(case=CaseFactory(team=team), answers={task.uuid: TaskAnswer.HAPPENED}, by=alice)

    assert case.tasks.open().get() == task


# --- whose it is, and for whom it is red


@pytest.mark.parametrize(
    ("carrier", "mine", "state"),
    [("professional", True, "past"), ("professional", False, "soon"), ("household", True, "soon")],
)
def test_nobody_is_red_about_what_somebody_else_does(as_user, alice, leader, case, carrier, mine, state):
    with fixed_today(date(2026, 5, 4)):
        add_task(
            case=case, what="Bellen", carrier=Carrier(carrier), owner=alice if mine else leader,
            due_on=date(2026, 5, 5), by=alice,
        )  # fmt: skip
    with fixed_today(date(2026, 5, 9)):
        page = as_user(alice).get(page_of(case)).content.decode()

    assert ("clock--past" in page, "clock--soon" in page) == (state == "past", state == "soon")


def test_an_overdue_task_of_the_household_makes_no_case_late(as_user, alice, case):
    with fixed_today(date(2026, 5, 4)):
        change_stage(case=case, stage=Stage.GUIDANCE, by=alice)
        add_task(case=case, what="Papieren", carrier=Carrier.HOUSEHOLD, due_on=date(2026, 5, 5), by=alice)
    with fixed_today(date(2026, 5, 9)):
        assert "clock--past" not in as_user(alice).get(reverse("cases:list")).content.decode()


def test_a_promise_to_the_household_reads_as_one(as_user, alice, case):
    as_user(alice).post(add_url(case), {"what": "De huurcommissie bellen", "is_promise": "on"})

    assert case.tasks.get().is_promise
    assert "aan het huishouden beloofd" in as_user(alice).get(page_of(case)).content.decode()


def test_two_role_household_the_student_sees_the_practical_tasks_only(as_user, alice, case, bas):
    """Eropaf-laboratorium 2011, story 9: a family with a generalist and a student."""
    own = add_task(case=case, what="Samen formulieren invullen", carrier=Carrier.STUDENT, student=bas, by=alice)
    add_task(case=case, what="Praten over de schulden", by=alice)
    browser = as_user(bas)

    page = browser.get(reverse("home"))

    assert page.context["tasks"] == [own]
    assert "Praten over" not in page.content.decode()
    assert browser.get(reverse("cases:detail", args=[case.uuid])).status_code == 404
    browser.post(reverse("cases:done", args=[own.uuid]))
    assert not case.tasks.open().filter(pk=own.pk).exists()


def test_a_student_ticks_off_nothing_of_somebody_else(as_user, alice, case, bas, task):
    assert as_user(bas).post(reverse("cases:done", args=[task.uuid])).status_code == 404
    assert case.tasks.open().get() == task


def test_a_student_who_moved_to_another_team_has_left_the_tasks(as_user, alice, case, bas, colleague):
    add_task(case=case, what="Formulier", carrier=Carrier.STUDENT, student=bas, by=alice)
    bas.memberships.update(team=colleague.memberships.get().team)

    assert as_user(bas).get(reverse("home")).context["tasks"] == []


def test_i_did_this_and_this_only_the_missing_help_is_asked(as_user, alice, leader, team):
    """Eropaf-laboratorium 2011, story 8: a resident has tried two things; the plan starts with their words."""
    browser = as_user(alice)
    words = "Ik heb de bank gebeld en een regeling gevraagd."
    facts = {"postcode": "1092GK", "number": 7, "street": "Kerkweg", "why": words}
    request = note_request(team=team, route=Route.SELF, by=leader, facts=facts)
    case = accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)
    assign_duo(case=case, agency_worker=alice, house_worker=leader, by=leader)
    for what in ("De bank bellen", "Een regeling vragen"):
        browser.post(add_url(case), {"what": what, "who": "household"})
    browser.post(add_url(case), {"what": "Meegaan naar de bank", "is_promise": "on"})
    first, second, missing = case.tasks.order_by("pk")

    browser.post(
        reverse("visits:log", args=[case.uuid]), log({first: TaskAnswer.HAPPENED, second: TaskAnswer.HAPPENED})
    )

    page = browser.get(reverse("cases:detail", args=[case.uuid]))
    assert page.context["promises"] == [missing]
    assert words in page.content.decode()
    assert case.statements.running().get(kind="presenting").text == words


def test_retold_story_a_substitute_reads_what_is_going_on_and_what_was_promised(as_user, alice, team, case):
    """Vroeg Eropaf 2008, S21: the tenant phones for the named contact; nobody asks again."""
    as_user(alice).post(reverse("cases:story", args=[case.uuid]), {"situation": "Baan kwijt, twee kinderen"})
    add_task(case=case, what="Alice belt de verhuurder", is_promise=True, by=alice)
    substitute = person(Role.SOCIAL_WORKER, team=team)

    page = as_user(substitute).get(reverse("cases:detail", args=[case.uuid])).content.decode()

    assert "Baan kwijt, twee kinderen" in page
    assert "Alice belt de verhuurder" in page
    assert "Alice Baptista" in page


def test_mrs_jansen_a_neighbour_who_said_no_is_not_asked_again(as_user, alice, case):
    """Outreachend besturen 2012, story 19: drives to the hospital once, is asked for weekly cleaning."""
    drive, clean = (
        add_task(case=case, what=what, carrier=Carrier.NETWORK, carried_by="buurvrouw Jansen", by=alice)
        for what in ("Naar het ziekenhuis rijden", "Elke week schoonmaken")
    )
    finish_task(task=drive, by=alice)
    as_user(alice).post(drop_url(clean), {"reason": "declined"})

    log_page = as_user(alice).get(reverse("visits:log", args=[case.uuid]))

    assert log_page.context["form"].asked_after == []
    assert lines_of(case)[-1] == ("dropped:declined", clean.what)


def test_small_rent_debt_the_own_solution_comes_first_and_funds_second(as_user, alice, case):
    """Outreachend besturen 2012, story 21: asked "can you solve it yourself?"."""
    own = add_task(
        case=case, what="Zelf een regeling vragen", carrier=Carrier.HOUSEHOLD, due_on=dates.today(), by=alice
    )
    fund = add_task(case=case, what="Fonds aanschrijven", by=alice)

    page = as_user(alice).get(page_of(case))

    assert page.context["tasks"] == [own, fund]
    assert own.who == str(Carrier.HOUSEHOLD.label)


def test_a_task_without_a_day_stands_on_the_list_of_whoever_looks_after_it(as_user, alice, task):
    assert as_user(alice).get(reverse("home")).context["day"].promises == [task]


def test_whoever_looks_after_much_finds_all_of_it_at_home(as_user, alice, case):
    tasks = [add_task(case=case, what=f"Taak {number}", by=alice) for number in range(12)]

    page = as_user(alice).get(reverse("home"))

    day = page.context["day"]
    assert (day.promises, day.later) == (tasks[:10], tasks[10:])
    assert all(task.what in page.content.decode() for task in tasks)


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.EXPERT_BY_EXPERIENCE])
def test_a_partner_in_the_duo_does_not_open_the_page(as_user, case, partner, role):
    assert as_user(partner).get(page_of(case)).status_code == 403
    assert page_of(case) not in as_user(partner).get(reverse("cases:detail", args=[case.uuid])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_tasks(as_user, alice, case, count, django_assert_max_num_queries):
    for number in range(count):
        add_task(case=case, what=f"Taak {number}", carrier=Carrier.HOUSEHOLD, by=alice)
    browser = as_user(alice)
    browser.get(page_of(case))

    with django_assert_max_num_queries(20):
        browser.get(page_of(case))
