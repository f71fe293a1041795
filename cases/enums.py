from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common import dates

if TYPE_CHECKING:
    from datetime import date


class Stage(TextChoices):
    """Where a case stands. In the first group an open case holds the household back from a list (design.md §3)."""

    CONTACT = "contact", _("seeking contact")
    VISITING = "visiting", _("visiting")
    GUIDANCE = "guidance", _("guidance")
    LIGHT_CONTACT = "light_contact", _("light contact")
    MONITORING = "monitoring", _("monitoring")
    MINIMAL_CONTACT = "minimal_contact", _("minimal contact")
    CLOSED = "closed", _("closed")

    @property
    def icon(self) -> str:
        return {
            "contact": "search",
            "visiting": "door-open",
            "guidance": "handshake",
            "light_contact": "phone",
            "monitoring": "eye",
            "minimal_contact": "pause",
            "closed": "done",
        }[self.value]


#: Stages in which the case holds its household back from a list; in the other open stages it is listed again.
HOLDING_STAGES = (Stage.CONTACT, Stage.VISITING, Stage.GUIDANCE)


class CloseReason(TextChoices):
    WANTS_NO_HELP = "wants_no_help", _("wants no help now")
    AGREED = "agreed", _("both agree that it is enough")
    SOLVED = "solved", _("solved")
    PAID = "paid", _("paid or agreed an arrangement")
    MOVED = "moved", _("moved away")
    DECEASED = "deceased", _("died")
    HANDED_OVER = "handed_over", _("handed over and accepted")
    NOT_PICKED_UP = "not_picked_up", _("not to be picked up")
    NOT_REACHED = "not_reached", _("never reached, after consultation")
    SILENT = "silent", _("nothing heard for a year, decided in the team")
    EVICTED = "evicted", _("evicted")
    OTHER = "other", _("other")


class Circumstance(TextChoices):
    """Facts about a household that keep it from a list for some time."""

    DECEASED = "deceased", _("died")
    MOVED = "moved", _("moved away")
    AGREED_PATTERN = "agreed_pattern", _("agreed payment pattern")
    TRAJECTORY = "trajectory", _("help is running already")
    DO_NOT_VISIT = "do_not_visit", _("asked not to be visited")

    @property
    def icon(self) -> str:
        return {
            "deceased": "info",
            "moved": "arrow-right",
            "agreed_pattern": "calendar",
            "trajectory": "handshake",
            "do_not_visit": "alert",
        }[self.value]


class PersonRole(TextChoices):
    MAIN_TENANT = "main_tenant", _("main tenant")
    PARTNER = "partner", _("partner")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    MEMBER = "member", _("lives here too")


class Tenure(TextChoices):
    """How a household lives where it lives."""

    CORPORATION = "corporation", _("rents from a housing corporation")
    PRIVATE = "private", _("rents from a private landlord")
    SUBLET = "sublet", _("sublets or lives in")
    OWNER = "owner", _("owns the home")
    NO_HOME = "no_home", _("has no home now")


