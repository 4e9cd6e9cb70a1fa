"""What endpoints are told, for the description of the interface (OpenAPI 3.1, `webhooks`); docs/webhooks.md says it in
words, and tests hold what is told against these shapes.
"""

from typing import Any

from drf_spectacular.utils import OpenApiWebhook, extend_schema, inline_serializer
from rest_framework import serializers

from sla.models import Metric, Severity
from tickets.api.fields import NamedSerializer
from tickets.api.serializers.message import MessageSerializer
from tickets.api.serializers.ticket import TicketSerializer
from tickets.models import SlaClock, Ticket


class ToldBySerializer(serializers.Serializer[Any]):
    """Who did it: one of the two."""

    member = NamedSerializer(required=False)
    contact = NamedSerializer(required=False)


class ToldTargetSerializer(serializers.Serializer[Any]):
    """Open seconds, or working days."""

    seconds = serializers.IntegerField(allow_null=True)
    business_days = serializers.IntegerField(allow_null=True)


class ToldClockSerializer(serializers.Serializer[Any]):
    """A clock as it was last counted."""

    metric = serializers.ChoiceField(Metric.choices)
    sequence = serializers.IntegerField()
    state = serializers.ChoiceField(SlaClock.State.choices)
    severity = serializers.ChoiceField(Severity.choices)
    is_covered = serializers.BooleanField()
    target = ToldTargetSerializer()
    started_at = serializers.DateTimeField()
    risk_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    paused_at = serializers.DateTimeField(allow_null=True)
    stopped_at = serializers.DateTimeField(allow_null=True)


class ToldDeskSerializer(serializers.Serializer[Any]):
    """What customers do not see of a ticket."""

    contract = serializers.IntegerField(allow_null=True)
    team = NamedSerializer(allow_null=True)
    external_id = serializers.CharField(allow_blank=True)
    is_fast_track = serializers.BooleanField()
    is_incident = serializers.BooleanField()
    next_due_at = serializers.DateTimeField(allow_null=True)
    next_risk_at = serializers.DateTimeField(allow_null=True)


class ToldLinksSerializer(serializers.Serializer[Any]):
    """Whole addresses."""

    desk = serializers.URLField()
    portal = serializers.URLField()
    api = serializers.URLField()


class ToldTicketSerializer(TicketSerializer):
    """A ticket as it stood after the whole act."""

    custom = None  # type: ignore[assignment]  # not told
    desk = ToldDeskSerializer()  # type: ignore[assignment]  # less of it
    clocks = ToldClockSerializer(many=True)
    links = ToldLinksSerializer()


def _told(name: str, summary: str, **more: Any) -> OpenApiWebhook:
    title = "".join(part.title() for part in name.replace(".", "_").split("_"))
    ticket = {"ticket": ToldTicketSerializer(), **more, "by": ToldBySerializer(allow_null=True)}
    body = inline_serializer(
        f"{title}Event",
        {
            "type": serializers.CharField(default=name),
            "timestamp": serializers.DateTimeField(),
            "data": inline_serializer(f"{title}Data", ticket),
        },
    )
    return OpenApiWebhook(name, extend_schema(summary=summary, tags=["webhooks"], request=body, responses={200: None}))


def _severity() -> serializers.ChoiceField:
    return serializers.ChoiceField(Severity.choices)


def _status() -> serializers.ChoiceField:
    return serializers.ChoiceField(Ticket.Status.choices)


CREATED = _told("ticket.created", "A ticket is filed", message=MessageSerializer(allow_null=True))
MESSAGE = _told("ticket.message", "The customer writes, or is answered", message=MessageSerializer())
SEVERITY_DECIDED = _told(
    "ticket.severity_decided",
    "The severity is decided",
    before=_severity(),
    severity=_severity(),
    reason=serializers.CharField(),
)
ASSIGNED = _told("ticket.assigned", "A ticket is assigned, or is nobody’s again")
STATUS_CHANGED = _told(
    "ticket.status_changed", "An open ticket gets another status", before=_status(), status=_status()
)
AT_RISK = _told("ticket.at_risk", "A deadline is at risk", clock=ToldClockSerializer())
BREACHED = _told("ticket.breached", "A deadline is breached", clock=ToldClockSerializer())
RESOLVED = _told("ticket.resolved", "A ticket is solved")
REOPENED = _told("ticket.reopened", "A ticket is opened again")
CLOSED = _told("ticket.closed", "A ticket is closed")
