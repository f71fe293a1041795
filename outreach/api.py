"""The API as a whole: an answer for every address that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.request import Request


@extend_schema(exclude=True)
class NowhereView(APIView):
    """Any other address below the API: a problem in JSON, not a page."""

    def initial(self, request: Request, *args: object, **kwargs: object) -> NoReturn:
        """Raise NotFound for every method; who is not signed in hears that first."""
        super().initial(request, *args, **kwargs)
        raise NotFound
