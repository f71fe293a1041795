"""What suppliers read where a code stands: what is wrong, and how to mend it. Never a value: values are personal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise


class RowMessage(NamedTuple):
    wrong: _StrPromise
    mend: _StrPromise


#: Why a list as a whole is not taken: codes of DeliveryRefused, FileError among them.
FILE_MESSAGES: Final[dict[str, _StrPromise]] = {
    "not_a_list": _("We cannot read this file as a list. Save it as CSV or Excel (.xlsx) and deliver it again."),
    "too_large": _("This file is too large: at most 25 MB. Take away columns that are not needed, or deliver CSV."),
    "encoding": _("Some letters in this file are damaged. Save it again as CSV UTF-8 or as Excel (.xlsx)."),
    "empty": _("There are no rows in this file. Check whether it is the right one."),
    "header_missing": _("We do not find the row with the names of your columns. Put it above the first tenant."),
    "columns_missing": _(
        "A column is missing. We need at least contract number, name, birth date, postcode, house number and amount "
        "owed, with the names that your columns always have."
    ),
    "password_protected": _("This file has a password. Save it without one and deliver it again."),
    "too_many_columns": _("This file has too many columns, or a line without end. Take away what is not needed."),
    "too_many_errors": _(
        "There are too many mistakes in this list to name them all. Check whether every column stands below its own "
        "name, and deliver it again."
    ),
    "unpacked_too_large": _("This workbook is too large inside. Save the list alone in a new workbook, or as CSV."),
    "as_of_missing": _("Your list does not say of which date it is. Fill in the date and choose the file again."),
    "as_of_differs": _(
        "Your list names another date than you filled in. Leave the date empty, or deliver the right list."
    ),
    "no_agreement": _("There is no agreement to deliver for this date. Check the date, or ask the team."),
}  # fmt: skip

MISSING_COLUMNS: Final = _(
    "We do not find these columns: %(columns)s. Give them the names that your lists always have."
)

#: Why a confirmed list was not processed: codes of its job.
JOB_MESSAGES: Final[dict[str, _StrPromise]] = {
    "no_agreement": FILE_MESSAGES["no_agreement"],
    "gave_up": _("Processing stopped several times. Nothing of your list counts yet. Try once more, or tell us."),
}
OTHER_JOB_MESSAGE: Final = _("Something went wrong on our side. Nothing of your list counts yet. Try once more.")

ROW_MESSAGES: Final[dict[str, RowMessage]] = {
    "missing_value": RowMessage(_("Nothing is filled in"), _("Fill in this column")),
    "invalid_date": RowMessage(_("This is not an existing day"), _("Write day, month, year, as in 28-02-1961")),
    "future_date": RowMessage(_("This day is still to come"), _("Write the day on which it happened")),
    "invalid_amount": RowMessage(_("This is not an amount"), _("Write only digits and a comma, as in 1.045,10")),
    "ambiguous_amount": RowMessage(
        _("The amount can be read in two ways"), _("Write the cents as well, as in 1.045,00")
    ),
    "invalid_number": RowMessage(_("This is not a complete number"), _("Write it out in full, as text")),
    "invalid_postcode": RowMessage(_("This is not a postcode"), _("Write 4 digits and 2 letters, as in 1092 GK")),
    "invalid_boolean": RowMessage(_("This is not a yes or a no"), _("Write J or N")),
    "too_long": RowMessage(
        _("There is more than fits here"), _("Check whether the cells of this row have moved, and shorten the text")
    ),
    "duplicate_contract": RowMessage(
        _("This contract number is in the list twice"), _("Keep one row for each contract")
    ),
    "no_arrears": RowMessage(_("Nothing is owed"), _("Nothing to mend: the row counts as paid")),
    "months_disagree": RowMessage(
        _("Amount, months and oldest date do not agree"),
        _("We count whole rents in the amount. Check the amount and the rent"),
    ),
}  # fmt: skip

#: What the law asks before a landlord passes anything on, as it is lacking in a row.
LACKING_LABELS: Final[dict[str, _StrPromise]] = {
    "objection": _("objection made, or not filled in"),
    "no_personal_contact": _("personal contact not sought, or not filled in"),
    "no_reminder": _("written reminder not filled in"),
    "no_help_offer": _("debt help not offered, or not filled in"),
}

#: Our fields as people call them.
FIELD_LABELS: Final[dict[str, _StrPromise]] = {
    "contract": _("Contract number"),
    "name": _("Name"),
    "birth_date": _("Birth date"),
    "street": _("Street"),
    "house_number": _("House number"),
    "house_letter": _("House letter"),
    "addition": _("Addition to the house number"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "balance": _("Amount owed"),
    "rent": _("Rent a month"),
    "months_reported": _("Months according to you"),
    "oldest_unpaid_on": _("Oldest unpaid date"),
    "reminder_on": _("Written reminder"),
    "personal_contact": _("Personal contact"),
    "help_offered": _("Debt help offered"),
    "objection": _("Objection"),
    "arrangement": _("Payment arrangement"),
    "legal_person": _("Not a private tenant"),
    "other_claims": _("Other claims"),
    "balance_includes_other": _("Amount includes other claims"),
    "bailiff_stage": _("Bailiff stage"),
    "earlier_contact": _("Your earlier contact"),
    "payment_pattern": _("Payment pattern"),
    "bailiff_costs": _("Bailiff costs"),
}


def file_message(code: str, columns: Sequence[str] = ()) -> str:
    """Say why a list is not taken, with the names of the columns that it lacks."""
    return str(MISSING_COLUMNS) % {"columns": ", ".join(columns)} if columns else str(FILE_MESSAGES[code])


def job_message(code: str) -> _StrPromise:
    return JOB_MESSAGES.get(code, OTHER_JOB_MESSAGE)
