"""Tickets that become one, two, or belong together."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.access import DESK
from tickets.api.base import ApiRequest, ApiView, visible_ticket
from tickets.api.openapi import IF_MATCH, errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.relations import (
    IncidentSerializer,
    LinkSerializer,
    MergeSerializer,
    NewLinkSerializer,
    SentSerializer,
    SplitSerializer,
    UpdateSerializer,
)
from tickets.api.serializers.ticket import TicketSerializer
from tickets.api.views.changes import CHANGED, frame
from tickets.api.views.tickets import shown
from tickets.models import Ticket, TicketLink
from tickets.services.incidents import attach, detach, mark_incident, update_affected
from tickets.services.links import link, unlink
from tickets.services.merging import merge, unmerge
from tickets.services.splitting import split


def read_named(kind: type[Serializer[Any]], request: ApiRequest) -> dict[str, Any]:
    """Read a body that names other tickets by number. ValidationError by field."""
    body = kind(data=request.data, context={"member": request.membership})
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class MergeView(ApiView):
    """The ticket that goes on."""

    allowed = {"POST": DESK, "DELETE": DESK}

    @extend_schema(
        operation_id="tickets_merge",
        tags=["tickets"],
        summary="Merge the ticket into another",
        request=MergeSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Close it: another ticket of the same customer goes on with its messages; its contact is told."""
        return shown(request, merge(**frame(request, number), **read_named(MergeSerializer, request)))

    @extend_schema(
        operation_id="tickets_unmerge",
        tags=["tickets"],
        summary="Undo the merge",
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def delete(self, request: ApiRequest, number: int) -> Response:
        """Put it back as it was, with its clocks."""
        return shown(request, unmerge(**frame(request, number)))


class SplitView(ApiView):
    """A new ticket from some messages."""

    allowed = {"POST": DESK}

    @extend_schema(
        operation_id="tickets_split",
        tags=["tickets"],
        summary="Split messages off to a new ticket",
        request=SplitSerializer,
        parameters=[IF_MATCH],
        responses={201: TicketSerializer, **errors(400, 409, 412, 415)},
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """File it for the same customer; the messages stay with a pointer, and the contact is told the number."""
        return shown(request, split(**frame(request, number), **read_named(SplitSerializer, request)), status=201)


class IncidentView(ApiView):
    """The incident that a ticket is part of, or is itself."""

    allowed = {"PUT": DESK, "POST": DESK, "DELETE": DESK}

    @extend_schema(
        operation_id="incidents_join",
        tags=["incidents"],
        summary="Make the ticket part of an incident, or take it out",
        request=IncidentSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def put(self, request: ApiRequest, number: int) -> Response:
        """Join it to an open incident, of whatever customers; null takes it out."""
        change, incident = frame(request, number), read_named(IncidentSerializer, request)["incident"]
        if incident is None:
            return shown(request, detach(**change))
        ticket, _version = change.pop("ticket"), change.pop("version")
        attach(tickets=[ticket], incident=incident, **change)
        return shown(request, visible_ticket(request, number))

    @extend_schema(
        operation_id="incidents_mark",
        tags=["incidents"],
        summary="Mark the ticket as an incident",
        request=None,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Let others be part of it."""
        return shown(request, mark_incident(is_incident=True, **frame(request, number)))

    @extend_schema(
        operation_id="incidents_unmark",
        tags=["incidents"],
        summary="Make an incident an ordinary ticket",
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def delete(self, request: ApiRequest, number: int) -> Response:
        """Take the mark away, where no ticket is part of it."""
        return shown(request, mark_incident(is_incident=False, **frame(request, number)))


class UpdatesView(ApiView):
    """Public updates of an incident."""

    allowed = {"POST": DESK}

    @extend_schema(
        operation_id="incidents_update",
        tags=["incidents"],
        summary="Tell everybody affected",
        request=UpdateSerializer,
        parameters=[IF_MATCH],
        responses={200: SentSerializer, **errors(400, 409, 412, 415)},
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Write it on the incident and on every open ticket that is part of it; each contact is mailed their own."""
        sent = update_affected(**frame(request, number), **read_named(UpdateSerializer, request))
        return Response({"tickets": sent})


class LinksView(ApiView):
    """Links to other tickets, from either side."""

    allowed = {"GET": DESK, "POST": DESK}

    @extend_schema(
        operation_id="links_list",
        tags=["tickets"],
        summary="List a ticket's links",
        parameters=[PageQuery],
        responses={200: page_of(LinkSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, number: int) -> Response:
        """Give the links to tickets that the caller sees."""
        ticket, query = visible_ticket(request, number), read_query(PageQuery, request)
        rows, cursor = page_by_key(_links(request, ticket), query, name=f"links-{ticket.pk}")
        return Response(page_body(request, LinkSerializer(rows, many=True).data, cursor))

    @extend_schema(
        operation_id="links_add",
        tags=["tickets"],
        summary="Link the ticket to another",
        request=NewLinkSerializer,
        responses={201: LinkSerializer, **errors(400, 409, 415)},
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Say what it is to another; said again, it is the same link."""
        ticket, body = visible_ticket(request, number), read_named(NewLinkSerializer, request)
        made = link(ticket=ticket, actor=request.membership, now=timezone.now(), **body)
        return Response(LinkSerializer(made).data, status=201)


class LinkView(ApiView):
    """One link."""

    allowed = {"DELETE": DESK}

    @extend_schema(
        operation_id="links_remove",
        tags=["tickets"],
        summary="Remove a link",
        responses={204: None, **errors()},
    )
    def delete(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Remove it from both tickets."""
        found = _links(request, visible_ticket(request, number)).filter(pk=pk).first()
        if found is None:
            raise Http404
        unlink(link=found, actor=request.membership, now=timezone.now())
        return Response(status=204)


def _links(request: ApiRequest, ticket: Ticket) -> Any:
    seen = Ticket.objects.visible_to(request.membership).order_by().values("pk")
    mine = TicketLink.objects.filter(Q(ticket=ticket) | Q(other=ticket), ticket__in=seen, other__in=seen)
    return mine.select_related("ticket", "other")
