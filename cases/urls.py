from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cases.views.access import case_reason
from cases.views.assign import case_assign
from cases.views.caseload import caseload, caseload_hold, caseload_talk
from cases.views.circumstances import case_circumstances, circumstance_end, consent_give, consent_withdraw
from cases.views.closing import (
    case_check,
    case_close,
    case_talked_over,
    case_to_team,
    closing_confirm,
    closing_not_yet,
)
from cases.views.consult import colleagues, consult, consult_close
from cases.views.crisis import case_crisis, crisis_change, crisis_end, crisis_pdf, crisis_settle, crisis_start
from cases.views.crisis_lists import checklist, crisis_call, crisis_item
from cases.views.decisions import (
    case_safety,
    decision_add,
    decision_advise,
    decision_revise,
    discussion_hold,
    discussion_plan,
    safety_add,
    safety_correct,
)
from cases.views.detail import case_detail, case_move, task_done
from cases.views.directory import (
    directory,
    service_add,
    service_change,
    service_end,
    service_verify,
    waiting_elsewhere,
)
from cases.views.evaluation import case_evaluation, evaluation_answer, evaluation_pdf
from cases.views.lists import case_list
from cases.views.note import case_note, note_correct
from cases.views.search import case_search
from cases.views.story import case_household, case_standing, case_story
from cases.views.tables import (
    case_bring,
    table,
    table_meeting,
    table_offer,
    table_offer_end,
    table_plan,
    table_seat,
    table_unseat,
    tables,
)
from cases.views.talks import breakthrough_answer, breakthrough_ask, case_talks, consult_ask
from cases.views.together import (
    case_refer,
    case_referral,
    case_scale,
    case_together,
    obstacle_add,
    obstacle_end,
    scaling_answer,
    task_add,
    task_change,
    task_drop,
)
from cases.views.workers import case_give_back, case_workers

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("", case_list, name="list"),
    path("search", case_search, name="search"),
    path("<uuid:uuid>", case_detail, name="detail"),
    path("<uuid:uuid>/reason", case_reason, name="reason"),
    path("<uuid:uuid>/assign", case_assign, name="assign"),
    path("<uuid:uuid>/move", case_move, name="move"),
    path("<uuid:uuid>/close", case_close, name="close"),
    path("<uuid:uuid>/close/<uuid:closing>/confirm", closing_confirm, name="close_confirm"),
    path("<uuid:uuid>/close/<uuid:closing>/not-yet", closing_not_yet, name="close_not_yet"),
    path("<uuid:uuid>/close/check", case_check, name="close_check"),
    path("<uuid:uuid>/close/team", case_to_team, name="close_team"),
    path("<uuid:uuid>/close/talked-over", case_talked_over, name="close_talked_over"),
    path("<uuid:uuid>/evaluation", case_evaluation, name="evaluation"),
    path("<uuid:uuid>/evaluation.pdf", evaluation_pdf, name="evaluation_pdf"),
    path("<uuid:uuid>/evaluation/<uuid:evaluation>/answer", evaluation_answer, name="evaluation_answer"),
    path("<uuid:uuid>/story", case_story, name="story"),
    path("<uuid:uuid>/standing", case_standing, name="standing"),
    path("<uuid:uuid>/household", case_household, name="household"),
    path("<uuid:uuid>/notes", case_note, name="note"),
    path("<uuid:uuid>/notes/<uuid:note>", note_correct, name="note_correct"),
    path("<uuid:uuid>/circumstances", case_circumstances, name="circumstances"),
    path("<uuid:uuid>/circumstances/<uuid:circumstance>/end", circumstance_end, name="circumstance_end"),
    path("<uuid:uuid>/consent/<uuid:organisation>/give", consent_give, name="consent_give"),
    path("<uuid:uuid>/consent/<uuid:organisation>/withdraw", consent_withdraw, name="consent_withdraw"),
    path("<uuid:uuid>/crisis", case_crisis, name="crisis"),
    path("<uuid:uuid>/crisis/new", crisis_start, name="crisis_start"),
    path("<uuid:uuid>/crisis/<uuid:crisis>", case_crisis, name="crisis_one"),
    path("<uuid:uuid>/crisis/<uuid:crisis>/change", crisis_change, name="crisis_change"),
    path("<uuid:uuid>/crisis/<uuid:crisis>/end", crisis_end, name="crisis_end"),
    path("<uuid:uuid>/crisis/<uuid:crisis>/settle", crisis_settle, name="crisis_settle"),
    path("<uuid:uuid>/crisis/<uuid:crisis>/calls", crisis_call, name="crisis_call"),
    path("<uuid:uuid>/crisis/<uuid:crisis>/paper", crisis_pdf, name="crisis_pdf"),
    path("<uuid:uuid>/crisis/<uuid:crisis>/items/<uuid:item>", crisis_item, name="crisis_item"),
    path("checklist", checklist, name="checklist"),
    path("<uuid:uuid>/together", case_together, name="together"),
    path("<uuid:uuid>/together/tasks", task_add, name="task_add"),
    path("<uuid:uuid>/together/tasks/<uuid:task>", task_change, name="task_change"),
    path("<uuid:uuid>/together/tasks/<uuid:task>/drop", task_drop, name="task_drop"),
    path("<uuid:uuid>/together/referrals", case_refer, name="refer"),
    path("<uuid:uuid>/together/referrals/<uuid:referral>", case_referral, name="referral"),
    path("<uuid:uuid>/together/obstacles", obstacle_add, name="obstacle_add"),
    path("<uuid:uuid>/together/obstacles/<uuid:obstacle>/end", obstacle_end, name="obstacle_end"),
    path("<uuid:uuid>/together/scaling", case_scale, name="scale"),
    path("<uuid:uuid>/together/scaling/<uuid:scaling>", scaling_answer, name="scaling"),
    path("waiting", waiting_elsewhere, name="waiting"),
    path("directory", directory, name="directory"),
    path("directory/new", service_add, name="service_add"),
    path("directory/<uuid:uuid>", service_change, name="service"),
    path("directory/<uuid:uuid>/verify", service_verify, name="service_verify"),
    path("directory/<uuid:uuid>/end", service_end, name="service_end"),
    path("promises/<uuid:uuid>/done", task_done, name="done"),
    path("<uuid:uuid>/talks", case_talks, name="talks"),
    path("<uuid:uuid>/talks/ask", consult_ask, name="consult_ask"),
    path("<uuid:uuid>/talks/leader", breakthrough_ask, name="breakthrough_ask"),
    path("<uuid:uuid>/talks/leader/<uuid:breakthrough>", breakthrough_answer, name="breakthrough"),
    path("<uuid:uuid>/talks/decisions", decision_add, name="decision_add"),
    path("<uuid:uuid>/talks/decisions/<uuid:decision>", decision_revise, name="decision"),
    path("<uuid:uuid>/talks/decisions/<uuid:decision>/advice", decision_advise, name="decision_advise"),
    path("<uuid:uuid>/talks/team", discussion_plan, name="discussion_plan"),
    path("<uuid:uuid>/talks/team/<uuid:discussion>", discussion_hold, name="discussion"),
    path("<uuid:uuid>/talks/table", case_bring, name="bring"),
    path("<uuid:uuid>/safety", case_safety, name="safety"),
    path("<uuid:uuid>/safety/add/<slug:step>", safety_add, name="safety_add"),
    path("<uuid:uuid>/safety/<uuid:note>", safety_correct, name="safety_correct"),
    path("<uuid:uuid>/workers", case_workers, name="workers"),
    path("<uuid:uuid>/workers/give-back", case_give_back, name="give_back"),
    path("colleagues/caseload", caseload, name="caseload"),
    path("colleagues/caseload/with/<uuid:uuid>", caseload_hold, name="caseload_hold"),
    path("colleagues/caseload/<uuid:uuid>", caseload_talk, name="caseload_talk"),
    path("tables", tables, name="tables"),
    path("tables/<uuid:uuid>", table, name="table"),
    path("tables/<uuid:uuid>/members", table_seat, name="table_seat"),
    path("tables/<uuid:uuid>/members/<uuid:member>/leave", table_unseat, name="table_unseat"),
    path("tables/<uuid:uuid>/meetings", table_plan, name="table_plan"),
    path("tables/<uuid:uuid>/meetings/<uuid:meeting>", table_meeting, name="table_meeting"),
    path("tables/<uuid:uuid>/offers", table_offer, name="table_offer"),
    path("tables/<uuid:uuid>/offers/<uuid:offer>/end", table_offer_end, name="table_offer_end"),
    path("colleagues", colleagues, name="colleagues"),
    path("colleagues/questions/<uuid:uuid>", consult, name="consult"),
    path("colleagues/questions/<uuid:uuid>/end", consult_close, name="consult_close"),
]
