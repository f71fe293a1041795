"""The page of building blocks at ``/ui/``: every partial in every state. Mounted in development only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SYMBOL = re.compile(r'<symbol id="([\w-]+)"')
COLOURS = {
    "ink": "Ink",
    "accent": "Canal: act",
    "highlight": "Door light: now",
    "house": "Brick: corporation",
    "positive": "Done",
    "warning": "Look at this",
    "negative": "Acute or wrong",
    "info": "Explains",
    "care": "Care, shielded",
}
ANSWERS = [("visit", "Visit"), ("light", "Light contact"), ("none", "Nothing"), ("postpone", "Postpone")]


@dataclass(frozen=True)
class Step:
    label: str
    count: int
    of: int | None = None


class ExampleForm(forms.Form):
    """One field of each kind."""

    promise = forms.CharField(label="Next step", help_text="What do you promise, in one sentence?")
    mail = forms.EmailField(label="E-mail", required=False)
    when = forms.DateField(
        label="When", widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": "Choose a real day"}
    )
    reason = forms.ChoiceField(label="Reason", choices=[("", "Choose a reason"), ("sudden", "Sudden arrears")])
    story = forms.CharField(label="The story", required=False, widget=forms.Textarea(attrs={"class": "story-input"}))
    decision = forms.ChoiceField(label="Decision", choices=ANSWERS, widget=forms.RadioSelect)
    present = forms.MultipleChoiceField(
        label="Who was there?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("tenant", "Mrs De Vries"), ("consultant", "Marleen Kok"), ("family", "Family or neighbours")],
    )
    period = forms.ChoiceField(
        label="Show",
        choices=[("week", "This week"), ("month", "This month"), ("all", "All")],
        initial="week",
        widget=forms.RadioSelect,
    )
    disagree = forms.BooleanField(label="We do not agree", required=False)
    file = forms.FileField(label="The list", required=False, help_text="CSV or Excel, at most 20 MB")


def gallery(request: HttpRequest) -> HttpResponse:
    """Show everything; with ``?errors`` the form as it looks after a failed save."""
    filled = {"promise": "Open the post together", "period": "all"}
    form = ExampleForm(filled if "errors" in request.GET else None)
    for name in ("decision", "present"):
        form.fields[name].widget.hints = {"light": "A letter or a call", "consultant": "De Kade"}
    context = {
        "form": form,
        "icons": SYMBOL.findall(_sprite()),
        "colours": COLOURS.items(),
        "page": Paginator(range(405), 50).page(2),
        "funnel": [
            Step("Rows received", 412),
            Step("On a list", 143, 412),
            Step("Approached", 131, 143),
            Step("Reached", 89, 131),
        ],
        "badge_kinds": [
            ("", "unknown", "To discuss"),
            ("accent", "door-open", "Visit"),
            ("positive", "done", "Reached"),
            ("warning", "alert", "Reminder is missing"),
            ("negative", "gavel", "Eviction"),
            ("info", "handshake", "Arrangement proposed"),
            ("care", "lock", "Care workers only"),
            ("house", "building", "Shared with De Kade"),
            ("now", "flag", "Now"),
        ],
        "steps": ["File", "Check", "Process", "Receipt"],
    }
    return render(request, "ui/gallery.html", context)


def _sprite() -> str:
    found = finders.find("icons.svg")
    assert isinstance(found, str), "static/icons.svg is part of the project"
    return Path(found).read_text(encoding="utf-8")
