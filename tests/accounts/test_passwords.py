from __future__ import annotations

import re

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from tests.factories.accounts import UserFactory


def test_a_short_password_that_many_use_is_refused_in_dutch_with_what_to_do():
    with translation.override("nl"), pytest.raises(ValidationError) as refused:
        validate_password("welcome")

    assert refused.value.messages == ["Kies minstens 12 tekens", "Veel mensen gebruiken dit wachtwoord. Kies een ander"]


def test_the_rules_of_a_password_stand_beside_it_without_je_or_u():
    with translation.override("nl"):
        rules = password_validators_help_texts()

    assert rules == ["minstens 12 tekens", "geen wachtwoord dat veel mensen gebruiken"]


def test_a_wrong_password_says_no_more_than_that_the_two_do_not_match(db, client):
    alice = UserFactory()

    pages = [
        client.post(reverse("account_login"), {"login": email, "password": "not-this-one"}).content.decode()
        for email in (alice.email, "nobody@example.org")
    ]

    said = [re.findall(r"Dit e-mailadres en wachtwoord horen niet bij elkaar", page) for page in pages]
    assert said[0] == said[1] != []