class Language(TextChoices):
    """Languages that are spoken at the doors we know (ISO 639-1, and 639-2 where that has none)."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    BERBER = "ber", _("Berber")
    BULGARIAN = "bg", _("Bulgarian")
    FRENCH = "fr", _("French")
    KURDISH = "ku", _("Kurdish")
    PAPIAMENTO = "pap", _("Papiamento")
    FARSI = "fa", _("Farsi or Dari")
    POLISH = "pl", _("Polish")
    PORTUGUESE = "pt", _("Portuguese")
    ROMANIAN = "ro", _("Romanian")
    SIGN = "sgn", _("Sign language")
    SOMALI = "so", _("Somali")
    SPANISH = "es", _("Spanish")
    SRANAN = "srn", _("Sranan")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turkish")
    TWI = "tw", _("Twi")
    UKRAINIAN = "uk", _("Ukrainian")


class StatementKind(TextChoices):
    """What is said about a household: what it wants beside what we see, the first question beside the one behind it."""

    SITUATION = "situation", _("What is going on")
    WHY = "why", _("Why we are involved")
    NEED = "need", _("What the household wants, in its own words")
    RISK = "risk", _("What worries us")
    PRESENTING = "presenting", _("The question they came with")
    UNDERLYING = "underlying", _("The question behind it")
    STRENGTH = "strength", _("What goes well")
    PROTECTIVE = "protective", _("What or who protects them")
    PROBLEM = "problem", _("What is difficult")
    DAY = "day", _("What fills the day now")


class Relationship(TextChoices):
    """How far we have come with each other; it may go back (Outreachend besturen 2012, the relationship ladder)."""

    CONTACT = "contact", _("getting to know each other")
    TRUST = "trust", _("trust is growing")
    RECIPROCITY = "reciprocity", _("we count on each other")


class ContactStatus(TextChoices):
    """Voluntary, pressure and compulsion are degrees (Samen DOEN 2016, 1.6)."""

    VOLUNTARY = "voluntary", _("of their own accord")
    PRESSURE = "pressure", _("under pressure")
    COMPULSORY = "compulsory", _("compulsory")


class WorkerSide(TextChoices):
    AGENCY = "agency", _("agency")
    HOUSE = "house", _("housing corporation")
    SECOND = "second", _("second from the agency")
    GUEST = "guest", _("from another team, for this case alone")


class ContactKind(TextChoices):
    """National contact kinds (DDAS vroegsignalering) and two of our own; the code is ours, `national` gives theirs."""

    VISIT = "visit", _("home visit")
    NOTE = "note", _("note under the door")
    PHONE = "phone", _("phone call")
    LETTER = "letter", _("letter")
    MESSAGE = "message", _("text message or chat")
    MAIL = "mail", _("e-mail")
    APPOINTMENT = "appointment", _("appointment at the office")
    PRESENCE = "presence", _("being there: coffee, a chat, flowers")
    GROUP = "group", _("walk-in hour or group")

    @property
    def national(self) -> str:
        """Theirs, or nothing for our own kinds: being there has no aim, so it is no attempt about a signal."""
        return {
            "visit": "Huisbezoek",
            "note": "Kaartje",
            "phone": "Telefoon",
            "letter": "Brief",
            "message": "SMS/Whatsapp",
            "mail": "Mail",
            "appointment": "Afspraak op locatie",
        }.get(self.value, "")


#: What counts as an attempt about a signal, for whoever is outside.
NATIONAL_CONTACTS = tuple(kind for kind in ContactKind if kind.national)


class DayPart(TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class DoorStep(TextChoices):
    ENTRANCE = "entrance", _("Rang at the entrance")
    FLAT = "flat", _("Knocked at the flat door")
    NEIGHBOURS = "neighbours", _("Spoke with neighbours")


class Present(TextChoices):
    TENANT = "tenant", _("The tenant")
    PARTNER = "partner", _("Partner or housemate")
    FAMILY = "family", _("Family or neighbours")
    OTHER = "other", _("Somebody else")
    NOBODY = "nobody", _("Nobody")


class Outcome(TextChoices):
    """How it went, in words that respect a no."""

    WANTS_TO_TALK = "wants_to_talk", _("Wants to talk on")
    SOLVES_IT = "solves_it", _("Sorts it out without us")
    PAID = "paid", _("Has paid or agreed an arrangement")
    WANTS_NO_HELP = "wants_no_help", _("Wants no help now")
    UNDECIDED = "undecided", _("Does not know yet")
    NOT_HOME = "not_home", _("Nobody home")
    MOVED = "moved", _("Does not live here any more")


class Agreement(TextChoices):
    OFFICE = "office", _("Appointment at the office")
    ARRANGEMENT = "arrangement", _("Payment arrangement")
    REFERRED = "referred", _("Referred on")
    LOOK_INTO = "look_into", _("We look into something")


class Acute(TextChoices):
    """What presses in a case now: a threat that runs, or what was lost by it. Of several the first named here."""

    EVICTION = "eviction", _("eviction threatens")
    EVICTED = "evicted", _("evicted")
    CUT_OFF = "cut_off", _("cut-off threatens")
    WITHOUT = "without", _("cut off")

    @property
    def is_of_the_home(self) -> bool:
        """A corporation in the duo knows of these: the eviction is its own."""
        return self in {Acute.EVICTION, Acute.EVICTED}


class Threat(TextChoices):
    """A threatening situation (Wgs, article 4.2)."""

    EVICTION = "eviction", _("eviction")
    GAS = "gas", _("gas cut off")
    ELECTRICITY = "electricity", _("electricity cut off")
    HEAT = "heat", _("heat cut off")
    WATER = "water", _("water cut off")
    INSURANCE = "insurance", _("health insurance ended")

    @property
    def acute(self) -> Acute:
        return Acute.EVICTION if self is Threat.EVICTION else Acute.CUT_OFF

    @property
    def lost(self) -> Acute:
        return Acute.EVICTED if self is Threat.EVICTION else Acute.WITHOUT


class LegalStage(TextChoices):
    WARNING = "warning", _("last warning")
    SUMMONS = "summons", _("summons")
    JUDGMENT = "judgment", _("judgment")
    SERVED = "served", _("judgment served")
    ANNOUNCED = "announced", _("day announced")
    TODAY = "today", _("clearance today")
    PUT_OFF = "put_off", _("put off")


class ToldBy(TextChoices):
    """By which door a crisis came to us."""

    HOUSEHOLD = "household", _("the household")
    CORPORATION = "corporation", _("the landlord")
    BAILIFF = "bailiff", _("the bailiff")
    SUPPLIER = "supplier", _("the supplier or insurer")
    NEARBY = "nearby", _("somebody nearby")
    COLLEAGUE = "colleague", _("a colleague or partner")


class CrisisEnd(TextChoices):
    AVERTED = "averted", _("averted")
    LOST = "lost", _("it happened")


class EndReason(TextChoices):
    """Why a crisis ended as it did; each belongs to one end."""

    ARRANGEMENT = "arrangement", _("a payment arrangement")
    PAID = "paid", _("paid, with or without a loan")
    ADMINISTRATION = "administration", _("somebody else does the money now")
    DEBT_HELP = "debt_help", _("debt help was started")
    WITHDRAWN = "withdrawn", _("the other side or the judge withdrew it")
    TOO_LATE = "too_late", _("known too late")
    NOT_REACHED = "not_reached", _("nobody was reached")
    WANTED_NO_HELP = "wanted_no_help", _("the household wanted no help")
    NO_AGREEMENT = "no_agreement", _("the other side agreed to nothing")
    NO_MEANS = "no_means", _("there was no money or loan")

    @property
    def is_averted(self) -> bool:
        return self.value in {"arrangement", "paid", "administration", "debt_help", "withdrawn"}

    @property
    def end(self) -> CrisisEnd:
        return CrisisEnd.AVERTED if self.is_averted else CrisisEnd.LOST


class ItemKind(TextChoices):
    """The lists of a crisis: what to do, which papers, what to bring, and what has to be there after a loss."""

    STEP = "step", _("What to do")
    PAPER = "paper", _("Papers")
    BRING = "bring", _("What to bring if the home is lost")
    AFTER = "after", _("After the loss")


class ItemState(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    NOT_NEEDED = "not_needed", _("not needed")


class NotNeeded(TextChoices):
    """Why something of a list is left out, in one tap."""

    ELSEWHERE = "elsewhere", _("somebody else does it")
    NOT_HERE = "not_here", _("not so here")
    NOT_WANTED = "not_wanted", _("the household does not want it")
    TOO_LATE = "too_late", _("too late for it")


class EntryKind(TextChoices):
    OPENED = "opened", _("Case opened")
    ASSIGNED = "assigned", _("Duo assigned")
    STAGE = "stage", _("Stage changed")
    CONTACT = "contact", _("Contact attempt")
    NOTE = "note", _("Note")
    CIRCUMSTANCE = "circumstance", _("Good to know")
    CIRCUMSTANCE_ENDED = "circumstance_ended", _("No longer")
    CONSENT = "consent", _("Consent")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent taken back")
    ARREARS = "arrears", _("Arrears changed")
    CLOSED = "closed", _("Case closed")
    STORY = "story", _("What is going on was brought up to date")
    DIRECTOR = "director", _("Who keeps the direction")
    RELATIONSHIP = "relationship", _("How we stand with each other")
    CONTACT_STATUS = "contact_status", _("How the contact is")
    HOUSEHOLD = "household", _("Who lives here was brought up to date")
    CHECKED = "checked", _("Before letting go")
    CLOSE_ASKED = "close_asked", _("Asked to let go")
    CLOSE_NOT_YET = "close_not_yet", _("Not let go yet")
    TEAM_TALK = "team_talk", _("Talked over in the team")
    LOOKED_BACK = "looked_back", _("Looked back together")
    CRISIS = "crisis", _("Crisis")
    LEGAL_STAGE = "legal_stage", _("Legal stage")
    CRISIS_STEP = "crisis_step", _("Step in the crisis")
    CRISIS_CALL = "crisis_call", _("Call in the crisis")
    CRISIS_ENDED = "crisis_ended", _("How the crisis ended")
    CRISIS_SETTLED = "crisis_settled", _("After the crisis")
    TASK = "task", _("Task")
    REFERRAL = "referral", _("Referral")
    OBSTACLE = "obstacle", _("In the way")
    OBSTACLE_ENDED = "obstacle_ended", _("No longer in the way")
    SCALED = "scaled", _("More or less help")
    SCALED_ANSWERED = "scaled_answered", _("Answer")
    HANDED_ON = "handed_on", _("Handed to a colleague")
    BORROWED = "borrowed", _("Somebody of another team joined")
    GUEST_LEFT = "guest_left", _("Back to their own team")
    CREDITOR = "creditor", _("Creditor")
    INCOME = "income", _("Income check")
    DEBT_STEP = "debt_step", _("Help with debts")
    TRADE_OFF = "trade_off", _("Given up on purpose")
    DEBT_DECISION = "debt_decision", _("Decision on debt help")
    GATHERED = "gathered", _("Heard from others")
    GATHERED_TOLD = "gathered_told", _("Told what we had heard from others")
    OBJECTED = "objected", _("Objection")
    OBJECTION_ANSWERED = "objection_answered", _("What followed the objection")
    LOOK_BACK_ASKED = "look_back_asked", _("Asked to look back")
    REQUEST = "request", _("Request for help")
    REFERRER_TOLD = "referrer_told", _("Whoever asked was told")
    ESTIMATE = "estimate", _("Estimate")
    APPROACH = "approach", _("How we work")
    CADENCE = "cadence", _("How often we are in touch")
    CHECK = "check", _("Looked in")
    MINUTES = "minutes", _("Minutes of a talk")
    DOCUMENT = "document", _("Document added")
    DOCUMENT_GONE = "document_gone", _("Document removed")
    PACK = "pack", _("Handover pack")
    CONSULT = "consult", _("Advice of colleagues")
    BREAKTHROUGH = "breakthrough", _("Asked of the team leader")
    DECIDED = "decided", _("Decision")
    SAFETY = "safety", _("Safety")
    CASELOAD_TALK = "caseload_talk", _("Gone through with the team leader")


class Carrier(TextChoices):
    """Who does what was agreed (Samen DOEN 2016, 3: the executor of an action)."""

    PROFESSIONAL = "professional", _("a colleague")
    HOUSEHOLD = "household", _("the household")
    NETWORK = "network", _("family, friends or neighbours")
    VOLUNTEER = "volunteer", _("a volunteer")
    STUDENT = "student", _("a student")
    AGENCY = "agency", _("another organisation")


class TaskEvent(TextChoices):
    """What the timeline tells of a task."""

    ADDED = "added", _("agreed")
    CHANGED = "changed", _("changed")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class TaskAnswer(TextChoices):
    """What a contact tells of something that was agreed before."""

    HAPPENED = "happened", _("It happened")
    NOT_YET = "not_yet", _("Not yet")
    DROPPED = "dropped", _("No longer needed")


class DropReason(TextChoices):
    """Why something agreed leaves the list without having happened; one tap."""

    NOT_NEEDED = "not_needed", _("no longer needed")
    NOT_WANTED = "not_wanted", _("the household does not want it")
    DECLINED = "declined", _("whoever was asked said no")
    OTHERWISE = "otherwise", _("solved in another way")
    NOT_POSSIBLE = "not_possible", _("it cannot be done")
    MISTAKE = "mistake", _("noted by mistake")
    GOES_ON = "goes_on", _("somebody else goes on with it")


class ServiceArea(TextChoices):
    """Where a service works, seen from the teams that look for it."""

    AREA = "area", _("in our area")
    CITY = "city", _("the whole city")
    ELSEWHERE = "elsewhere", _("elsewhere")


class AgreedHow(TextChoices):
    """How the household said yes, or was told."""

    TALK = "talk", _("in a conversation")
    PHONE = "phone", _("by phone")
    WRITTEN = "written", _("in writing")
    MESSAGE = "message", _("by text message")


class ReferralState(TextChoices):
    """How far a referral has come. The first three wait for somebody; without an answer it stays where it is."""

    SENT = "sent", _("asked")
    ACCEPTED = "accepted", _("accepted")
    ARRIVED = "arrived", _("help has begun")
    RESULT = "result", _("came to a result")
    REFUSED = "refused", _("turned away")
    NOT_TAKEN_UP = "not_taken_up", _("not taken up")

    @property
    def following(self) -> tuple[ReferralState, ...]:
        """What it can become."""
        states = tuple(ReferralState)
        return states[states.index(self) + 1 :] if self in OPEN_REFERRALS else ()

    @property
    def icon(self) -> str:
        return {"sent": "mail", "accepted": "handshake", "arrived": "door-open", "result": "done"}.get(self, "close")


OPEN_REFERRALS = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.ARRIVED)


class Scale(TextChoices):
    """Heavier help or pressure when it goes wrong, and back when that is over (Samen DOEN 2016, 1.6)."""

    UP = "up", _("scaled up")
    DOWN = "down", _("scaled down")


class Keeper(TextChoices):
    """Who keeps the direction after scaling."""

    WE = "we", _("we keep it")
    THEY = "they", _("they take it over")
    TOGETHER = "together", _("we keep it together")


class ObstacleKind(TextChoices):
    """What stands in the way at a service (Samen DOEN 2016, 1.7)."""

    CRITERION = "criterion", _("a condition that the household does not meet")
    WAITING_LIST = "waiting_list", _("a waiting list")
    REFUSAL = "refusal", _("turned away")
    NO_PLACE = "no_place", _("no place, such as emergency shelter")
    OTHER = "other", _("something else")


class Visibility(TextChoices):
    """Who reads what was written. Of a private note others than its writer and the team leader see that it is there."""

    TEAM = "team", _("the whole team")
    CARE = "care", _("care workers only")
    CORPORATION = "corporation", _("the housing corporation too")
    PRIVATE = "private", _("only the writer and the team leader")


class ClockKind(TextChoices):
    RESPONSE = "response", _("response window")
    FIRST_CONVERSATION = "first_conversation", _("first conversation")
    CONTACT_PHASE = "contact_phase", _("contact phase")
    MONITORING = "monitoring", _("monitoring")
    TEAM_TALK = "team_talk", _("before the team")
    EVICTION = "eviction", _("eviction day")
    CUT_OFF = "cut_off", _("day of the cut-off")
    URGENT_CONVERSATION = "urgent_conversation", _("first conversation under a threat")
    CRISIS_ATTEMPT = "crisis_attempt", _("first attempt in the crisis")
    DEBT_DECISION = "debt_decision", _("decision on debt help")
    SIGN_OF_LIFE = "sign_of_life", _("next sign of life")
    CHECK = "check", _("next check")

    @property
    def is_legal(self) -> bool:
        """The law's terms know no pause, and move off Sundays and holidays."""
        return self in {ClockKind.FIRST_CONVERSATION, ClockKind.URGENT_CONVERSATION, ClockKind.DEBT_DECISION}

    @property
    def is_countdown(self) -> bool:
        """Days that somebody else set: counted down in words on top of everything."""
        return self in {ClockKind.EVICTION, ClockKind.CUT_OFF}

    @property
    def is_plan(self) -> bool:
        """Days that a worker and a household planned: nobody is late for a plan (design.md §7.5)."""
        return self in {ClockKind.SIGN_OF_LIFE, ClockKind.CHECK}


