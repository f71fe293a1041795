from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cases.views.access import case_reason
from cases.views.arrangements import arrangement_end, bailiff_costs, case_arrangements
from cases.views.assign import case_assign
from cases.views.caseload import caseload, caseload_hold, caseload_talk
from cases.views.circumstances import case_circumstances, circumstance_end
from cases.views.closing import (
    case_check,
    case_close,
    case_seek_on,
    case_talked_over,
    case_to_team,
    closing_confirm,
    closing_not_yet,
)
from cases.views.consents import (
    case_consents,
    consent_withdraw,
    gathered_add,
    gathered_told,
    objection_add,
    objection_answer,
)
from cases.views.consult import colleagues, consult, consult_close
from cases.views.crisis import case_crisis, crisis_change, crisis_end, crisis_pdf, crisis_settle, crisis_start
from cases.views.crisis_lists import checklist, crisis_call, crisis_item
from cases.views.debt import paper_tap, step_report, step_start, trade_off_add, trade_off_look
from cases.views.debt_decision import case_debt_decision, debt_decision_pdf
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
from cases.views.duo import case_duo, duo_borrow, duo_give_back, duo_hand_on, duo_join
from cases.views.evaluation import case_evaluation, evaluation_answer, evaluation_link, evaluation_pdf
from cases.views.gathering import group, groups, guest_done
from cases.views.lists import case_list
from cases.views.money import case_money, creditor_change, creditor_state, creditors_add, income_tap
from cases.views.note import case_note, entry_earlier, note_correct
from cases.views.papers import (
    case_document,
    case_papers,
    document_add,
    document_drop,
    minutes_add,
    minutes_pdf,
    pack_make,
    pack_pdf,
    paper_pdf,
)
from cases.views.requests import (
    request_accept,
    request_add,
    request_page,
    request_refuse,
    request_told,
    requests,
)
from cases.views.rhythm import cadence_set, case_again, case_rhythm, check_add, day_tell
from cases.views.route import case_approach, case_estimate, case_route
from cases.views.search import case_search
from cases.views.story import case_household, case_standing, case_story, household_move
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
from cases.views.warnings import case_warnings, warning_off

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("", case_list, name="list"),
    path("search", case_search, name="search"),
    path("<uuid:uuid>", case_detail, name="detail"),
    path("<uuid:uuid>/reason", case_reason, name="reason"),
    path("<uuid:uuid>/assign", case_assign, name="assign"),
    path("<uuid:uuid>/duo", case_duo, name="duo"),
    path("<uuid:uuid>/duo/second", duo_join, name="duo_join"),
    path("<uuid:uuid>/duo/guest", duo_borrow, name="duo_borrow"),
    path("<uuid:uuid>/duo/<uuid:worker>", duo_hand_on, name="duo_hand_on"),
    path("<uuid:uuid>/duo/<uuid:worker>/back", duo_give_back, name="duo_give_back"),
    path("<uuid:uuid>/move", case_move, name="move"),
    path("<uuid:uuid>/close", case_close, name="close"),
    path("<uuid:uuid>/close/<uuid:closing>/confirm", closing_confirm, name="close_confirm"),
    path("<uuid:uuid>/close/<uuid:closing>/not-yet", closing_not_yet, name="close_not_yet"),
    path("<uuid:uuid>/close/check", case_check, name="close_check"),
    path("<uuid:uuid>/close/team", case_to_team, name="close_team"),
    path("<uuid:uuid>/close/seek-on", case_seek_on, name="close_seek_on"),
    path("<uuid:uuid>/close/talked-over", case_talked_over, name="close_talked_over"),
    path("<uuid:uuid>/evaluation", case_evaluation, name="evaluation"),
    path("<uuid:uuid>/evaluation/link", evaluation_link, name="evaluation_link"),
    path("<uuid:uuid>/evaluation.pdf", evaluation_pdf, name="evaluation_pdf"),
    path("<uuid:uuid>/evaluation/<uuid:evaluation>/answer", evaluation_answer, name="evaluation_answer"),
    path("<uuid:uuid>/story", case_story, name="story"),
    path("<uuid:uuid>/standing", case_standing, name="standing"),
    path("<uuid:uuid>/household", case_household, name="household"),
    path("<uuid:uuid>/household/address", household_move, name="household_move"),
    path("<uuid:uuid>/notes", case_note, name="note"),
    path("<uuid:uuid>/notes/<uuid:note>", note_correct, name="note_correct"),
    path("<uuid:uuid>/earlier/<uuid:entry>", entry_earlier, name="earlier"),
    path("<uuid:uuid>/circumstances", case_circumstances, name="circumstances"),
    path("<uuid:uuid>/circumstances/<uuid:circumstance>/end", circumstance_end, name="circumstance_end"),
    path("<uuid:uuid>/arrangements", case_arrangements, name="arrangements"),
    path("<uuid:uuid>/arrangements/costs", bailiff_costs, name="bailiff_costs"),
    path("<uuid:uuid>/arrangements/<uuid:arrangement>/end", arrangement_end, name="arrangement_end"),
    path("<uuid:uuid>/warnings", case_warnings, name="warnings"),
    path("<uuid:uuid>/warnings/<uuid:warning>/off", warning_off, name="warning_off"),
    path("<uuid:uuid>/consents", case_consents, name="consents"),
    path("<uuid:uuid>/consents/<uuid:consent>/withdraw", consent_withdraw, name="consent_withdraw"),
    path("<uuid:uuid>/consents/heard", gathered_add, name="gathered_add"),
    path("<uuid:uuid>/consents/heard/<uuid:heard>/told", gathered_told, name="gathered_told"),
    path("<uuid:uuid>/consents/objections", objection_add, name="objection_add"),
    path("<uuid:uuid>/consents/objections/<uuid:objection>/answer", objection_answer, name="objection_answer"),
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
    path("<uuid:uuid>/money", case_money, name="money"),
    path("<uuid:uuid>/money/creditors", creditors_add, name="creditors_add"),
    path("<uuid:uuid>/money/creditors/<uuid:creditor>", creditor_change, name="creditor"),
    path("<uuid:uuid>/money/creditors/<uuid:creditor>/state", creditor_state, name="creditor_state"),
    path("<uuid:uuid>/money/income", income_tap, name="income_tap"),
    path("<uuid:uuid>/money/steps", step_start, name="step_start"),
    path("<uuid:uuid>/money/steps/<uuid:step>", step_report, name="step"),
    path("<uuid:uuid>/money/papers/<uuid:paper>", paper_tap, name="debt_paper"),
    path("<uuid:uuid>/money/trade-offs", trade_off_add, name="trade_off_add"),
    path("<uuid:uuid>/money/trade-offs/<uuid:trade_off>", trade_off_look, name="trade_off"),
    path("<uuid:uuid>/money/decision", case_debt_decision, name="debt_decision"),
    path("<uuid:uuid>/money/decision/<uuid:decision>.pdf", debt_decision_pdf, name="debt_decision_pdf"),
    path("waiting", waiting_elsewhere, name="waiting"),
    path("directory", directory, name="directory"),
    path("directory/new", service_add, name="service_add"),
    path("directory/<uuid:uuid>", service_change, name="service"),
    path("directory/<uuid:uuid>/verify", service_verify, name="service_verify"),
    path("directory/<uuid:uuid>/end", service_end, name="service_end"),
    path("promises/<uuid:uuid>/done", task_done, name="done"),
    path("requests", requests, name="requests"),
    path("requests/new", request_add, name="request_add"),
    path("requests/<uuid:uuid>", request_page, name="request"),
    path("requests/<uuid:uuid>/accept", request_accept, name="request_accept"),
    path("requests/<uuid:uuid>/refuse", request_refuse, name="request_refuse"),
    path("requests/<uuid:uuid>/told", request_told, name="request_told"),
    path("<uuid:uuid>/route", case_route, name="route"),
    path("<uuid:uuid>/route/estimate", case_estimate, name="estimate"),
    path("<uuid:uuid>/route/approach", case_approach, name="approach"),
    path("groups", groups, name="groups"),
    path("groups/<uuid:uuid>", group, name="group"),
    path("groups/<uuid:uuid>/<uuid:guest>/done", guest_done, name="guest_done"),
    path("<uuid:uuid>/rhythm", case_rhythm, name="rhythm"),
    path("<uuid:uuid>/rhythm/cadence", cadence_set, name="cadence"),
    path("<uuid:uuid>/rhythm/checks", check_add, name="check_add"),
    path("<uuid:uuid>/rhythm/again", case_again, name="again"),
    path("<uuid:uuid>/rhythm/day", day_tell, name="day"),
    path("<uuid:uuid>/papers", case_papers, name="papers"),
    path("<uuid:uuid>/papers/<slug:kind>.pdf", paper_pdf, name="paper"),
    path("<uuid:uuid>/papers/minutes", minutes_add, name="minutes_add"),
    path("<uuid:uuid>/papers/minutes/<uuid:entry>.pdf", minutes_pdf, name="minutes"),
    path("<uuid:uuid>/papers/documents", document_add, name="document_add"),
    path("<uuid:uuid>/papers/documents/<uuid:document>", case_document, name="document"),
    path("<uuid:uuid>/papers/documents/<uuid:document>/remove", document_drop, name="document_drop"),
    path("<uuid:uuid>/papers/packs", pack_make, name="pack_make"),
    path("<uuid:uuid>/papers/packs/<uuid:pack>.pdf", pack_pdf, name="pack"),
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
