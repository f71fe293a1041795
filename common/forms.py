"""What a form asks only because of something else that was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AsksSometimes(forms.Form):
    """A form of which some fields have to be filled in at times; it names them, and asks no other.

    Few required fields are a promise (design.md §7.3): a house rule reads `sometimes` beside what is always required.
    """

    sometimes: ClassVar[frozenset[str]] = frozenset()

    def ask(self, name: str, why: str | _StrPromise, *, code: str = "required") -> None:
        """Refuse what leaves this field empty. Raises LookupError for one that the form does not name."""
        if name not in self.sometimes and name.rpartition("_")[0] not in self.sometimes:  # one a line: to_<uuid>
            raise LookupError(name)
        self.add_error(name, ValidationError(why, code=code))
