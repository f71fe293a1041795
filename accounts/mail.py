"""E-mail leaves like everything else: written in the transaction that asks for it, sent by a task after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import Mail
from accounts.outbox import publish

if TYPE_CHECKING:
    from collections.abc import Sequence


class OutboxBackend(BaseEmailBackend):
    """Django's way to send mail, for libraries too: what they send is undone with the transaction they send it in.

    Takes plain text only; attachments and other forms of the text are refused with ValueError.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments or getattr(message, "alternatives", None):
                raise ValueError("only plain text leaves by mail")
            for to in message.recipients():
                mail = Mail.objects.create(to=to, subject=str(message.subject), text=str(message.body))
                publish("mail.written", mail_id=mail.pk)
        return len(email_messages)


def send_mail(*, mail_id: int) -> None:
    """Send what was written, and forget what it said. A worker that dies in between sends it once more."""
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.sent_at is not None:
        return
    carrier = get_connection(settings.MAIL_CARRIER)
    EmailMessage(mail.subject, mail.text, to=[mail.to], connection=carrier).send()
    mail.to, mail.text, mail.sent_at = "", "", timezone.now()
    mail.save(update_fields=["to", "text", "sent_at"])
