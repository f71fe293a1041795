from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated, ValidationError

from common.problems import exception_handler


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (Http404(), 404, "not_found"),
        (PermissionDenied("CASE_VIEW"), 403, "forbidden"),
        (NotAuthenticated(), 401, "not_authenticated"),
        (MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    ],
)
def test_every_error_is_a_problem_with_a_code(error, status, title):
    answer = exception_handler(error, {})

    assert (answer.status_code, answer.data["status"], answer.data["title"]) == (status, status, title)
    assert answer.content_type == "application/problem+json"


def test_what_is_wrong_in_a_field_stands_beside_its_name():
    assert exception_handler(ValidationError({"as_of": ["no date"]}), {}).data["errors"] == {"as_of": ["no date"]}


def test_a_fault_of_ours_is_no_problem_of_the_callers():
    assert exception_handler(ZeroDivisionError(), {}) is None