class CreditorState(TextChoices):
    """How far it has come with somebody whom a household owes money."""

    OPEN = "open", _("open")
    ARRANGED = "arranged", _("arranged")
    PAID = "paid", _("paid")

    @property
    def icon(self) -> str:
        return {"open": "unknown", "arranged": "handshake", "paid": "done"}[self.value]


class IncomeState(TextChoices):
    """What is known of something that a household may have a right to."""

    HAS = "has", _("has it")
    MAY_HAVE = "may_have", _("perhaps")
    APPLIED = "applied", _("applied for")
    NOT = "not", _("no right")

    @property
    def icon(self) -> str:
        return {"has": "done", "may_have": "flag", "applied": "clock", "not": "close"}[self.value]


class ChainKind(TextChoices):
    """The steps of help with debts (Activering Sociale Netwerken 2014, 1.17)."""

    APPLICATION = "application", _("application for debt help")
    CREDIT_BANK = "credit_bank", _("credit bank")
    ADMINISTRATOR = "administrator", _("administrator of the money")
    RESTRUCTURING = "restructuring", _("debt restructuring")

    @property
    def solves(self) -> bool:
        """Whether its good end is a solution about money, after which people relapse unless somebody looks again."""
        return self is not ChainKind.APPLICATION


class ChainState(TextChoices):
    PREPARING = "preparing", _("being prepared")
    HANDED_OVER = "handed_over", _("handed over")
    DONE = "done", _("done")
    REFUSED = "refused", _("turned away")
    STOPPED = "stopped", _("stopped")

    @property
    def icon(self) -> str:
        return {"preparing": "edit", "handed_over": "handshake", "done": "done"}.get(self.value, "close")


