"""Remote sessions, and the partners of products."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.access import DESK
from contracts.models import Partner
from tickets.api.base import ApiRequest, ApiView, visible_ticket
from tickets.api.openapi import errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.relations import NewSessionSerializer, PartnerSerializer, SessionSerializer
from tickets.api.views.changes import read_body
from tickets.models import RemoteSession
from tickets.services.remote_sessions import begin_session, end_session


class SessionsView(ApiView):
    """Work on the customer's own screen."""

    allowed = {"GET": DESK, "POST": DESK}

    @extend_schema(
        operation_id="sessions_list",
        tags=["tickets"],
        summary="List a ticket's remote sessions",
        parameters=[PageQuery],
        responses={200: page_of(SessionSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, number: int) -> Response:
        """Give them, the oldest first."""
        ticket, query = visible_ticket(request, number), read_query(PageQuery, request)
        found = RemoteSession.objects.filter(ticket=ticket).select_related("agent__user")
        rows, cursor = page_by_key(found, query, name=f"sessions-{ticket.pk}")
        return Response(page_body(request, SessionSerializer(rows, many=True).data, cursor))

    @extend_schema(
        operation_id="sessions_begin",
        tags=["tickets"],
        summary="Begin a remote session, or record one",
        request=NewSessionSerializer,
        responses={201: SessionSerializer, **errors(400, 409, 415)},
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Record whose consent was given, when and what for; with `ended_at` it is over."""
        ticket, body = visible_ticket(request, number), read_body(NewSessionSerializer, request)
        session = begin_session(ticket=ticket, actor=request.membership, now=timezone.now(), **body)
        return Response(SessionSerializer(session).data, status=201)


class SessionView(ApiView):
    """One remote session."""

    allowed = {"DELETE": DESK}

    @extend_schema(
        operation_id="sessions_end",
        tags=["tickets"],
        summary="End a running remote session",
        responses={200: SessionSerializer, **errors()},
    )
    def delete(self, request: ApiRequest, number: int, pk: int) -> Response:
        """End it now; one that has ended keeps its end, and none is ever removed."""
        sessions = RemoteSession.objects.filter(ticket=visible_ticket(request, number))
        session = sessions.select_related("ticket", "agent__user").filter(pk=pk).first()
        if session is None:
            raise Http404
        return Response(
            SessionSerializer(end_session(session=session, actor=request.membership, now=timezone.now())).data
        )


class PartnersView(ApiView):
    """Outside companies that answer for products."""

    allowed = {"GET": DESK}

    @extend_schema(
        operation_id="partners_list",
        tags=["customers"],
        summary="List partners",
        parameters=[PageQuery],
        responses={200: page_of(PartnerSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give them with their periods."""
        query = read_query(PageQuery, request)
        rows, cursor = page_by_key(Partner.objects.select_related("product").order_by(), query, name="partners")
        return Response(page_body(request, PartnerSerializer(rows, many=True).data, cursor))
