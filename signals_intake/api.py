"""Lists and receipts for the systems of suppliers: the same form, services and words as the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.generics import ListAPIView
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.permissions import Permission, require
from signals_intake.forms.deliveries import UploadForm
from signals_intake.imports.upload import receive_upload
from signals_intake.models import Delivery, Signal
from signals_intake.queries.answers import delivery_answer
from signals_intake.services.importing import confirm_delivery

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request


class ListRefused(APIException):
    """A list that is not taken: `code` says why, `detail` what to do about it."""

    def __init__(self, form: UploadForm) -> None:
        error = next(error for errors in form.errors.as_data().values() for error in errors)
        self.status_code = form.status
        self.default_code = error.code or "invalid"
        super().__init__(detail=str(error.messages[0]), code=self.default_code)


class JobSerializer(serializers.Serializer[Any]):
    """How far the processing is: rows `done` of `total`; `error_code` where it stopped for good."""

    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    error_code = serializers.CharField()


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    file = serializers.UUIDField(source="uuid")
    supplier = serializers.CharField(source="supplier.code")
    job = JobSerializer(allow_null=True)

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = [
            "file", "supplier", "as_of", "state", "received", "accepted", "rejected", "uploaded_at", "processed_at",
            "job",
        ]  # fmt: skip


class IssueSerializer(serializers.Serializer[Any]):
    """Row 1 is the first data row; the value itself is never kept."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    code = serializers.CharField()


class DeliveryAnswerSerializer(serializers.Serializer[Any]):
    """What was read; `duplicate` says that this very file came before and nothing changed."""

    file = serializers.UUIDField()
    duplicate = serializers.BooleanField()
    received = serializers.IntegerField()
    accepted = serializers.IntegerField()
    rejected = serializers.IntegerField()
    errors = IssueSerializer(many=True)  # type: ignore[assignment]  # a field; what is wrong here is never read back
    warnings = IssueSerializer(many=True)
    dropped_columns = serializers.ListField(child=serializers.CharField())


class DeliveryDetailSerializer(DeliverySerializer):
    errors = IssueSerializer(many=True)  # type: ignore[assignment]  # a field; what is wrong here is never read back
    warnings = IssueSerializer(many=True)

    class Meta(DeliverySerializer.Meta):
        fields: ClassVar[list[str]] = [*DeliverySerializer.Meta.fields, "errors", "warnings", "dropped_columns"]


class ReceiptSerializer(serializers.ModelSerializer[Signal]):
    """One accepted signal; `answer` is null until there is one."""

    receipt = serializers.UUIDField(source="uuid")
    contract = serializers.CharField(source="balance.contract.number")
    months = serializers.IntegerField(source="balance.months")
    answer = serializers.SerializerMethodField()

    class Meta:
        model = Signal
        fields: ClassVar[list[str]] = ["receipt", "contract", "signal_on", "months", "answer", "answered_on"]

    def get_answer(self, signal: Signal) -> str | None:
        return signal.answer or None


UPLOAD = inline_serializer(
    "Upload", {"file": serializers.FileField(), "as_of": serializers.DateField(required=False, allow_null=True)}
)


class DeliveriesView(ListAPIView[Delivery]):
    serializer_class = DeliverySerializer
    parser_classes = [MultiPartParser, FormParser]
    filter_backends = []

    def get_queryset(self) -> QuerySet[Delivery]:
        return visible(self.request)

    @extend_schema(operation_id="deliver_list", request={"multipart/form-data": UPLOAD},
                   responses={201: DeliveryAnswerSerializer, 200: DeliveryAnswerSerializer})  # fmt: skip
    def post(self, request: Request) -> Response:
        """Deliver a list for checking; nothing counts before it is confirmed. The same file again changes nothing."""
        require(request.user, Permission.DELIVERY_UPLOAD)
        form = UploadForm(request)
        caller = caller_of(request)
        assert caller.membership is not None, "a grant comes with a membership"
        received = receive_upload(form=form, supplier=caller.membership.organisation, by=caller)
        if received is None:
            raise ListRefused(form)
        answer = delivery_answer(received.delivery, duplicate=received.duplicate)
        return Response(answer, status=status.HTTP_200_OK if received.duplicate else status.HTTP_201_CREATED)


class DeliveryView(APIView):
    @extend_schema(operation_id="delivery", responses=DeliveryDetailSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """What was read of one list, what was wrong in it, and how far its processing is."""
        return Response(detail_of(get_object_or_404(visible(request), uuid=uuid)))


class ConfirmView(APIView):
    @extend_schema(operation_id="confirm_delivery", request=None, responses={202: DeliveryDetailSerializer})
    def post(self, request: Request, uuid: UUID) -> Response:
        """Have a list processed. Twice is once."""
        delivery = get_object_or_404(visible(request), uuid=uuid)
        require(request.user, Permission.DELIVERY_UPLOAD)
        confirm_delivery(delivery=delivery, by=caller_of(request))
        return Response(detail_of(delivery), status=status.HTTP_202_ACCEPTED)


class SignalsView(ListAPIView[Signal]):
    """The receipts of one's own accepted signals, newest first, with the coded answer."""

    serializer_class = ReceiptSerializer
    filterset_fields = ["answer"]

    def get_queryset(self) -> QuerySet[Signal]:
        require(self.request.user, Permission.FEEDBACK_VIEW)
        return Signal.objects.of_supplier(caller_of(self.request)).select_related("balance__contract")


def caller_of(request: Request) -> User:
    assert isinstance(request.user, User), "everything here asks for a sign-in first"
    return request.user


def visible(request: Request) -> QuerySet[Delivery]:
    require(request.user, Permission.DELIVERY_VIEW)
    return Delivery.objects.visible_to(caller_of(request)).for_list()


def detail_of(delivery: Delivery) -> dict[str, Any]:
    answer = delivery_answer(delivery, duplicate=False)
    return {
        **DeliverySerializer(delivery).data,
        **{name: answer[name] for name in ("errors", "warnings", "dropped_columns")},
    }