RUNNING_STEPS = (ChainState.PREPARING, ChainState.HANDED_OVER)


class DebtOutcome(TextChoices):
    """What is decided on debt help."""

    AWARD = "award", _("debt help is given")
    REFUSAL = "refusal", _("no debt help is given")


class Mode(TextChoices):
    """How something is done (the window of social discipline; Outreachend besturen 2012, X8)."""

    WITH = "with", _("with them")
    FOR = "for", _("for them")
    BY = "by", _("by us, under pressure")
    NOT = "not", _("not: left alone on purpose")


class Rung(TextChoices):
    """Whose strength an action leans on, from the own to a service for one household."""

    OWN = "own", _("own strength")
    NETWORK = "network", _("the network")
    GENERAL = "general", _("a service for everybody")
    INDIVIDUAL = "individual", _("a service for this household")


class Outreach(TextChoices):
    """Three ways of outreach work (Samen DOEN 2016, 1.17)."""

    COMMUNITY = "community", _("community: taking part")
    SUPPORT = "support", _("support: staying beside them")
    BROKER = "broker", _("broker: getting stalled help to move")


class ConsentPurpose(TextChoices):
    """What a household says yes to: each by itself, each taken back by itself (GDPR, article 7)."""

    KNOWS = "knows", _("may know that we help")
    SHARE = "share", _("may hear from us what is needed to help")
    ASK = "ask", _("may tell us what we ask")
    REGISTER = "register", _("we write down what is told")
    STORY = "story", _("the story may be told, without names")

    @property
    def is_about_somebody(self) -> bool:
        """Whether it names a partner; the other two are between the household and us."""
        return self in {ConsentPurpose.KNOWS, ConsentPurpose.SHARE, ConsentPurpose.ASK}

    @property
    def icon(self) -> str:
        return {"knows": "building", "share": "message", "ask": "search", "register": "note", "story": "edit"}[
            self.value
        ]


