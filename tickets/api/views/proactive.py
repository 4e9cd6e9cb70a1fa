"""Events and payroll runs, reported by other systems (domain: Proactive case)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.access import AGENTS, DESK
from tickets.api.base import ApiRequest, ApiView
from tickets.api.openapi import IF_MATCH, errors
from tickets.api.serializers.proactive import (
    CallSerializer,
    EventSerializer,
    NewEventSerializer,
    PayrollRunSerializer,
)
from tickets.api.views.changes import CHANGED, frame
from tickets.api.views.tickets import shown
from tickets.services.payroll import Run, report_run
from tickets.services.proactive import Reported, log_contact, report_event


class EventsView(ApiView):
    """What has happened at a customer, before they have noticed."""

    allowed = {"POST": AGENTS}

    @extend_schema(
        operation_id="events_report",
        tags=["proactive"],
        summary="Report an event",
        request=NewEventSerializer,
        responses={200: EventSerializer, 201: EventSerializer, **errors(400, 415, 422)},
    )
    def post(self, request: ApiRequest) -> Response:
        """Take an event: it opens a case with a contact clock, or joins the open case about the same thing.

        The same `event_id` again changes nothing and answers 200 with what is kept.
        """
        body = NewEventSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        taken = report_event(reported=Reported(**body.validated_data), actor=request.membership, now=timezone.now())
        answer = Response(EventSerializer(taken.event).data, status=201 if taken.is_new else 200)
        if taken.is_new:
            ticket = reverse("api:ticket", args=[taken.event.ticket.number])
            answer["Location"] = request.build_absolute_uri(ticket)
        return answer


class ContactView(ApiView):
    """The customer was called."""

    allowed = {"POST": DESK}

    @extend_schema(
        operation_id="tickets_contacted",
        tags=["proactive"],
        summary="Record that the customer was called",
        request=CallSerializer,
        parameters=[IF_MATCH],
        responses=CHANGED,
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Stop the contact clock of a proactive case; the text is a note for the desk."""
        body = CallSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return shown(request, log_contact(**frame(request, number), text=body.validated_data["text"]))


class PayrollRunsView(ApiView):
    """Payroll runs, carried out and perhaps approved."""

    allowed = {"POST": AGENTS}

    @extend_schema(
        operation_id="payroll_runs_report",
        tags=["proactive"],
        summary="Report a payroll run",
        request=PayrollRunSerializer,
        responses={200: PayrollRunSerializer, 201: PayrollRunSerializer, **errors(400, 415, 422)},
    )
    def post(self, request: ApiRequest) -> Response:
        """Keep a run, or bring the one with this `run_id` in line.

        What is not approved when the last working day of the month opens is listed, and the customer is told.
        """
        body = PayrollRunSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        run = Run(**values | {"month": date.fromisoformat(f"{values['month']}-01")})
        row, is_new = report_run(run=run, actor=request.membership, now=timezone.now())
        return Response(PayrollRunSerializer(row).data, status=201 if is_new else 200)
