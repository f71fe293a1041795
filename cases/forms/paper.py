from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import AgreedHow, DocumentKind, DocumentSource, Keeping
from cases.forms.fields import choices_of, not_ahead, words_field
from common.uploads import is_too_large

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from common.uploads import Upload

WORD = b"PK\x03\x04"
#: End of the name -> what it is served as, and how such a file begins. Plain text only has no zero bytes.
TYPES: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", WORD),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", WORD),
    ".odt": ("application/vnd.oasis.opendocument.text", WORD),
    ".eml": ("message/rfc822", b""),
    ".txt": ("text/plain", b""),
}
HEAD = 4096


def type_of(file: Upload) -> str:
    """Say what a file is by its name and its first bytes, and not by what the browser says. Empty when we take none."""
    content_type, begin = TYPES.get(PurePath(file.name or "").suffix.lower(), ("", b""))
    head = file.read(HEAD)
    file.seek(0)
    fits = head.startswith(begin) if begin else b"\0" not in head
    return content_type if fits and head else ""


class DocumentForm(forms.Form):
    """A file that somebody gave us: only the file itself has to be chosen."""

    prefix = "document"
    file = forms.FileField(
        label=_("Which file?"),
        help_text=_("PDF, photo, Word, Excel, text or a saved e-mail (.eml), up to 25 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(TYPES)}),
        error_messages={"required": _("Choose a file"), "invalid": _("Choose a file")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=choices_of(DocumentKind),
        initial=DocumentKind.LETTER,
        required=False,
    )
    source = forms.ChoiceField(
        label=_("From whom?"),
        choices=choices_of(DocumentSource),
        initial=DocumentSource.HOUSEHOLD,
        required=False,
    )
    keeping = forms.ChoiceField(
        label=_("How long do we keep it?"),
        help_text=_("Keep only what is needed. No copy of a passport or identity card."),
        choices=choices_of(Keeping),
        initial=Keeping.FILE,
        required=False,
    )

    def __init__(self, request: HttpRequest | None = None) -> None:
        # Reading the data is what reads the body, and finds out that it is too large.
        super().__init__(request.POST if request else None, request.FILES if request else None)
        self.is_too_large = request is not None and is_too_large(request)
        self.fields["file"].required = not self.is_too_large

    def clean_file(self) -> Upload | None:
        file: Upload | None = self.cleaned_data["file"]
        if self.is_too_large:
            raise ValidationError(_("This file is larger than 25 MB. Choose a smaller one"), code="too_large")
        if file is not None:
            file.content_type = type_of(file)
            if not file.content_type:
                raise ValidationError(
                    _("We do not take this kind of file. Save it as PDF, or take a photo"), code="type"
                )
        return file

    def added(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "file": data["file"],
            "kind": DocumentKind(data["kind"] or DocumentKind.OTHER),
            "source": DocumentSource(data["source"] or DocumentSource.HOUSEHOLD),
            "keeping": Keeping(data["keeping"] or Keeping.FILE),
        }


class MinutesForm(forms.Form):
    """What was said and agreed in a talk, in words that the household gets along."""

    prefix = "minutes"
    words = words_field(
        _("What was said and agreed?"),
        help_text=_("The household gets this on paper. Write it so that they recognise it."),
        missing=_("Write what was said"),
        rows=6,
        most=5000,
    )
    who = forms.CharField(label=_("Who was there?"), max_length=200, required=False)
    on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


class PackForm(forms.Form):
    """A pack for whoever helps next: to whom, and that the household agrees."""

    prefix = "pack"
    party = forms.CharField(
        label=_("Who gets the pack?"),
        help_text=_("The municipality or organisation, and if you know it the colleague there."),
        max_length=100,
        error_messages={"required": _("Name who gets the pack")},
    )
    words = words_field(
        _("What should they know?"),
        help_text=_("Only what the household wants to hand on. Notes and stories never go along."),
        rows=5,
        most=3000,
    )
    agreed = forms.BooleanField(
        label=_("The household agrees that this goes along"),
        error_messages={"required": _("A pack goes along only when the household agrees")},
    )
    agreed_how = forms.ChoiceField(
        label=_("How did they say so?"),
        choices=choices_of(AgreedHow),
        initial=AgreedHow.TALK,
        required=False,
    )

    def handed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("party", "words", "agreed_how")}