class ClaimBasis(TextChoices):
    """What was registered that a claim line is made from; each such thing is claimed once."""

    VISIT = "visit", _("a home visit")
    CONVERSATION = "conversation", _("the first conversation with a household")
    GUIDANCE = "guidance", _("guidance that began")
    AVERTED = "averted", _("a crisis that was averted")
    CLOSED = "closed", _("a case that was closed")


class ClaimState(TextChoices):
    """Where a batch of claim lines is: from the agency over the desk to the municipality (Vroeg Eropaf 2008, 1.10)."""

    DRAFT = "draft", _("with us")
    DESK = "desk", _("with the desk")
    MUNICIPALITY = "municipality", _("with the municipality")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("sent back")

    @property
    def following(self) -> tuple[ClaimState, ...]:
        """What it can become."""
        return {
            ClaimState.DRAFT: (ClaimState.DESK,),
            ClaimState.DESK: (ClaimState.MUNICIPALITY, ClaimState.RETURNED),
            ClaimState.MUNICIPALITY: (ClaimState.PAID, ClaimState.RETURNED),
            ClaimState.RETURNED: (ClaimState.DESK,),
            ClaimState.PAID: (),
        }[self]

    @property
    def is_ours(self) -> bool:
        """Whether nobody else has it: then it can be thrown away and made anew."""
        return self in {ClaimState.DRAFT, ClaimState.RETURNED}

    @property
    def icon(self) -> str:
        return {
            "draft": "edit", "desk": "mail", "municipality": "building", "paid": "done", "returned": "undo"
        }[self.value]  # fmt: skip


