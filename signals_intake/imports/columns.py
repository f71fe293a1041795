"""Our field names, what each holds, and how suppliers call them.

A mapping goes from a supplier's header to our field. Headers are compared without case and spaces. Whatever a mapping
does not name is surplus and never read: the law lets a landlord pass on contact data and the amount, no more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from signals_intake.imports import cells
from signals_intake.imports.cells import CellValue

SHORT: Final = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row: how its cell is read, and the words suppliers use for it (squashed to letters and digits)."""

    name: str
    parse: Callable[[CellValue], Any]
    synonyms: tuple[str, ...] = ()
    required: bool = False
    empty: object = None  # what an absent column gives
    limit: int | None = None  # characters


def _text(name: str, limit: int, *synonyms: str, required: bool = False) -> Field:
    return Field(name, partial(cells.parse_text, limit=limit), synonyms, required=required, empty="", limit=limit)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIELDS: Final = (
    Field(
        "contract",
        partial(cells.parse_contract, limit=40),
        _words(
            "contract contractnr contractnummer contractid contractno contractnumber huurcontract huurcontractnr"
            " huurcontractnummer huurovereenkomst relatienummer relatienr klantnummer klantnr debiteurnummer debiteurnr"
            " debiteur huurdernummer huurdernr overeenkomstnummer tenancyid"
        ),
        required=True,
        empty="",
        limit=40,
    ),
    _text(
        "name",
        SHORT,
        *_words(
            "name naam huurder naamhuurder hoofdhuurder naamhoofdhuurder contractant naamcontractant tenant tenantname"
            " fullname initialssurname volledigenaam debiteurnaam klantnaam"
        ),
        required=True,
    ),
    Field(
        "birth_date",
        cells.parse_date,
        _words("birthdate dateofbirth dob born geboortedatum gebdatum geboren gebdat geboortedat"),
    ),
    _text("street", SHORT, *_words("street streetname straat straatnaam openbareruimte")),
    Field(
        "house_number",
        cells.parse_house_number,
        _words("housenumber houseno huisnummer huisnr hnr number huisnum"),
    ),
    Field(
        "house_letter",
        partial(cells.parse_addition, limit=10),
        _words("houseletter huisletter letter"),
        empty="",
        limit=10,
    ),
    Field(
        "addition",
        partial(cells.parse_addition, limit=20),
        _words(
            "addition toev toevoeging huisnummertoevoeging huisnrtoev huisnrtoevoeging housenumberaddition suffix"
            " huistoevoeging"
        ),
        empty="",
        limit=20,
    ),
    _text("address", SHORT, *_words("address adres straatenhuisnummer adresregel adresregel1 woonadres vhe")),
    Field(
        "postcode",
        cells.parse_postcode,
        _words("postcode postalcode zip zipcode pc postkode"),
        required=True,
        empty="",
    ),
    _text("city", 100, *_words("city town plaats woonplaats plaatsnaam")),
    Field(
        "phone",
        partial(cells.parse_phone, limit=40),
        _words(
            "phone phonenumber telephone mobile mobilephone telefoon telefoonnummer telnr tel mobiel gsm telefoonnr"
        ),
        empty="",
        limit=40,
    ),
    Field(
        "email",
        partial(cells.parse_email, limit=254),
        _words("email emailaddress mail emailadres mailadres"),
        empty="",
        limit=254,
    ),
    Field(
        "balance",
        cells.parse_amount,
        _words(
            "balance balancedue arrears amountdue outstanding achterstand huurachterstand saldo openstaand"
            " openstaandbedrag openstaandsaldo bedragachterstand achterstandbedrag totaleachterstand schuld huurschuld"
        ),
        required=True,
    ),
    Field(
        "rent",
        cells.parse_amount,
        _words("rent monthlyrent huur huurpm maandhuur nettohuur huurprijs brutohuur huurpermaand huurbedrag"),
    ),
    Field(
        "months_reported",
        cells.parse_months,
        _words("months monthsinarrears mnd maanden aantalmaanden aantalmnd maandenachterstand achterstandmaanden"),
    ),
    Field(
        "oldest_unpaid_on",
        cells.parse_date,
        _words("oldestunpaid oldestunpaidon oldestduedate oudstepost oudstevordering oudstevervaldatum vervaldatum"),
    ),
    Field(
        "reminder_on",
        cells.parse_date,
        _words(
            "reminder reminderon remindersenton lastreminder herinnering laatsteherinnering herinneringverstuurd"
            " datumherinnering aanmaning laatsteaanmaning"
        ),
    ),
    Field(
        "personal_contact",
        cells.parse_boolean,
        _words("personalcontact persoonlijkcontact persoonlijkcontactgezocht contactgezocht"),
    ),
    Field(
        "help_offered",
        cells.parse_boolean,
        _words(
            "helpoffered debthelpoffered gewezenophulp doorverwezenshv schuldhulpaangeboden hulpaangeboden"
            " gewezenopschuldhulp schuldhulpverlening"
        ),
    ),
    Field(
        "objection",
        cells.parse_boolean,
        _words("objection objects bezwaar bezwaarhuurder bezwaargemaakt"),
    ),
    Field(
        "arrangement",
        cells.parse_boolean,
        _words("arrangement paymentplan paymentarrangement betalingsregeling regeling regelingactief betaalregeling"),
    ),
    Field(
        "legal_person",
        cells.parse_boolean,
        _words("legalperson company rechtspersoon zakelijk bedrijf"),
    ),
    Field(
        "other_claims",
        cells.parse_amount,
        _words("otherclaims overigevorderingen overigekosten anderevorderingen"),
    ),
    Field(
        "balance_includes_other",
        cells.parse_boolean,
        _words("balanceincludesother inclusiefoverig saldoinclusiefoverig inclusiefkosten"),
    ),
    _text("bailiff_stage", 100, *_words("bailiffstage fasedeurwaarder deurwaarder deurwaardersfase")),
    _text("earlier_contact", SHORT, *_words("earliercontact eerdercontact contacthistorie laatstecontact")),
    _text("payment_pattern", SHORT, *_words("paymentpattern betaalgedrag betaalpatroon")),
    Field("bailiff_costs", cells.parse_amount, _words("bailiffcosts deurwaarderskosten kostendeurwaarder")),
)

