from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from cases.endings import CheckAnswer, CheckQuestion
from cases.enums import (
    NATIONAL_CONTACTS,
    Approach,
    ArrangementState,
    BreakthroughState,
    ChainState,
    Circumstance,
    CloseReason,
    ConsentPurpose,
    ConsultEvent,
    ContactKind,
    ContactStatus,
    CostsDeal,
    CreditorState,
    CrisisEnd,
    DebtOutcome,
    DocumentKind,
    DropReason,
    EndReason,
    EntryKind,
    Estimate,
    Going,
    IncomeState,
    ItemState,
    LegalStage,
    ObstacleKind,
    OwnStrength,
    Pace,
    ReferralState,
    Relationship,
    RequestNotice,
    Route,
    SafetyStep,
    Scale,
    Stage,
    SwitchReason,
    TaskEvent,
    Threat,
    Visibility,
)
from cases.models.case import Case
from cases.models.household import Household
from common.personal import CARE, FieldClasses

ICONS: dict[str, str] = {
    EntryKind.OPENED: "flag",
    EntryKind.ASSIGNED: "people",
    EntryKind.STAGE: "arrow-right",
    EntryKind.CONTACT_WITHDRAWN: "undo",
    EntryKind.NOTE: "note",
    EntryKind.CIRCUMSTANCE: "info",
    EntryKind.CIRCUMSTANCE_ENDED: "done",
    EntryKind.CONSENT: "check",
    EntryKind.CONSENT_WITHDRAWN: "close",
    EntryKind.ARREARS: "euro",
    EntryKind.CLOSED: "done",
    EntryKind.STORY: "edit",
    EntryKind.DIRECTOR: "flag",
    EntryKind.RELATIONSHIP: "care",
    EntryKind.CONTACT_STATUS: "handshake",
    EntryKind.HOUSEHOLD: "people",
    EntryKind.MOVED: "pin",
    EntryKind.CHECKED: "check",
    EntryKind.CLOSE_ASKED: "flag",
    EntryKind.CLOSE_NOT_YET: "undo",
    EntryKind.TEAM_TALK: "people",
    EntryKind.LOOKED_BACK: "message",
    EntryKind.CRISIS: "alert",
    EntryKind.LEGAL_STAGE: "gavel",
    EntryKind.CRISIS_STEP: "check",
    EntryKind.CRISIS_CALL: "phone",
    EntryKind.CRISIS_ENDED: "flag",
    EntryKind.CRISIS_SETTLED: "care",
    EntryKind.TASK: "flag",
    EntryKind.REFERRAL: "arrow-right",
    EntryKind.OBSTACLE: "alert",
    EntryKind.OBSTACLE_ENDED: "done",
    EntryKind.SCALED: "sort",
    EntryKind.SCALED_ANSWERED: "message",
    EntryKind.HANDED_ON: "people",
    EntryKind.BORROWED: "people",
    EntryKind.GUEST_LEFT: "people",
    EntryKind.JOINED: "people",
    EntryKind.STEPPED_BACK: "people",
    EntryKind.CREDITOR: "euro",
    EntryKind.INCOME: "euro",
    EntryKind.DEBT_STEP: "handshake",
    EntryKind.TRADE_OFF: "swap",
    EntryKind.DEBT_DECISION: "mail",
    EntryKind.GATHERED: "search",
    EntryKind.GATHERED_TOLD: "message",
    EntryKind.OBJECTED: "alert",
    EntryKind.OBJECTION_ANSWERED: "message",
    EntryKind.LOOK_BACK_ASKED: "mail",
    EntryKind.REQUEST: "flag",
    EntryKind.REFERRER_TOLD: "message",
    EntryKind.ESTIMATE: "eye",
    EntryKind.APPROACH: "swap",
    EntryKind.CADENCE: "calendar",
    EntryKind.CHECK: "eye",
    EntryKind.MINUTES: "note",
    EntryKind.DOCUMENT: "file",
    EntryKind.DOCUMENT_GONE: "close",
    EntryKind.PACK: "arrow-right",
    EntryKind.CONSULT: "message",
    EntryKind.BREAKTHROUGH: "flag",
    EntryKind.DECIDED: "handshake",
    EntryKind.SAFETY: "shield",
    EntryKind.CASELOAD_TALK: "people",
    EntryKind.ARRANGEMENT: "handshake",
    EntryKind.BAILIFF_COSTS: "euro",
    EntryKind.WARNING: "alert",
    EntryKind.WARNING_GONE: "done",
    ContactKind.VISIT: "door-open",
    ContactKind.NOTE: "note",
    ContactKind.PHONE: "phone",
    ContactKind.LETTER: "mail",
    ContactKind.MESSAGE: "message",
    ContactKind.MAIL: "mail",
    ContactKind.APPOINTMENT: "calendar",
    ContactKind.PRESENCE: "care",
    ContactKind.GROUP: "people",
}
#: What the code of an entry is a value of.
CODES = {
    EntryKind.STAGE: Stage,
    EntryKind.CLOSED: CloseReason,
    EntryKind.RELATIONSHIP: Relationship,
    EntryKind.CONTACT_STATUS: ContactStatus,
    EntryKind.CIRCUMSTANCE: Circumstance,
    EntryKind.CIRCUMSTANCE_ENDED: Circumstance,
    EntryKind.CONTACT: ContactKind,
    EntryKind.CONTACT_WITHDRAWN: ContactKind,
    EntryKind.CLOSE_ASKED: CloseReason,
    EntryKind.CRISIS: Threat,
    EntryKind.LEGAL_STAGE: LegalStage,
    EntryKind.CRISIS_STEP: ItemState,
    EntryKind.CRISIS_ENDED: CrisisEnd,
    EntryKind.TASK: TaskEvent,
    EntryKind.REFERRAL: ReferralState,
    EntryKind.OBSTACLE: ObstacleKind,
    EntryKind.OBSTACLE_ENDED: ObstacleKind,
    EntryKind.SCALED: Scale,
    EntryKind.SCALED_ANSWERED: Scale,
    EntryKind.CREDITOR: CreditorState,
    EntryKind.INCOME: IncomeState,
    EntryKind.DEBT_STEP: ChainState,
    EntryKind.DEBT_DECISION: DebtOutcome,
    EntryKind.CONSENT: ConsentPurpose,
    EntryKind.CONSENT_WITHDRAWN: ConsentPurpose,
    EntryKind.REQUEST: Route,
    EntryKind.REFERRER_TOLD: RequestNotice,
    EntryKind.ESTIMATE: Estimate,
    EntryKind.APPROACH: Approach,
    EntryKind.CADENCE: Pace,
    EntryKind.CHECK: Going,
    EntryKind.DOCUMENT: DocumentKind,
    EntryKind.DOCUMENT_GONE: DocumentKind,
    EntryKind.CONSULT: ConsultEvent,
    EntryKind.BREAKTHROUGH: BreakthroughState,
    EntryKind.SAFETY: SafetyStep,
    EntryKind.ARRANGEMENT: ArrangementState,
    EntryKind.BAILIFF_COSTS: CostsDeal,
}


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["search"])
class TimelineEntry(models.Model):
    """Something that happened in a household's story. Every app writes here through ``cases.services.record``.

    Who reads `text` is said by `visibility` and decided in ``cases.permissions``; a partner sees kind and date.
    `search` is the text as the database looks through it, in Dutch.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="timeline")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="timeline")
    kind = models.CharField(max_length=20, choices=EntryKind)
    detail = models.CharField(max_length=60, blank=True, help_text="a code")
    text = models.TextField(blank=True)
    #: the corporation that a consent is for
    about = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.CARE)
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    search = models.GeneratedField(
        expression=SearchVector("text", config="dutch"), output_field=SearchVectorField(), db_persist=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    #: What ``cases.permissions.timeline_of`` found for whoever reads it.
    shown: str
    along: list[str]

    field_classes: ClassVar[FieldClasses] = {
        "kind": CARE,
        "detail": CARE,
        "text": CARE,
        "visibility": CARE,
        "search": CARE,
    }

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(name="timeline_household", fields=["household", "-at"]),
            models.Index(name="timeline_newest", fields=["-at"]),
            GinIndex(name="timeline_search", fields=["search"]),
        ]
        constraints = [
            models.CheckConstraint(name="note_says_something", condition=~Q(kind="note") | ~Q(text="")),
            models.CheckConstraint(
                name="who_corrected_did_so_once", condition=Q(corrected_by=None) | Q(corrected_at__isnull=False)
            ),
        ]

    @property
    def code(self) -> str:
        """The first half of `detail`: of a contact its kind."""
        return self.detail.partition(":")[0]

    @property
    def is_reached(self) -> bool:
        return self.detail.endswith(":reached")

    @property
    def title(self) -> str:
        """What happened, in words; an unknown code says no more than the kind."""
        label = str(EntryKind(self.kind).label)
        if self.about is not None and self.detail == ConsentPurpose.KNOWS:
            return self._about % {"name": self.about.name}
        codes = CODES.get(EntryKind(self.kind))
        if self.kind == EntryKind.CHECKED:
            return self._checked
        if self.kind == EntryKind.DECIDED and self.code:
            return _("Advice of the team leader on a decision")
        named = str(codes(self.code).label) if codes and self.code in codes.values else ""
        if self.kind == EntryKind.CRISIS_ENDED:
            named = f"{named} ({EndReason(self.detail.partition(':')[2]).label})"
        if self.kind == EntryKind.ESTIMATE:
            named = " · ".join(filter(None, [named, self._own_strength]))
        if self.kind != EntryKind.CONTACT:
            return f"{label}: {named}{self._reason}" if named else label
        how = _("spoken with somebody") if self.is_reached else _("nobody reached")
        says_all = self.code == ContactKind.NOTE or (self.is_reached and self.code not in NATIONAL_CONTACTS)
        return capfirst(named if says_all else f"{named or label}, {how}")

    @property
    def _about(self) -> str:
        if self.kind == EntryKind.CONSENT:
            return _("%(name)s may know that we help")
        return _("%(name)s may no longer know that we help")

    @property
    def _checked(self) -> str:
        question, _colon, answer = self.detail.partition(":")
        return f"{CheckQuestion(question).label} {capfirst(str(CheckAnswer(answer).label))}"

    @property
    def _reason(self) -> str:
        """Why a task was dropped or the way of working changed, the second half of `detail`."""
        reason = self.detail.partition(":")[2]
        reasons = {EntryKind.TASK: DropReason, EntryKind.APPROACH: SwitchReason}.get(EntryKind(self.kind))
        return f", {reasons(reason).label}" if reasons and reason in reasons.values else ""

    @property
    def _own_strength(self) -> str:
        strength = self.detail.partition(":")[2]
        return str(OwnStrength(strength).label) if strength in OwnStrength.values else ""

    @property
    def visibility_icon(self) -> str:
        return {"private": "lock", "care": "lock", "corporation": "building"}.get(self.visibility, "people")

    @property
    def visibility_kind(self) -> str:
        return {"private": "care", "care": "care", "corporation": "house"}.get(self.visibility, "")

    @property
    def icon(self) -> str:
        return ICONS.get(self.code) or ICONS[EntryKind(self.kind)]

    @property
    def tone(self) -> str:
        if self.kind != EntryKind.CONTACT:
            return ""
        return "reached" if self.is_reached else "contact"
