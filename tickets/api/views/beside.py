"""Time, tags and fields of tickets."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.access import CUSTOMERS, DESK, EVERYBODY
from contracts.models import Product
from tickets.api.base import ApiRequest, ApiView, visible_ticket
from tickets.api.openapi import IF_MATCH, errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.beside import (
    CustomFieldSerializer,
    NewTimeSerializer,
    TagsSerializer,
    TimeSerializer,
    ValuesSerializer,
    values_by_key,
)
from tickets.api.views.changes import CHANGED, frame, read_body
from tickets.api.views.tickets import shown
from tickets.models import CustomField, TimeEntry
from tickets.services.custom_fields import set_fields
from tickets.services.tags import set_tags
from tickets.services.time import log_time


class TimeView(ApiView):
    """Work on a ticket."""

    allowed = {"GET": DESK, "POST": DESK}

    @extend_schema(
        operation_id="time_list",
        tags=["tickets"],
        summary="List the time logged on a ticket",
        parameters=[PageQuery],
        responses={200: page_of(TimeSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, number: int) -> Response:
        """Give the entries, in the order in which they were logged."""
        ticket, query = visible_ticket(request, number), read_query(PageQuery, request)
        found = TimeEntry.objects.filter(ticket=ticket).select_related("membership__user").order_by()
        rows, cursor = page_by_key(found, query, name=f"time-{ticket.pk}")
        return Response(page_body(request, TimeSerializer(rows, many=True).data, cursor))

    @extend_schema(
        operation_id="time_log",
        tags=["tickets"],
        summary="Log one's own time on a ticket",
        request=NewTimeSerializer,
        responses={201: TimeSerializer, **errors(400, 409, 415)},
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Log it; the contract's rules say whether it is covered or billable."""
        ticket, body = visible_ticket(request, number), read_body(NewTimeSerializer, request)
        entry = log_time(ticket=ticket, actor=request.membership, now=timezone.now(), **body)
        return Response(TimeSerializer(entry).data, status=201)


class TagsView(ApiView):
    """A ticket's tags."""

    allowed = {"PUT": DESK}

    @extend_schema(
        operation_id="tickets_tags",
        tags=["tickets"],
        summary="Set a ticket's tags",
        request=TagsSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def put(self, request: ApiRequest, number: int) -> Response:
        """Set all of them; a tag that is new is made."""
        names = read_body(TagsSerializer, request)["tags"]
        return shown(request, set_tags(**frame(request, number), names=names))


class FieldsView(ApiView):
    """A ticket's values in its product's fields."""

    allowed = {"PUT": DESK}

    @extend_schema(
        operation_id="tickets_fields",
        tags=["tickets"],
        summary="Fill in the fields of a ticket's product",
        request=ValuesSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def put(self, request: ApiRequest, number: int) -> Response:
        """Change the fields that are named; the others stay."""
        values = values_by_key(read_body(ValuesSerializer, request)["values"])
        return shown(request, set_fields(**frame(request, number), values=values))


class ProductFieldsView(ApiView):
    """What is asked about a product."""

    allowed = {"GET": EVERYBODY}

    @extend_schema(
        operation_id="products_fields",
        tags=["customers"],
        summary="List the fields of a product's tickets",
        parameters=[PageQuery],
        responses={200: page_of(CustomFieldSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give them; to a customer those that are shown in the portal."""
        if not Product.objects.filter(pk=pk).exists():
            raise Http404
        query = read_query(PageQuery, request)
        found = CustomField.objects.filter(product=pk, is_retired=False).order_by()
        if request.membership.role in CUSTOMERS:
            found = found.filter(in_portal=True)
        rows, cursor = page_by_key(found, query, name=f"fields-{pk}")
        return Response(page_body(request, CustomFieldSerializer(rows, many=True).data, cursor))
