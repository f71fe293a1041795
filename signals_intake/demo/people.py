"""The demo city's organisations, people and agreements. Everybody is invented."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.demo import DEMO_PASSWORD
from accounts.enums import OrganisationKind, Role
from accounts.models import Area, Covenant, Membership, Organisation, Team, User
from signals_intake.imports.columns import PRESETS
from signals_intake.models import ColumnMapping, SupplierAgreement

FROM = date(2020, 1, 1)
ORGANISATIONS = {
    "raakvlak": (OrganisationKind.AGENCY, "Raakvlak"),
    "kade": (OrganisationKind.CORPORATION, "Woonstichting De Kade"),
    "oost": (OrganisationKind.CORPORATION, "Woningcorporatie Oostvoort"),
    "rivier": (OrganisationKind.CORPORATION, "Rivierwonen"),
    "vanrijn": (OrganisationKind.BAILIFF, "Van Rijn en Smit gerechtsdeurwaarders"),
    "burenhulp": (OrganisationKind.VOLUNTEERS, "Burenhulp Oost"),
    "thuisfonds": (OrganisationKind.FUNDER, "Thuisfonds"),
    "hogeschool": (OrganisationKind.RESEARCH, "Lectoraat Outreachend werken"),
}
#: Team -> postcodes; together all of 1000-1109.
TEAMS = {"Oost": [(1086, 1109)], "Centrum en West": [(1000, 1085)]}


class Someone(NamedTuple):
    name: str
    role: Role
    organisation: str
    team: str = ""

    @property
    def email(self) -> str:
        first = self.name.split()[0].lower().translate(str.maketrans("çéë", "cee"))
        return f"{first}@demo.example.org"


PEOPLE = [
    Someone("Samira El Idrissi", Role.DEBT_COUNSELLOR, "raakvlak", "Oost"),
    Someone("Joost van Dalen", Role.SOCIAL_WORKER, "raakvlak", "Oost"),
    Someone("Ingrid Postma", Role.TEAM_LEADER, "raakvlak", "Oost"),
    Someone("Marleen Kok", Role.HOUSING_CONSULTANT, "kade"),
    Someone("Peter Blom", Role.UPLOADER, "kade"),
    Someone("Anouk Visser", Role.HOUSING_CONSULTANT, "oost"),
    Someone("Hans Mulder", Role.UPLOADER, "oost"),
    Someone("Fatma Çelik", Role.HOUSING_CONSULTANT, "rivier"),
    Someone("Noor Smeets", Role.UPLOADER, "rivier"),
    Someone("Farid Amrani", Role.MANAGER, "raakvlak"),
    Someone("Dewi Sastro", Role.DEBT_COUNSELLOR, "raakvlak", "Centrum en West"),
    Someone("Ruben Achterberg", Role.SOCIAL_WORKER, "raakvlak", "Centrum en West"),
    Someone("Karin de Boer", Role.TEAM_LEADER, "raakvlak", "Centrum en West"),
    Someone("Yara Linden", Role.TEAM_ASSISTANT, "raakvlak", "Oost"),
    Someone("Bas Hoekstra", Role.TRAINEE, "raakvlak", "Oost"),
    Someone("Gerda Willems", Role.EXPERT_BY_EXPERIENCE, "raakvlak", "Oost"),
    Someone("Wil Hendriks", Role.CONFERENCE_COORDINATOR, "raakvlak"),
    Someone("Koos Brand", Role.VOLUNTEER, "burenhulp"),
    Someone("Mieke Jacobs", Role.VOLUNTEER_ORGANISATION, "burenhulp"),
    Someone("Victor van Rijn", Role.BAILIFF, "vanrijn"),
    Someone("Frida Maas", Role.FUNDER, "thuisfonds"),
    Someone("Rosa Timmer", Role.RESEARCHER, "hogeschool"),
    Someone("Daan Kuipers", Role.DATA_STEWARD, "raakvlak"),
    Someone("Paula Okafor", Role.PRIVACY_OFFICER, "raakvlak"),
    Someone("Theo Bakker", Role.ADMINISTRATOR, "raakvlak"),
]


@transaction.atomic
def make_city() -> None:
    """Make what the demo stands on. What is there already stays as it is."""
    organisations = {
        code: Organisation.objects.get_or_create(code=code, defaults={"kind": kind, "name": name})[0]
        for code, (kind, name) in ORGANISATIONS.items()
    }
    agency = organisations["raakvlak"]
    teams = {name: Team.objects.get_or_create(organisation=agency, name=name)[0] for name in TEAMS}
    covenant, _ = Covenant.objects.get_or_create(
        agency=agency, name="Vroeg Eropaf", defaults={"valid_from": FROM, "visits_per_week": 24}
    )
    for name, ranges in TEAMS.items():
        for low, high in ranges:
            Area.objects.get_or_create(
                covenant=covenant, postcode_from=low, defaults={"postcode_until": high, "team": teams[name]}
            )
    for code, preset in PRESETS.items():
        _make_supplier(organisations[code], covenant, preset)
    password = make_password(DEMO_PASSWORD)
    for someone in PEOPLE:
        _make_person(someone, organisations, teams, password)


def _make_supplier(supplier: Organisation, covenant: Covenant, preset: dict[str, str]) -> None:
    SupplierAgreement.objects.get_or_create(
        supplier=supplier, covenant=covenant, defaults={"valid_from": FROM, "mandate": "Demo"}
    )
    ColumnMapping.objects.get_or_create(supplier=supplier, defaults={"name": "standaard", "columns": preset})


def _make_person(
    someone: Someone, organisations: dict[str, Organisation], teams: dict[str, Team], password: str
) -> None:
    user, is_new = User.objects.get_or_create(
        email=someone.email, defaults={"name": someone.name, "password": password, "phone": "020 555 01 42"}
    )
    if not is_new:
        return
    EmailAddress.objects.create(user=user, email=someone.email, verified=True, primary=True)
    Membership.objects.create(
        user=user, organisation=organisations[someone.organisation], team=teams.get(someone.team), role=someone.role,
        since=FROM,
    )  # fmt: skip
