"""The words of letting go: the national end results, our own outcomes, the questions before a case ends."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EndResult(TextChoices):
    """National end results of a case (DDAS vroegsignalering); the stored code is ours, `national` gives theirs."""

    REPEATED = "repeated", _("not picked up: repeated report")
    UNJUSTIFIED = "unjustified", _("not picked up: unjustified signal")
    NOT_PICKED_UP = "not_picked_up", _("not picked up: another reason")
    DECEASED = "deceased", _("the resident died")
    NOT_RESIDENT = "not_resident", _("does not live in the municipality (any more)")
    KNOWN = "known", _("known to debt help already")
    OTHER_HELP = "other_help", _("has other help already")
    NO_CONTACT = "no_contact", _("definitely no contact")
    LOST_CONTACT = "lost_contact", _("no answer after earlier contact")
    SELF = "self", _("sorts it out alone or needs no help from us")
    SELF_PAID = "self_paid", _("paid or made an arrangement alone")
    QUICK_FIX = "quick_fix", _("(budget) advice or quick fix")
    MONEY = "money", _("further help or referral, about money")
    REFERRED = "referred", _("referral without consent")
    NOT_MONEY = "not_money", _("further help or referral, not about money")

    @property
    def national(self) -> str:
        """The name in version 1.0 of the national delivery."""
        return {
            "repeated": "Niet opgepakt: herhaalde melding",
            "unjustified": "Niet opgepakt: onterecht signaal",
            "not_picked_up": "Niet opgepakt: andere reden",
            "deceased": "Inwoner is overleden",
            "not_resident": "Persoon is geen inwoner (meer) in de gemeente",
            "known": "Inwoner al bekend bij schuldhulpverlening",
            "other_help": "Inwoner heeft al een ander lopend traject",
            "no_contact": "Definitief geen contact kunnen krijgen",
            "lost_contact": "Geen reactie na eerder contact",
            "self": "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
            "self_paid": "Inwoner heeft zelf al betaald/betalingsregeling getroffen",
            "quick_fix": "(Budget)advies en/of quick fix",
            "money": "Vervolghulp en/of verwijzing financieel",
            "referred": "Verwijzing zonder toestemming",
            "not_money": "Vervolghulp en/of verwijzing niet financieel",
        }[self.value]


class SortedBy(TextChoices):
    """Who takes care of it now: the second of the three plain questions that lead to the end result."""

    HOUSEHOLD = "household", _("the household itself")
    TOGETHER = "together", _("we did it together")
    HELPED_ALREADY = "helped_already", _("others, who helped before us")
    OTHERS = "others", _("others, whom we found together")


class About(TextChoices):
    """What the help was about: the third of the three questions. The first is whether there was a conversation."""

    MONEY = "money", _("money")
    OTHER = "other", _("something else")


class WhyNot(TextChoices):
    """Why a case is not picked up. The first four have a national code of their own, the rest is *another reason*."""

    REPEATED = "repeated", _("the same report again, the arrears did not rise")
    BELOW_THRESHOLD = "below_threshold", _("less is owed than was agreed to report")
    WRONG_AGE = "wrong_age", _("the debt is too young or too old to report")
    LEGAL_PERSON = "legal_person", _("the tenant is an organisation")
    DETENTION = "detention", _("the tenant is detained")
    NO_RESIDENCE = "no_residence", _("the tenant may not stay in the country")
    EXCLUSION_LIST = "exclusion_list", _("on the list of who is not approached")
    NO_STAFF = "no_staff", _("there is nobody to go")
    OTHER = "other", _("another reason")


#: The only grounds on which a signal is called unjustified (DDAS coding rules).
UNJUSTIFIED = frozenset({WhyNot.BELOW_THRESHOLD, WhyNot.WRONG_AGE, WhyNot.LEGAL_PERSON})


class MovedTo(TextChoices):
    """Where a household went. Moved within the municipality is picked up: that case goes on."""

    ELSEWHERE = "elsewhere", _("another municipality")
    UNKNOWN = "unknown", _("nobody knows where")


class CaseOutcome(TextChoices):
    """What came of it, several at once; the codes of Samen DOEN 2016 (section 3). Not worse is a success."""

    EVICTION_PREVENTED = "eviction_prevented", _("the home was kept")
    STABILITY = "stability", _("rest in the family")
    SELF_RELIANCE = "self_reliance", _("more done with own strength")
    CHILD_AT_HOME = "child_at_home", _("a child stayed at home")
    FAMILY_TIES = "family_ties", _("family ties restored")
    CONFIDENCE = "confidence", _("more self-confidence")
    DEBT_HELP = "debt_help", _("led to debt help")
    NOT_WORSE = "not_worse", _("it did not get worse")
    NO_ESCALATION = "no_escalation", _("it did not get out of hand")
    LESS_STRESS = "less_stress", _("less stress")
    VIOLENCE_PREVENTED = "violence_prevented", _("violence prevented")
    FINANCIAL_STABILITY = "financial_stability", _("money in balance")
    FUNCTIONING = "functioning", _("support with daily life")


class ClosingState(TextChoices):
    ASKED = "asked", _("asked")
    DONE = "done", _("let go")
    NOT_YET = "not_yet", _("not yet")


class CheckQuestion(TextChoices):
    """Looked at several times before a guided household is let go (Samen DOEN 2016, 1.2 phase 7)."""

    SOLVED = "solved", _("Is the question solved?")
    SELF_RELIANT = "self_reliant", _("Does the household manage, or does it look that way?")
    WANTS_TO_STOP = "wants_to_stop", _("Does the household want to stop?")
    GOES_WRONG = "goes_wrong", _("Does something go wrong if I step out?")


class CheckAnswer(TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    DOUBT = "doubt", _("in doubt")


class Unchecked(TextChoices):
    """Why a case ends while one of the four questions is open: one tap."""

    TEAM = "team", _("talked over in the team")
    NETWORK = "network", _("their own people or volunteers are there")
    HOUSEHOLD = "household", _("the household decided so")
    NOT_FITTING = "not_fitting", _("the question does not fit here")


class LookingBack(TextChoices):
    """How a household looks back, on one of the few questions."""

    YES = "yes", _("yes")
    SOMEWHAT = "somewhat", _("somewhat")
    NO = "no", _("no")


class AnsweredOn(TextChoices):
    TABLE = "table", _("at the table")
    PAPER = "paper", _("on paper")
    LINK = "link", _("by a link")


class Becomes(TextChoices):
    """What becomes of something that is still open when a household is let go."""

    DONE = "done", _("done")
    DROPPED = "dropped", _("no longer needed")
    GOES_ON = "goes_on", _("somebody goes on with it")
