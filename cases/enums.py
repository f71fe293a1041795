from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class ContactKind(TextChoices):
    """National contact kinds (DDAS vroegsignalering); the stored code is ours, `national` gives theirs."""

    VISIT = "visit", _("home visit")
    NOTE = "note", _("note under the door")
    PHONE = "phone", _("phone call")
    LETTER = "letter", _("letter")
    MESSAGE = "message", _("text message or chat")
    MAIL = "mail", _("e-mail")
    APPOINTMENT = "appointment", _("appointment at the office")

    @property
    def national(self) -> str:
        return {
            "visit": "Huisbezoek",
            "note": "Kaartje",
            "phone": "Telefoon",
            "letter": "Brief",
            "message": "SMS/Whatsapp",
            "mail": "Mail",
            "appointment": "Afspraak op locatie",
        }[self.value]


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
    CONSENT = "consent", _("May know that we help")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("May no longer know that we help")
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
    CONSULT = "consult", _("Advice of colleagues")
    BREAKTHROUGH = "breakthrough", _("Asked of the team leader")
    DECIDED = "decided", _("Decision")
    SAFETY = "safety", _("Safety")
    CASELOAD_TALK = "caseload_talk", _("Gone through with the team leader")
    WORKERS = "workers", _("Who works on it")


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


class ServiceArea(TextChoices):
    """Where a service works, seen from the teams that look for it."""

    AREA = "area", _("in our area")
    CITY = "city", _("the whole city")
    ELSEWHERE = "elsewhere", _("elsewhere")


class AgreedHow(TextChoices):
    """How the household said yes to what is handed over."""

    TALK = "talk", _("in a conversation")
    PHONE = "phone", _("by phone")
    WRITTEN = "written", _("in writing")


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

    @property
    def is_legal(self) -> bool:
        """The law's terms know no pause, and move off Sundays and holidays."""
        return self in {ClockKind.FIRST_CONVERSATION, ClockKind.URGENT_CONVERSATION}

    @property
    def is_countdown(self) -> bool:
        """Days that somebody else set: counted down in words on top of everything."""
        return self in {ClockKind.EVICTION, ClockKind.CUT_OFF}


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
