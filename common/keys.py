"""Keys that are shown outside: in addresses, receipts and the API."""

from __future__ import annotations

from django.db.models import Func, UUIDField


class UUID7(Func):
    """A UUID that begins with the moment it was made (RFC 9562), for tables that large files fill.

    New rows then stand side by side in the index, where random ones touch all of it. Nobody is let in by knowing one.
    """

    function = "uuidv7"
    output_field = UUIDField()