FIELDS: Final[dict[str, Field]] = {field.name: field for field in _FIELDS}
NEEDED: Final = ("contract", "name", "birth_date", "postcode", "balance")  # and house_number or address

PRESETS: Final[dict[str, dict[str, str]]] = {
    "kade": {
        "Contractnr": "contract",
        "Huurder": "name",
        "Geb.datum": "birth_date",
        "Straat": "street",
        "Huisnr": "house_number",
        "Toev.": "addition",
        "Postcode": "postcode",
        "Plaats": "city",
        "Telefoon": "phone",
        "Achterstand (€)": "balance",
        "Huur p/m": "rent",
        "Mnd": "months_reported",
        "Laatste herinnering": "reminder_on",
        "Betalingsregeling": "arrangement",
        "Persoonlijk contact": "personal_contact",
        "Doorverwezen SHV": "help_offered",
        "Bezwaar": "objection",
    },
    "oost": {
        "Relatienummer": "contract",
        "Naam hoofdhuurder": "name",
        "Geboren": "birth_date",
        "Adres": "address",
        "Postcode": "postcode",
        "Woonplaats": "city",
        "E-mail": "email",
        "Saldo": "balance",
        "Nettohuur": "rent",
        "Aantal maanden": "months_reported",
        "Regeling actief": "arrangement",
        "Herinnering verstuurd": "reminder_on",
        "Persoonlijk contact gezocht": "personal_contact",
        "Gewezen op hulp": "help_offered",
        "Bezwaar huurder": "objection",
    },
    "rivier": {
        "contract_id": "contract",
        "initials_surname": "name",
        "date_of_birth": "birth_date",
        "street": "street",
        "house_number": "house_number",
        "house_number_addition": "addition",
        "postal_code": "postcode",
        "city": "city",
        "mobile": "phone",
        "email": "email",
        "balance_due": "balance",
        "monthly_rent": "rent",
        "payment_plan": "arrangement",
        "reminder_sent_on": "reminder_on",
        "personal_contact": "personal_contact",
        "debt_help_offered": "help_offered",
        "objection": "objection",
    },
}

_BY_SYNONYM: Final = {word: field.name for field in _FIELDS for word in (*field.synonyms, field.name.replace("_", ""))}


def squash(header: str) -> str:
    """Give the form in which headers are compared: case, spaces and an invisible byte-order mark do not count."""
    return "".join(header.casefold().replace("\ufeff", "").split())


def squashed(mapping: Mapping[str, str]) -> dict[str, str]:
    """Give a mapping by compared header."""
    return {squash(header): field for header, field in mapping.items()}


def columns_of(headers: Iterable[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Give the place of each mapped field; of two columns for one field the first counts."""
    wanted = squashed(mapping)
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        if field := wanted.get(squash(header)):
            places.setdefault(field, place)
    return places


def missing_fields(fields: Iterable[str]) -> list[str]:
    """Name the fields without which no row can be accepted."""
    present = set(fields)
    missing = [name for name in NEEDED if name not in present]
    if not present & {"house_number", "address"}:
        missing.append("house_number")
    return missing


def suggest(headers: list[str]) -> dict[str, str]:
    """Guess a mapping for a new supplier from the words in its headers; a person confirms it before it is used."""
    found: dict[str, str] = {}
    for header in headers:
        word = "".join(c for c in header.casefold() if c.isalnum())
        field = _BY_SYNONYM.get(word)
        if field and field not in found.values():
            found[header] = field
    return found
