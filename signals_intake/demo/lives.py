"""Who lives behind the doors of the demo city, what they want and what we see; so that each file is somebody's."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cases.enums import Language, PersonRole, StatementKind, Visibility
from cases.services.household import Member, describe_household
from cases.services.note import add_note
from cases.services.story import tell_story
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Case


class Life(NamedTuple):
    """What is going on, what they want in their own words, what is strong; who else is there; and a note of ours."""

    situation: str
    need: str
    strength: str
    others: tuple[tuple[str, PersonRole, int], ...]  # first name, who it is, years old; nobody under age
    wish: str
    languages: tuple[Language, ...]
    note: str
    visibility: Visibility = Visibility.TEAM


R, V, T = PersonRole, Visibility, Language
#: By the outcome of the visit, as the stories have it: a stack of post, a lost job, an arrangement, one's own way.
LIVES = {
    "post": [
        Life("Drie maanden geen post geopend sinds het overlijden van haar man. Het inkomen komt binnen, de huur gaat er niet meer af.", "Ik wil dat die stapel weg is voor de kerst.", "Kookt elke dag zelf. Haar broer belt op zondag.", (), "Bellen na tienen, niet appen", (T.DUTCH,), "De machtiging bij de bank liep op naam van haar man. Samen naar de balie."),
        Life("Twee banen, wisselend loon. De toeslag is teruggevorderd en toen schoof alles op.", "Ik werk hard genoeg. Ik wil het één keer goed hebben.", "Komt elke afspraak na. Legt alle brieven klaar.", (("Latifa", R.MEMBER, 36),), "Appen mag altijd", (T.DUTCH, T.ARABIC), "Loonstroken van drie maanden liggen klaar voor de aanvraag."),
        Life("Ziek thuis, de uitkering is nog niet rond. Leeft van wat een vriend voorschiet.", "Eerst rust. Dan zoek ik zelf wel werk.", "Zegt het eerlijk als iets niet lukt.", (), "Langskomen mag, bellen liever niet", (T.DUTCH, T.PAPIAMENTO), "Slaapt slecht. Huisarts weet ervan, wij bellen niet zonder overleg.", V.CARE),
    ],
    "job": [
        Life("Contract niet verlengd in maart, daarna uitgesteld met bellen. WW loopt nu, de achterstand staat nog.", "Ik wil niet dat mijn moeder hiervan hoort.", "Solliciteert elke week. Heeft de auto al verkocht.", (("Ana", R.PARTNER, 33),), "’s Avonds na zeven uur", (T.DUTCH, T.PORTUGUESE), "Wil een bedrag dat hij echt kan betalen. € 60 lukt, € 100 niet."),
        Life("Eigen zaak gestopt. De administratie ligt bij een boekhouder die niet terugbelt.", "Als iemand met me meegaat naar die boekhouder, komt het goed.", "Kent iedereen in de straat.", (), "Bellen, ook overdag", (T.DUTCH, T.TURKISH), "De boekhouder wil eerst betaald worden. In het team bespreken."),
    ],
    "arrangement": [
        Life("De regeling loopt en wordt betaald. Spannend is de eindafrekening van de energie in januari.", "Zo kan ik het volhouden.", "Zet elke maand zelf het geld opzij.", (("Sanne", R.MEMBER, 34),), "Mail via haar zus", (T.DUTCH,), "Afgesproken: wij bellen in de week na de eindafrekening."),
        Life("Betaalt weer op tijd sinds het salaris van zijn broer erbij is. De schuld bij de zorgverzekeraar staat nog open.", "We doen het met z’n drieën. Dat is genoeg.", "De broer houdt alles bij in een schrift.", (("Moussa", R.MEMBER, 26), ("Awa", R.PARTNER, 37)), "Liefst de broer bellen", (T.FRENCH, T.DUTCH), "Zorgverzekeraar wil een regeling als wij meeschrijven."),
    ],
    "alone": [
        Life("Wil het met zijn broer oplossen. Een lening binnen de familie is rond, de bank moet nog tekenen.", "Laat ons maar even. Ik bel als het niet lukt.", "Broer woont om de hoek en doet de papieren.", (), "Eén keer per maand bellen", (T.DUTCH,), "De broer mag ons bellen, dat is zo afgesproken."),
        Life("Schaamt zich voor de buren. Betaalt contant en raakt de bonnetjes kwijt.", "Ik heb nog nooit iets gevraagd, nu ook niet.", "Houdt van orde, als iemand helpt beginnen.", (("Jozef", R.MEMBER, 58),), "Een kaartje, geen telefoon", (T.POLISH, T.DUTCH), "Kaartje in het Pools achtergelaten. Deur ging op een kier."),
    ],
    "asked": [
        Life("Kwam zelf of werd gestuurd, en vindt dat moeilijk. De huur is maar één van de rekeningen.", "Ik wil overzicht. Nu lig ik er wakker van.", "Heeft zelf de eerste stap gezet.", (), "Bellen tussen de middag", (T.DUTCH,), "Volgende keer alle enveloppen op tafel, ook de dichte."),
        Life("Veel ruzie om geld, en sinds kort rustiger. Samen eten lukt weer.", "Dat we weer kunnen praten zonder schreeuwen.", "Gaan samen naar de sportschool in de buurt.", (("Priya", R.PARTNER, 29),), "Altijd allebei aanspreken", (T.DUTCH, T.ENGLISH), "De wijkagent komt alleen als zij zelf bellen."),
        Life("Komt nauwelijks buiten sinds de val op de trap. De post haalt een buurvrouw op.", "Ik mis de markt.", "De buurvrouw komt elke dag even.", (), "Langskomen; de bel doet het niet, klop op het raam", (T.DUTCH, T.SRANAN), "Een rollator ligt klaar bij de wijkverpleging."),
    ],
}  # fmt: skip
#: From the talk at the door to what was written down about it.
LATER = timedelta(days=2)


def tell_life(*, case: Case, outcome: str, on: date, by: User) -> None:
    """Write down in the file of a household who lives there and what matters; the same for ever, whatever the day."""
    lives = LIVES[outcome]
    life = lives[case.pk % len(lives)]
    with dates.fixed_today(min(on + LATER, dates.today()), time(13, case.pk % 60)):
        tell_story(
            case=case, by=by,
            said={
                StatementKind.SITUATION: life.situation,
                StatementKind.NEED: life.need,
                StatementKind.STRENGTH: life.strength,
            },
        )  # fmt: skip
        others = [
            Member(uuid=None, name=name, role=role, birth_date=dates.add_months(dates.today(), -12 * years - 5))
            for name, role, years in life.others
        ]
        profile = {"contact_wish": life.wish, "languages": list(life.languages)}
        describe_household(case=case, profile=profile, members=others, by=by)
        add_note(case=case, text=life.note, visibility=life.visibility, by=by)
