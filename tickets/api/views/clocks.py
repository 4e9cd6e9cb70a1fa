"""Promises, kept and to come, each with its ledger."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from tickets.api.base import ApiRequest, ApiView, contact_of, visible_ticket
from tickets.api.companies import customers_seen_by
from tickets.api.openapi import errors
from tickets.api.paging import read_query
from tickets.api.serializers.clock import ClocksSerializer, PreviewQuery, PreviewSerializer
from tickets.clocks.clock import ClockState, cut
from tickets.clocks.counting import CountingBook
from tickets.clocks.state import ledger_of, seconds_left, state_of
from tickets.models import SlaClock
from tickets.promise import Promise, promise_for


class ClocksView(ApiView):
    """A ticket's clocks."""

    @extend_schema(
        operation_id="clocks_list",
        tags=["sla"],
        summary="Read a ticket's clocks, with why",
        responses={200: ClocksSerializer, **errors()},
    )
    def get(self, request: ApiRequest, number: int) -> Response:
        """Give every clock as it stands now, with the intervals that counted and those that did not."""
        ticket, now, book = visible_ticket(request, number), cut(timezone.now()), CountingBook()
        rows = SlaClock.objects.filter(ticket=ticket).exclude(state=SlaClock.State.CANCELLED).order_by("pk")
        clocks = [_clock(row, state_of(row, book), now) for row in rows]
        shown = {"number": ticket.number, "version": ticket.version, "now": now, "clocks": clocks}
        return Response(ClocksSerializer(shown).data)


class PreviewView(ApiView):
    """The promise before filing."""

    @extend_schema(
        operation_id="sla_preview",
        tags=["sla"],
        summary="See what filing now would promise",
        parameters=[PreviewQuery],
        responses={200: PreviewSerializer, **errors(400, 403)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give by when work would start, and why; counted by the same code as a filed ticket's clock."""
        contact = contact_of(request)
        query = read_query(PreviewQuery, request, customers=customers_seen_by(request.membership).values("pk"))
        customer = query.get("customer") or (contact.customer if contact else None)
        if customer is None:
            raise ValidationError({"customer": [_("Name the customer.")]})
        promise = promise_for(
            customer=customer,
            product=query.get("product"),
            severity=query["severity"],
            channel=query["channel"],
            now=timezone.now(),
            contact=contact,
        )
        return Response(PreviewSerializer(_preview(promise, customer, query["severity"])).data)


def _clock(row: SlaClock, state: ClockState, now: datetime) -> dict[str, Any]:
    ledger = ledger_of(state, now)
    left = None if state.stopped_at else seconds_left(state, now)
    return {
        "metric": row.metric,
        "sequence": row.sequence,
        "state": row.state,
        "is_breached": row.state == SlaClock.State.BREACHED or (state.state == "running" and now > row.due_at),
        "severity": row.severity,
        "is_covered": row.is_covered,
        "calendar": state.counting.calendar_id,
        "is_by_channel": state.counting.is_by_channel,
        "zone": state.calendar.definition.zone,
        "target": state.target,
        "started_at": row.started_at,
        "risk_at": row.risk_at,
        "due_at": row.due_at,
        "paused_at": row.paused_at,
        "stopped_at": row.stopped_at,
        "used_seconds": ledger.counted_seconds,
        "left_seconds": left,
        "pauses": [{"start": pause.start, "end": pause.end, "by": pause.by} for pause in state.pauses],
        "ledger": ledger,
    }


def _preview(promise: Promise, customer: Any, severity: str) -> dict[str, Any]:
    clock, contract = promise.clock, promise.contract
    return {
        "customer": customer,
        "severity": severity,
        "filed_at": promise.filed_at,
        "contract": contract.pk if contract else None,
        "plan": contract.plan.name if contract else None,
        "is_fast_track": promise.is_fast_track,
        "is_covered": bool(clock and clock.counting.covers(severity)),
        "calendar": clock.counting.calendar_id if clock else None,
        "is_by_channel": bool(clock and clock.counting.is_by_channel),
        "zone": clock.calendar.definition.zone if clock else None,
        "target": clock.target if clock else None,
        "due_at": promise.due_at,
        "ledger": promise.ledger(),
    }
