from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cases.views.access import case_reason
from cases.views.assign import case_assign
from cases.views.circumstances import case_circumstances, circumstance_end, consent_give, consent_withdraw
from cases.views.closing import (
    case_check,
    case_close,
    case_talked_over,
    case_to_team,
    closing_confirm,
    closing_not_yet,
)
from cases.views.crisis import case_crisis, crisis_change, crisis_end, crisis_pdf, crisis_settle, crisis_start
from cases.views.crisis_lists import checklist, crisis_call, crisis_item
from cases.views.detail import case_detail, case_move, task_done
from cases.views.evaluation import case_evaluation, evaluation_answer, evaluation_pdf
from cases.views.lists import case_list
from cases.views.note import case_note, note_correct
from cases.views.search import case_search
from cases.views.story import case_household, case_standing, case_story

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
    path("<uuid:uuid>/close/confirm", closing_confirm, name="close_confirm"),
    path("<uuid:uuid>/close/not-yet", closing_not_yet, name="close_not_yet"),
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
    path("promises/<uuid:uuid>/done", task_done, name="done"),
]
