"""From the upload form of page and API to a staged delivery."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from signals_intake.imports.staging import DeliveryRefused, receive_delivery

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from signals_intake.forms.deliveries import UploadForm
    from signals_intake.imports.staging import Received


def receive_upload(*, form: UploadForm, supplier: Organisation, by: User) -> Received | None:
    """Stage the list; None where something is wrong, and then the form says what. The file is gone afterwards."""
    if not form.is_valid():
        return None
    with closing(form.cleaned_data["file"]) as file:
        try:
            return receive_delivery(
                supplier=supplier,
                path=Path(file.temporary_file_path()),
                file_name=file.name,
                as_of=form.cleaned_data["as_of"],
                by=by,
            )
        except DeliveryRefused as refusal:
            form.refuse(refusal.code, refusal.columns)
    return None
