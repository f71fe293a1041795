"""What the API says about whoever calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Membership, Organisation, Team, User
from accounts.permissions import GRANTS

if TYPE_CHECKING:
    from rest_framework.request import Request


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["uuid", "code", "name", "kind"]


class TeamSerializer(serializers.ModelSerializer[Team]):
    class Meta:
        model = Team
        fields: ClassVar[list[str]] = ["uuid", "name"]


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    """`grants` are the names of what the role may do, in alphabetical order."""

    organisation = OrganisationSerializer()
    team = TeamSerializer(allow_null=True)
    grants = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = ["role", "organisation", "team", "since", "until", "grants"]

    def get_grants(self, membership: Membership) -> list[str]:
        return sorted(p.name.lower() for p, roles in GRANTS.items() if membership.role in roles)


class MeSerializer(serializers.ModelSerializer[User]):
    """`membership` is null for somebody who works nowhere now: they may do nothing."""

    membership = MembershipSerializer(allow_null=True)

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["uuid", "name", "email", "membership"]


class MeView(APIView):
    @extend_schema(operation_id="me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who is signed in, where they work and what they may do."""
        assert isinstance(request.user, User), "the API is closed to anybody else"
        data: dict[str, Any] = MeSerializer(request.user).data
        return Response(data)