class Route(TextChoices):
    """By which door a household came to us; all five, so that what came of them can be set side by side."""

    LIST = "list", _("from an arrears list")
    NOTICE = "notice", _("by a notice that something threatens")
    REFERRAL = "referral", _("sent to us by somebody")
    SELF = "self", _("asked for help itself")
    ROUND = "round", _("found on our own round")

    @property
    def icon(self) -> str:
        return {"list": "table", "notice": "gavel", "referral": "arrow-right", "self": "person", "round": "route"}[self]


#: Routes on which somebody else tells us of a household, and hears what came of it.
TOLD_BY_OTHERS = (Route.NOTICE, Route.REFERRAL)


class Referrer(TextChoices):
    """Who sends households to us, as a kind; figures tell what came of each."""

    GP = "gp", _("GP")
    CARE = "care", _("care or treatment")
    POLICE = "police", _("police")
    SCHOOL = "school", _("school")
    TEAM = "team", _("neighbourhood team")
    WORK_INCOME = "work_income", _("work and income")
    YOUTH = "youth", _("youth care")
    CORPORATION = "corporation", _("housing corporation")
    BAILIFF = "bailiff", _("bailiff")
    SUPPLIER = "supplier", _("energy, water or health insurer")
    NEIGHBOUR = "neighbour", _("neighbour")
    FAMILY = "family", _("family or friends")
    VOLUNTEER = "volunteer", _("volunteer or key figure")
    RESIDENT = "resident", _("somebody we help")
    OTHER = "other", _("somebody else")

    @property
    def is_private(self) -> bool:
        """Somebody nearby, who hears nothing of a household unless that was agreed."""
        return self in {Referrer.NEIGHBOUR, Referrer.FAMILY, Referrer.VOLUNTEER, Referrer.RESIDENT}


