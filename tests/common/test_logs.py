from __future__ import annotations

import logging

import pytest
from django.conf import settings

from common.logs import KeysLeftOut


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/look-back/Zx81-abc", "/look-back/…"),
        ("/account/password/reset/key/1-set-pass", "/account/password/reset/key/…"),
        ("/cases/5c0e", "/cases/5c0e"),
    ],
)
def test_a_key_in_an_address_is_left_out_of_the_log(path, logged):
    record = logging.LogRecord("django.request", logging.WARNING, "x", 1, "Unprocessable: %s", (path,), None)

    assert KeysLeftOut().filter(record)

    assert record.getMessage() == f"Unprocessable: {logged}"


def test_every_line_goes_through_it():
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["keys_left_out"]
    assert settings.LOGGING["filters"]["keys_left_out"] == {"()": "common.logs.KeysLeftOut"}
