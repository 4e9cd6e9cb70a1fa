"""Changes of one ticket: verbs as resources."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.access import CUSTOMERS, DESK, EVERYBODY
from tickets.api.base import ApiRequest, ApiView, contact_of, visible_ticket
from tickets.api.etags import expected_version
from tickets.api.openapi import IF_MATCH, errors
from tickets.api.serializers.ticket import (
    AnalysisSerializer,
    AssignmentSerializer,
    ResolutionSerializer,
    ResolutionWithFilesSerializer,
    SeverityChangeSerializer,
    StatusSerializer,
    TicketSerializer,
)
from tickets.api.views.tickets import shown
from tickets.models import Ticket
from tickets.services.analysis import analyse
from tickets.services.assignment import assign
from tickets.services.incidents import resolve_incident
from tickets.services.resolution import confirm_solved, reopen, resolve, say_solved
from tickets.services.severity import ask_severity, decide_severity
from tickets.services.status import set_status

CHANGED = {200: TicketSerializer, **errors(400, 409, 412, 415)}


def read_body(kind: type[Serializer[Any]], request: ApiRequest) -> dict[str, Any]:
    """Read the body. ValidationError by field."""
    body = kind(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def frame(request: ApiRequest, number: int) -> dict[str, Any]:
    """Give what every service takes: the ticket, the version the caller saw, who, and when."""
    ticket = visible_ticket(request, number)
    return {
        "ticket": ticket,
        "version": expected_version(request, ticket),
        "actor": request.membership,
        "now": timezone.now(),
    }


class SeverityView(ApiView):
    """The pair."""

    allowed = {"PUT": EVERYBODY}

    @extend_schema(
        operation_id="tickets_severity",
        tags=["tickets"],
        summary="Decide the severity, or ask for another",
        request=SeverityChangeSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def put(self, request: ApiRequest, number: int) -> Response:
        """The desk decides, and the customer is told the reason; a customer asks, and the desk decides."""
        change = frame(request, number) | read_body(SeverityChangeSerializer, request)
        contact = contact_of(request)
        ticket = ask_severity(contact=contact, **change) if contact else decide_severity(**change)
        return shown(request, ticket)


class AssignmentView(ApiView):
    """Whose it is."""

    allowed = {"PUT": DESK}

    @extend_schema(
        operation_id="tickets_assign",
        tags=["tickets"],
        summary="Give the ticket to somebody, or to nobody",
        request=AssignmentSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def put(self, request: ApiRequest, number: int) -> Response:
        """Assign it."""
        return shown(request, assign(**frame(request, number), **read_body(AssignmentSerializer, request)))


class StatusView(ApiView):
    """Where it stands."""

    allowed = {"PUT": DESK}

    @extend_schema(
        operation_id="tickets_status",
        tags=["tickets"],
        summary="Move an open ticket",
        request=StatusSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def put(self, request: ApiRequest, number: int) -> Response:
        """Move it; the first move counts as started work."""
        return shown(request, set_status(**frame(request, number), **read_body(StatusSerializer, request)))


class AnalysisView(ApiView):
    """The first analysis."""

    allowed = {"PUT": DESK}

    @extend_schema(
        operation_id="tickets_analyse",
        tags=["tickets"],
        summary="Record the first analysis",
        request=AnalysisSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def put(self, request: ApiRequest, number: int) -> Response:
        """Record what was found and what happens next; counts as started work."""
        return shown(request, analyse(**frame(request, number), **read_body(AnalysisSerializer, request)))


class ResolutionView(ApiView):
    """The solution."""

    allowed = {"POST": EVERYBODY, "DELETE": EVERYBODY}

    @extend_schema(
        operation_id="tickets_resolve",
        tags=["tickets"],
        summary="Solve the ticket",
        request={"application/json": ResolutionSerializer, "multipart/form-data": ResolutionWithFilesSerializer},
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Solve it; the customer is sent the solution. A customer says what solved it; files are the desk's."""
        change, body = frame(request, number), read_body(ResolutionWithFilesSerializer, request)
        contact = contact_of(request)
        children = body.pop("children", [])
        if contact is None and not children:
            return shown(request, resolve(**change, **body))
        if contact is None:
            return _resolve_incident(request, change, body, children)
        if desks := [name for name, said in (("files", body.get("files")), ("children", children)) if said]:
            raise ValidationError({name: [_("Only the desk can say this.")] for name in desks})
        return shown(request, say_solved(contact=contact, text=body["solution"], **change))

    @extend_schema(
        operation_id="tickets_reopen",
        tags=["tickets"],
        summary="Open a solved ticket again",
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def delete(self, request: ApiRequest, number: int) -> Response:
        """Open it again; its resolution clock goes on."""
        return shown(request, reopen(contact=contact_of(request), **frame(request, number)))


class ConfirmationView(ApiView):
    """The customer's yes."""

    allowed = {"POST": CUSTOMERS}

    @extend_schema(
        operation_id="tickets_confirm",
        tags=["tickets"],
        summary="Confirm the solution",
        request=None,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Close a solved ticket: the customer says that it is."""
        return shown(request, confirm_solved(contact=contact_of(request), **frame(request, number)))


def _resolve_incident(
    request: ApiRequest, change: dict[str, Any], body: dict[str, Any], numbers: list[int]
) -> Response:
    """Solve an incident with those of its tickets that are named. ValidationError for one that is not part of it."""
    incident: Ticket = change["ticket"]
    if body.pop("files", None):
        raise ValidationError({"files": [_("Files cannot go to several tickets.")]})
    found: dict[int, int] = dict(incident.affected.filter(number__in=numbers).values_list("number", "pk"))
    if missing := sorted(set(numbers) - set(found)):
        said = _("Not part of the incident: %(numbers)s.") % {"numbers": ", ".join(map(str, missing))}
        raise ValidationError({"children": [said]})
    resolve_incident(children=list(found.values()), **change, **body)
    return shown(request, visible_ticket(request, incident.number))
