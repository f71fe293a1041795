"""Papers of a household: minutes, documents that somebody gave us, and the pack for whoever helps next."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import Document
from accounts.services.documents import remove_document, store_document
from cases.enums import EntryKind
from cases.models import Case, HandoverPack
from cases.permissions import DOCUMENTS
from cases.queries.paper import pack_of
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.base import File

    from accounts.models import User
    from cases.enums import AgreedHow, DocumentKind, DocumentSource, Keeping
    from cases.models import TimelineEntry

NOON = time(12)


def write_minutes(*, case: Case, words: str, by: User, who: str = "", on: date | None = None) -> TimelineEntry:
    """Keep what was said and agreed in a talk, in words that the household gets on paper."""
    day = on or dates.today()
    at = dates.now() if day == dates.today() else timezone.make_aware(datetime.combine(day, NOON))
    text = "\n\n".join(filter(None, [who.strip(), words.strip()]))
    return record(household=case.household, case=case, kind=EntryKind.MINUTES, text=text, at=at, by=by)


@transaction.atomic
def add_document(
    *, case: Case, file: File[Any], kind: DocumentKind, source: DocumentSource, keeping: Keeping, by: User
) -> Document:
    """Keep a file with a case, open or closed, for as long as was said; without months for as long as the file."""
    months = keeping.months
    document = store_document(
        file=file, subject=DOCUMENTS, subject_id=case.uuid, kind=kind, source=source, by=by,
        keep_until=dates.add_months(dates.today(), months) if months else None,
    )  # fmt: skip
    record(household=case.household, case=case, kind=EntryKind.DOCUMENT, detail=kind, text=document.name, by=by)
    return document


@transaction.atomic
def drop_document(*, case: Case, document: Document, by: User | None) -> bool:
    """Remove a file from a case, and say whether it was there. That it was there stays on the timeline."""
    if not remove_document(document=document, by=by):
        return False
    kind = EntryKind.DOCUMENT_GONE
    record(household=case.household, case=case, kind=kind, detail=document.kind, text=document.name, by=by)
    return True


@transaction.atomic
def forget_documents() -> int:
    """Remove what was kept until a day that is over, and say how many; the timeline names nobody for it."""
    found = list(Document.objects.filter(subject=DOCUMENTS, keep_until__lt=dates.today()))
    for document in found:
        case = Case.objects.filter(uuid=document.subject_id).select_related("household").first()
        if case is not None:
            drop_document(case=case, document=document, by=None)
    return len(found)


@transaction.atomic
def make_pack(
    *, case: Case, party: str, by: User, words: str = "", agreed_how: AgreedHow | str = "", on: date | None = None
) -> HandoverPack:
    """Make the pack for whoever helps this household next, which agreed to it; it stays as it is given now.

    In Dutch, whatever the language of who makes it. The case is locked first, so that a form sent twice makes one.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    with translation.override(settings.LANGUAGE_CODE):
        content = pack_of(case, words=words)
    agreed_on, party = on or dates.today(), party.strip()
    same = case.packs.filter(party=party, agreed_on=agreed_on, content=content).first()
    if same is not None:
        return same
    pack = HandoverPack.objects.create(
        case=case, party=party, agreed_on=agreed_on, agreed_how=agreed_how, content=content, made_at=dates.now(),
        made_by=by,
    )  # fmt: skip
    record(household=case.household, case=case, kind=EntryKind.PACK, text=party, by=by)
    pack.refresh_from_db(fields=["uuid"])
    return pack
