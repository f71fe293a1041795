from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from common.dates import add_months
from common.forms import AsksSometimes
from common.uploads import is_too_large
from signals_intake.enums import Answer
from signals_intake.messages import FILE_MESSAGES, file_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, QueryDict

    from signals_intake.models.signal import SignalQuerySet

NO_ANSWER, NO_ANSWER_LABEL = "none", _("no answer yet")
#: Codes that are about the date; the others are about the file.
DATE_CODES = {"as_of_missing", "as_of_differs", "no_agreement"}


class UploadForm(AsksSometimes):
    """A list, and its date where the list itself does not say. Page and API both use it."""

    sometimes = frozenset({"as_of"})
    file = forms.FileField(
        label=_("Your arrears list"),
        help_text=_("CSV or Excel, in your own layout. First you see what we read, then you decide."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"required": _("Choose a file"), "invalid": FILE_MESSAGES["not_a_list"]},
    )
    as_of = forms.DateField(
        label=_("Date of the amounts"),
        required=False,
        help_text=_("Only if your list does not say it itself."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write a date, as in 2026-05-01")},
    )

    def __init__(self, request: HttpRequest | None = None) -> None:
        # Reading the data is what reads the body, and finds out that it is too large.
        super().__init__(request.POST if request else None, request.FILES if request else None)
        self.is_too_large = request is not None and is_too_large(request)
        self.fields["file"].required = not self.is_too_large

    def clean(self) -> None:
        if self.is_too_large:
            self.refuse("too_large")

    def refuse(self, code: str, columns: Sequence[str] = ()) -> None:
        if code in DATE_CODES:
            self.ask("as_of", file_message(code, columns), code=code)
        else:
            self.add_error("file", ValidationError(file_message(code, columns), code=code))

    @property
    def asks_date(self) -> bool:
        """Whether what is wrong is the date."""
        return "as_of" in self.errors

    @property
    def status(self) -> int:
        return 413 if self.is_too_large else 422


class AnswerFilter(forms.Form):
    """Which receipts to show. What it does not know it ignores: a filter is no reason for an error page."""

    answer = forms.ChoiceField(label=_("Answer"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, data: QueryDict, *, months: Sequence[date]) -> None:
        super().__init__(data)
        chosen = [("", _("all answers")), (NO_ANSWER, NO_ANSWER_LABEL), *Answer.choices]
        self.fields["answer"].choices = chosen  # type: ignore[attr-defined]
        named = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]
        self.fields["month"].choices = [("", _("all months")), *named]  # type: ignore[attr-defined]

    def wanted(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))

    def in_month(self, signals: SignalQuerySet) -> SignalQuerySet:
        if month := self.wanted("month"):
            first = date.fromisoformat(f"{month}-01")
            signals = signals.filter(signal_on__gte=first, signal_on__lt=add_months(first, 1))
        return signals

    def with_answer(self, signals: SignalQuerySet) -> SignalQuerySet:
        if answer := self.wanted("answer"):
            signals = signals.filter(answer="" if answer == NO_ANSWER else answer)
        return signals
