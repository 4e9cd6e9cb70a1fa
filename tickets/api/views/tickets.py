"""The list of tickets, filing, and one ticket."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.access import EVERYBODY
from contracts.models import Contact, Customer
from tickets.api.base import TICKET_WITH, ApiRequest, ApiView, contact_of, visible_ticket
from tickets.api.companies import customers_seen_by
from tickets.api.filters import NEWEST, QUEUE, TicketQuery, filtered
from tickets.api.openapi import errors
from tickets.api.paging import bad_cursor, page_body, page_by_key, page_of, read_cursor, read_query, write_cursor
from tickets.api.serializers.beside import values_by_key
from tickets.api.serializers.ticket import FilingSerializer, FilingWithFilesSerializer, TicketSerializer
from tickets.models import Ticket
from tickets.selectors.beside import know_words, with_words
from tickets.selectors.queue_order import Place
from tickets.selectors.queue_order import page_of as queue_page
from tickets.services.filing import file_ticket

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def shown(request: ApiRequest, ticket: Ticket, status: int = 200) -> Response:
    """Answer with the ticket after a change, as the caller sees it; a consultant may just have handed it back."""
    fresh = with_words(Ticket.objects.select_related(*TICKET_WITH)).get(pk=ticket.pk)
    return Response(TicketSerializer(fresh, context={"member": request.membership}).data, status=status)


class TicketsView(ApiView):
    """All tickets that the caller may see."""

    allowed = {"GET": EVERYBODY, "POST": EVERYBODY}

    @extend_schema(
        operation_id="tickets_list",
        tags=["tickets"],
        summary="List tickets",
        parameters=[TicketQuery],
        responses={200: page_of(TicketSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give the tickets the caller may see, a page at a time.

        The order of the queue is that of the moment of the first page, for all its pages.
        """
        query = read_query(TicketQuery, request, member=request.membership)
        tickets = Ticket.objects.visible_to(request.membership).select_related(*TICKET_WITH)
        rows, cursor = (
            _queue(request, tickets, query) if query["order"] == QUEUE else _by_number(request, tickets, query)
        )
        know_words(rows)
        results = TicketSerializer(rows, many=True, context={"member": request.membership}).data
        return Response(page_body(request, results, cursor))

    @extend_schema(
        operation_id="tickets_file",
        tags=["tickets"],
        summary="File a ticket",
        request={"application/json": FilingSerializer, "multipart/form-data": FilingWithFilesSerializer},
        responses={201: TicketSerializer, **errors(400, 413, 415)},
    )
    def post(self, request: ApiRequest) -> Response:
        """Take a question: its clocks start now, under the contract of the customer."""
        contact = contact_of(request)
        body = FilingWithFilesSerializer(
            data=request.data, context={"customers": customers_seen_by(request.membership).values("pk")}
        )
        body.is_valid(raise_exception=True)
        custom = values_by_key(body.validated_data.pop("custom", {}))
        filing = _filing(body.validated_data, contact)
        ticket = file_ticket(actor=request.membership, now=timezone.now(), fields=custom, **filing)
        answer = shown(request, ticket, status=201)
        answer["Location"] = request.build_absolute_uri(reverse("api:ticket", args=[ticket.number]))
        return answer


class TicketView(ApiView):
    """One ticket."""

    @extend_schema(
        operation_id="tickets_read",
        tags=["tickets"],
        summary="Read a ticket",
        responses={200: TicketSerializer, **errors(404)},
    )
    def get(self, request: ApiRequest, number: int) -> Response:
        """Give the ticket."""
        return Response(TicketSerializer(visible_ticket(request, number), context={"member": request.membership}).data)


def _by_number(request: ApiRequest, tickets: Any, query: dict[str, Any]) -> tuple[list[Ticket], str | None]:
    found = filtered(tickets, query, member=request.membership, now=timezone.now())
    newest_first = query["order"] == NEWEST
    return page_by_key(found, query, name=query["order"], key="number", newest_first=newest_first)


def _queue(request: ApiRequest, tickets: Any, query: dict[str, Any]) -> tuple[list[Ticket], str | None]:
    now, after = timezone.now(), None
    if cursor := query.get("cursor"):
        name, at, place = read_cursor(cursor, str, int, str)
        after = Place.read(place)
        if name != QUEUE or after is None:
            raise bad_cursor()
        try:
            now = EPOCH + timedelta(microseconds=at)
        except OverflowError as error:
            raise bad_cursor() from error
    found = filtered(tickets, query, member=request.membership, now=now)
    rows, _before, following = queue_page(
        found,
        now=now,
        after=after,
        size=query["limit"],
        dress=lambda page: page.select_related(*TICKET_WITH),
    )
    moment = (now - EPOCH) // timedelta(microseconds=1)
    return rows, write_cursor(QUEUE, moment, str(following)) if following else None


def _filing(values: dict[str, Any], contact: Contact | None) -> dict[str, Any]:
    """Give what the service takes: a customer's own company and nothing of the desk's, or what the desk named."""
    if contact is not None:
        customer = values.pop("customer", contact.customer)
        values.pop("channel")
        desks = {"contact", "team", "external_id"} & {name for name, value in values.items() if value}
        if customer != contact.customer:
            desks.add("customer")
        if desks:
            raise ValidationError({name: [_("Only the desk can say this.")] for name in sorted(desks)})
        for name in ("contact", "team", "external_id"):
            values.pop(name, None)
        return {**values, "customer": contact.customer, "contact": contact, "channel": Ticket.Channel.API}
    if "customer" not in values:
        raise ValidationError({"customer": [_("Name the customer.")]})
    values["contact"] = _contact(values["customer"], values.pop("contact", None))
    external_id = values.get("external_id")
    if external_id and Ticket.objects.filter(external_id=external_id).exists():
        raise ValidationError({"external_id": [_("There is a ticket with this number already.")]})
    return values


def _contact(customer: Customer, key: int | None) -> Contact | None:
    if key is None:
        return None
    contact = Contact.objects.filter(customer=customer, pk=key, left_at=None).first()
    if contact is None:
        raise ValidationError({"contact": [_("The customer has no such contact.")]})
    return contact
