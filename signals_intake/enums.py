from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeliveryState(TextChoices):
    STAGED = "staged", _("to be checked")
    QUEUED = "queued", _("being processed")
    PROCESSED = "processed", _("processed")
    SUPERSEDED = "superseded", _("replaced by a newer list")


class ListStage(TextChoices):
    TWO_MONTH = "two_month", _("two-month list")
    THREE_MONTH = "three_month", _("three-month list")


class RowOutcome(TextChoices):
    """What became of a row on the list of its date; each row has exactly one."""

    LISTED = "listed", _("listed")
    LISTED_EARLIER = "listed_earlier", _("listed earlier in this episode")
    EXCLUDED = "excluded", _("excluded")
    NOT_DUE = "not_due", _("not due")


class Exclusion(TextChoices):
    """Why a row that the rule found must not be approached now; in the order in which they are tried."""

    OBJECTION = "objection", _("the tenant objected")
    NO_PERSONAL_CONTACT = "no_personal_contact", _("no personal contact sought yet")
    NO_REMINDER = "no_reminder", _("no written reminder yet")
    NO_HELP_OFFER = "no_help_offer", _("debt help not offered yet")
    LEGAL_PERSON = "legal_person", _("not a private tenant")
    DECEASED = "deceased", _("died")
    MOVED = "moved", _("moved away")
    PAYMENT_ARRANGEMENT = "payment_arrangement", _("payment arrangement is kept")
    AGREED_PATTERN = "agreed_pattern", _("agreed payment pattern")
    TRAJECTORY = "trajectory", _("help is running already")
    OPEN_CASE = "open_case", _("a case is open")
    DO_NOT_VISIT = "do_not_visit", _("asked not to be visited")
    POSTPONED = "postponed", _("postponed in the review")
    BELOW_MINIMUM = "below_minimum", _("below the minimum amount")
    OUTSIDE_AREA = "outside_area", _("outside the area")
    NO_AGREEMENT = "no_agreement", _("the agreement has lapsed")


#: The corporation reads the reason of an exclusion only where it is its own condition; else "not now".
SHOWN_TO_SUPPLIER = frozenset(
    {
        Exclusion.OBJECTION,
        Exclusion.NO_PERSONAL_CONTACT,
        Exclusion.NO_REMINDER,
        Exclusion.NO_HELP_OFFER,
        Exclusion.PAYMENT_ARRANGEMENT,
        Exclusion.BELOW_MINIMUM,
        Exclusion.OUTSIDE_AREA,
        Exclusion.NO_AGREEMENT,
    }
)


class Decision(TextChoices):
    VISIT = "visit", _("Visit")
    LIGHT_CONTACT = "light_contact", _("Light contact")
    NONE = "none", _("Nothing")
    POSTPONE = "postpone", _("Postpone")


#: Decisions after which somebody goes there, so that the report is picked up.
PICKED_UP = frozenset({Decision.VISIT, Decision.LIGHT_CONTACT})


class DepartureReason(TextChoices):
    """Why a decision departs from the proposal; text is optional."""

    SUDDEN = "sudden", _("Sudden change in paying")
    EARLIER_ATTEMPTS = "earlier_attempts", _("Earlier attempts without contact")
    SEVERAL_DEBTS = "several_debts", _("Several kinds of arrears")
    IN_TOUCH = "in_touch", _("One of us is in touch already")
    SMALL = "small", _("Will probably be paid soon")
    CAPACITY = "capacity", _("No room this week")
    OTHER = "other", _("Other")


class Answer(TextChoices):
    """What a supplier hears about its signal: a closed list of our own, never the content. No answer yet is empty."""

    IN_TREATMENT = "in_treatment", _("in treatment")
    NOT_PICKED_UP_REPEATED = "not_picked_up_repeated", _("not picked up: repeated")
    NOT_PICKED_UP_UNJUSTIFIED = "not_picked_up_unjustified", _("not picked up: unjustified")
    NOT_PICKED_UP_OTHER = "not_picked_up_other", _("not picked up: other")
    NOT_REACHED = "not_reached", _("not reached")
    REACHED_NO_HELP = "reached_no_help", _("reached, wants no help")
    REACHED_PAYS = "reached_pays", _("reached, pays or agreed an arrangement")
    REACHED_HELP = "reached_help", _("reached, help started")
    ENDED_OTHER = "ended_other", _("ended: other")


#: National end results (DDAS vroegsignalering v0.9, and the two that v1.0 renamed) as the supplier hears them. Known to
#: debt help, another trajectory, the kind of help, death and whoever was helped behind their back stay inside.
NATIONAL_RESULTS = {
    "Niet opgepakt: herhaalde melding": Answer.NOT_PICKED_UP_REPEATED,
    "Niet opgepakt: onterecht signaal": Answer.NOT_PICKED_UP_UNJUSTIFIED,
    "Niet opgepakt: andere reden": Answer.NOT_PICKED_UP_OTHER,
    "Inwoner is overleden": Answer.ENDED_OTHER,
    "Persoon is geen inwoner (meer) in de gemeente": Answer.ENDED_OTHER,
    "Inwoner al bekend bij schuldhulpverlening": Answer.ENDED_OTHER,
    "Inwoner heeft al een ander lopend traject": Answer.ENDED_OTHER,
    "Definitief geen contact kunnen krijgen": Answer.NOT_REACHED,
    "Geen reactie na eerder contact": Answer.ENDED_OTHER,
    "Inwoner hoeft geen hulp vanuit vroegsignalering": Answer.REACHED_NO_HELP,
    "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering": Answer.REACHED_NO_HELP,
    "Inwoner heeft zelf al betaald/betalingsregeling getroffen": Answer.REACHED_PAYS,
    "(Budget)advies en/of quick fix": Answer.REACHED_HELP,
    "Vervolghulp en/of verwijzing financieel": Answer.REACHED_HELP,
    "Vervolghulp en/of verwijzing niet financieel": Answer.REACHED_HELP,
    "Verwijzing zonder contact": Answer.ENDED_OTHER,
    "Verwijzing zonder toestemming": Answer.ENDED_OTHER,
}


class AgencySide(TextChoices):
    """All that people of a corporation see of what the agency knows."""

    VISIT_IS_FINE = "visit_is_fine", _("A visit is fine")
    NOT_NOW = "not_now", _("Not now")
    TOGETHER = "together", _("We go together, ask")