class RequestState(TextChoices):
    WAITING = "waiting", _("waits for screening")
    ACCEPTED = "accepted", _("taken up")
    REFUSED = "refused", _("sent on")

    @property
    def icon(self) -> str:
        return {"waiting": "clock", "accepted": "handshake", "refused": "arrow-right"}[self]


class DirectionCheck(TextChoices):
    """Who keeps the direction over a household that we are asked to help (Samen DOEN 2016, 1.2 phase 1)."""

    NOBODY = "nobody", _("nobody yet")
    WE = "we", _("we do already")
    OTHERS = "others", _("somebody else")
    UNKNOWN = "unknown", _("asked, and not known")


class RefusalGround(TextChoices):
    """Why a request is not taken up; the first three are grounds of Samen DOEN 2016 (1.2, phase 1)."""

    COMPULSORY = "compulsory", _("compulsory help is called for")
    ACUTE = "acute", _("an acute crisis, in which others act at once")
    CHILD_UNSAFE = "child_unsafe", _("a child is clearly not safe")
    ELSEWHERE = "elsewhere", _("somebody else keeps the direction")
    ORDINARY = "ordinary", _("an ordinary service is enough")
    SPECIALIST = "specialist", _("specialised help fits better")
    AREA = "area", _("outside our area")
    OTHER = "other", _("another reason")


class RequestNotice(TextChoices):
    """What whoever asked us is told, once: that we do not take it up, that our help ended, that contact broke off."""

    REFUSED = "refused", _("we do not take it up")
    ENDED = "ended", _("our help has ended")
    DROPPED_OUT = "dropped_out", _("we lost contact, or it was not wanted")


class ToldHow(TextChoices):
    PHONE = "phone", _("by phone")
    MAIL = "mail", _("by e-mail")
    LETTER = "letter", _("by letter")
    TALK = "talk", _("in a conversation")


class Estimate(TextChoices):
    """What a household will need, as seen at the beginning (Activering Sociale Netwerken 2014, 1.3)."""

    SHORT = "short", _("short help, with their own network")
    LONGER = "longer", _("a finger on the pulse for longer")
    SPECIALIST = "specialist", _("specialised help")


class OwnStrength(TextChoices):
    """How much a household can do itself, as seen at the beginning; it opens and closes nothing."""

    MUCH = "much", _("does much itself")
    BESIDE = "beside", _("with somebody beside them")
    LITTLE = "little", _("little can be asked now")


class Approach(TextChoices):
    """How we work with a household (Activering Sociale Netwerken 2014, 1.1); it may change on the way."""

    OUTREACH = "outreach", _("we go to them")
    REGULAR = "regular", _("they come to us")


class SwitchReason(TextChoices):
    """Why the way of working changed; who drops out of the regular way is visited, not let go."""

    MISSED = "missed", _("does not come, or comes late")
    PAPERS = "papers", _("the papers are never right")
    STOPPED = "stopped", _("stopped after a first talk")
    AVOIDS = "avoids", _("keeps away from help")
    COMES = "comes", _("comes of its own accord now")
    WISH = "wish", _("the household wants it so")


class Pace(TextChoices):
    """How often a household and its duo plan to be in touch; a plan, no target (Sociale netwerken 2014, 1.7)."""

    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month")
    WHEN_NEEDED = "when_needed", _("when needed")

    def after(self, day: date) -> date | None:
        """Give the day of the next sign of life; when needed has none."""
        if self is Pace.MONTHLY:
            return dates.add_months(day, 1)
        weeks = {Pace.WEEKLY: 1, Pace.FORTNIGHTLY: 2}.get(self)
        return day + timedelta(weeks=weeks) if weeks else None


