"""Mail is written in the transaction that asks for it and leaves after it, through a worker."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from django.urls import reverse

from accounts.mail import send_mail as deliver
from accounts.models import Mail, OutboxMessage
from accounts.outbox import relay
from tests.factories.accounts import UserFactory
from tests.outreach.conftest import wait_for


@pytest.fixture(autouse=True)
def ours(settings) -> None:
    """The way out of the product; the tests' own one keeps what it is given."""
    settings.EMAIL_BACKEND = "accounts.mail.OutboxBackend"
    settings.MAIL_CARRIER = "django.core.mail.backends.locmem.EmailBackend"


def write(to: str = "alice@example.org") -> Mail:
    send_mail("Hallo", "Een regel tekst", None, [to])
    return Mail.objects.get(to=to)


def test_what_is_written_waits_in_the_outbox(db):
    written = write()

    assert (written.subject, written.text, mail.outbox) == ("Hallo", "Een regel tekst", [])
    assert OutboxMessage.objects.get().ids == {"mail_id": written.pk}


def test_a_mail_is_undone_with_its_transaction(committed_db):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert not Mail.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_what_was_sent_is_forgotten_and_not_sent_twice(db):
    written = write()

    deliver(mail_id=written.pk)
    deliver(mail_id=written.pk)

    written.refresh_from_db()
    assert [(sent.to, sent.body) for sent in mail.outbox] == [(["alice@example.org"], "Een regel tekst")]
    assert (written.to, written.text) == ("", "")
    assert written.sent_at is not None


def test_what_would_be_lost_is_refused(db):
    with_file = EmailMessage("Hallo", "tekst", to=["a@example.org"])
    with_file.attach("a.txt", "b", "text/plain")
    with_form = EmailMultiAlternatives("Hallo", "tekst", to=["a@example.org"])
    with_form.attach_alternative("<p>tekst</p>", "text/html")

    for message in (with_file, with_form):
        with pytest.raises(ValueError, match="plain text"):
            message.send()


def test_a_forgotten_password_is_mailed_by_a_real_worker(celery_worker_process, client, settings):
    """Asked on the page, carried by the worker into the folder where mail goes without a server for it."""
    alice = UserFactory(email="alice@example.org")
    folder = settings.EMAIL_FILE_PATH
    before = set(folder.glob("*"))

    client.post(reverse("account_reset_password"), {"email": alice.email})
    relay()

    wait_for(lambda: set(folder.glob("*")) - before)
    (letter,) = set(folder.glob("*")) - before
    wait_for(lambda: re.search(r"/reset/key/\S+", letter.read_text()))
    wait_for(lambda: not Mail.objects.filter(sent_at=None).exists())


def test_whoever_asks_for_an_address_without_an_account_has_nobody_mailed(client, db):
    client.post(reverse("account_reset_password"), {"email": "unknown@example.org"})

    assert not Mail.objects.exists()
