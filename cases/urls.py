from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cases.views.access import case_reason
from cases.views.assign import case_assign
from cases.views.circumstances import case_circumstances, circumstance_end, consent_give, consent_withdraw
from cases.views.detail import case_detail, case_move, task_done
from cases.views.directory import (
    directory,
    service_add,
    service_change,
    service_end,
    service_verify,
    waiting_elsewhere,
)
from cases.views.lists import case_list
from cases.views.note import case_note, note_correct
from cases.views.story import case_household, case_standing, case_story
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

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("", case_list, name="list"),
    path("<uuid:uuid>", case_detail, name="detail"),
    path("<uuid:uuid>/reason", case_reason, name="reason"),
    path("<uuid:uuid>/assign", case_assign, name="assign"),
    path("<uuid:uuid>/move", case_move, name="move"),
    path("<uuid:uuid>/story", case_story, name="story"),
    path("<uuid:uuid>/standing", case_standing, name="standing"),
    path("<uuid:uuid>/household", case_household, name="household"),
    path("<uuid:uuid>/notes", case_note, name="note"),
    path("<uuid:uuid>/notes/<uuid:note>", note_correct, name="note_correct"),
    path("<uuid:uuid>/circumstances", case_circumstances, name="circumstances"),
    path("<uuid:uuid>/circumstances/<uuid:circumstance>/end", circumstance_end, name="circumstance_end"),
    path("<uuid:uuid>/consent/<uuid:organisation>/give", consent_give, name="consent_give"),
    path("<uuid:uuid>/consent/<uuid:organisation>/withdraw", consent_withdraw, name="consent_withdraw"),
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
]
