"""Alerts of one member."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from sla.models import Metric
from sla.terms import StepKind, step_kind
from tickets.models import Alert, Ticket

SHOWN = 50


@dataclass(frozen=True)
class AlertRow:
    """One alert, every text ready. `css` is the clock state it warned of."""

    number: int
    url: str
    subject: str
    customer: str
    text: str
    css: str
    due: str
    raised: str
    is_unread: bool


def my_alerts(member: Membership, *, now: datetime) -> list[AlertRow]:
    """Give the latest alerts about tickets the member may see, the unread first. One query."""
    zone = ZoneInfo(member.tenant.zone)
    alerts = (
        Alert.objects.filter(receiver=member, ticket__in=Ticket.objects.visible_to(member).values("pk"))
        .select_related("ticket__customer", "clock")
        .order_by(F("read_at").desc(nulls_first=True), "-pk")[:SHOWN]
    )
    return [
        AlertRow(
            number=alert.ticket.number,
            url=reverse("desk:ticket", args=[alert.ticket.number]),
            subject=alert.ticket.subject,
            customer=alert.ticket.customer.name,
            text=alert_words(alert.step, alert.clock.metric),
            css=tone_of(alert),
            due=formats.near_time(alert.due_at, now, zone),
            raised=formats.near_time(alert.raised_at, now, zone),
            is_unread=alert.read_at is None,
        )
        for alert in alerts
    ]


def tone_of(alert: Alert) -> str:
    """Give the clock state that the alert warned of."""
    return "is-risk" if step_kind(alert.step) == StepKind.WARNING else "is-over"


def alert_words(step: str, metric: str) -> str:
    """Say what an alert is about: the step's name, and what its clock measures."""
    words = {
        "warning": _("%(clock)s is at risk"),
        "breach": _("%(clock)s is breached"),
        "late": _("%(clock)s is breached"),
        "escalation": _("%(clock)s is breached, and nobody has acted"),
    }
    return words[step_kind(step)] % {"clock": Metric(metric).label}