class Going(TextChoices):
    """How it goes at a check of a household that is followed; not worse is a success."""

    WELL = "well", _("it goes well")
    SAME = "same", _("it did not get worse")
    WORRY = "worry", _("there are worries")


class GatheringKind(TextChoices):
    WALK_IN = "walk_in", _("walk-in hour")
    TRAINING = "training", _("training")
    ACTIVITY = "activity", _("activity")


class DocumentKind(TextChoices):
    LETTER = "letter", _("letter")
    COURT = "court", _("court or bailiff paper")
    INCOME = "income", _("income or benefit")
    DEBT = "debt", _("bill or debt")
    AGREEMENT = "agreement", _("agreement or contract")
    MAIL = "mail", _("e-mail")
    PHOTO = "photo", _("photo")
    OTHER = "other", _("something else")


class DocumentSource(TextChoices):
    """Who gave us a document."""

    HOUSEHOLD = "household", _("the household")
    LANDLORD = "landlord", _("the landlord")
    AUTHORITY = "authority", _("a municipality or court")
    AGENCY = "agency", _("another organisation")
    OURSELVES = "ourselves", _("ourselves")


class Keeping(TextChoices):
    """How long a document stays; `months` is None for as long as the file itself."""

    FILE = "file", _("as long as the file")
    YEAR = "year", _("a year")
    HALF_YEAR = "half_year", _("half a year")
    MONTH = "month", _("a month")

    @property
    def months(self) -> int | None:
        return {"year": 12, "half_year": 6, "month": 1}.get(self.value)


class Skill(TextChoices):
    """What somebody may be asked about as a specialist (Samen DOEN 2016, 1.3)."""

    MONEY = "money", _("income and debts")
    YOUTH = "youth", _("children and parenting")
    VIOLENCE = "violence", _("domestic violence")
    DISABILITY = "disability", _("mild intellectual disability")
    PSYCHIATRY = "psychiatry", _("psychiatry")
    ADDICTION = "addiction", _("addiction")
    HOMELESS = "homeless", _("homelessness")
    WELFARE = "welfare", _("neighbourhood and meeting people")


class Shown(TextChoices):
    """What of the file whoever asks may show with a question."""

    PEOPLE = "people", _("Who lives here, without names")
    SITUATION = "situation", _("What is going on")
    NEED = "need", _("What the household wants")
    RISK = "risk", _("What worries us")
    ACUTE = "acute", _("What presses now")


class ConsultEvent(TextChoices):
    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class BreakthroughState(TextChoices):
    """What a team leader says to a worker who is stuck."""

    ASKED = "asked", _("waits for the team leader")
    GO = "go", _("go ahead, I stand behind you")
    MINE = "mine", _("I take it up myself")
    OTHERWISE = "otherwise", _("try it in another way")
    NOT_NOW = "not_now", _("this cannot be done now")


#: What can be answered.
LEADER_ANSWERS = tuple(state for state in BreakthroughState if state != BreakthroughState.ASKED)


class SafetyStep(TextChoices):
    """The five steps of the meldcode huiselijk geweld en kindermishandeling; none waits for another."""

    SIGNS = "signs", _("What we see and hear")
    CONSULT = "consult", _("Asked, without names")
    TALK = "talk", _("Talked with the people themselves")
    WEIGH = "weigh", _("Weighed")
    DECIDE = "decide", _("Decided")


class SafetyChoice(TextChoices):
    REPORT = "report", _("report to Veilig Thuis")
    BOTH = "both", _("report, and help ourselves")
    HELP = "help", _("help ourselves, no report")
    NOTHING = "nothing", _("no report and no help needed")

    @property
    def reports(self) -> bool:
        return self in {SafetyChoice.REPORT, SafetyChoice.BOTH}


class Purpose(TextChoices):
    """What a case is brought to the team for (Samen DOEN 2016, 1.11)."""

    TEST = "test", _("hold a direction against the light")
    WIDEN = "widen", _("find more ways")


class Heard(TextChoices):
    """Whether the household spoke along (Outreachend besturen 2012, F11)."""

    PRESENT = "present", _("it was there")
    BEFORE = "before", _("we asked it beforehand")
    NOT_HEARD = "not_heard", _("not this time")


class MemberKind(TextChoices):
    """Who sits at a neighbourhood table."""

    INFORMAL = "informal", _("initiative or volunteers")
    FORMAL = "formal", _("organisation with professionals")


class OfferKind(TextChoices):
    OFFER = "offer", _("offers")
    REQUEST = "request", _("asks for")
