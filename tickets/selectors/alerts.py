"""Alerts of one member."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import formats
from accounts.access import MANAGERS
from accounts.models import Membership
from sla.models import Metric
from sla.terms import StepKind, step_kind
from tickets.models import Alert, Ticket
from tickets.models.alert import NOT_ARRIVED
from tickets.selectors.alert_reasons import failure_words, went_on_words, why_words

SHOWN = 50
SHOWN_FAILED = 10
# A failed mail that is sent again by hand later than this is not looked for any more.
FOLLOWED = timedelta(days=14)


@dataclass(frozen=True)
class AlertRow:
    """One alert, every text ready. `css` is the clock state it warned of, `why` why its receiver is told.

    `failure` says what became of a mail that did not arrive, and to whom the alert went on.
    """

    number: int
    url: str
    subject: str
    customer: str
    text: str
    css: str
    due: str
    raised: str
    is_unread: bool
    why: str
    failure: str


def my_alerts(member: Membership, *, now: datetime) -> list[AlertRow]:
    """Give the latest alerts about tickets the member may see, the unread first. Two queries."""
    alerts = alerts_of(member).order_by(F("read_at").desc(nulls_first=True), "-pk")
    return [_row(alert, now) for alert in alerts[:SHOWN]]


def alerts_of(member: Membership) -> QuerySet[Alert]:
    """Give the alerts that a member was told of, about tickets they may see, with what `alert_words` and `failure_of`
    need.
    """
    seen = Ticket.objects.visible_to(member).values("pk")
    return _with_words(Alert.objects.filter(receiver=member)).filter(ticket__in=seen)


def failed_alerts(member: Membership, *, now: datetime) -> list[Alert]:
    """Give the alerts of the last two weeks whose mail did not arrive: for managers all that none of them has taken
    note of, for others their own unread ones. The newest first, one more than SHOWN_FAILED at most. Two queries.
    """
    failed = _with_words(Alert.objects.filter(NOT_ARRIVED, failed_at__gte=now - FOLLOWED))
    seen = Ticket.objects.visible_to(member).values("pk")
    own = failed.filter(receiver=member, read_at=None, ticket__in=seen)
    found = failed.filter(noted_at=None) if member.role in MANAGERS else own
    return list(found.order_by("-pk")[: SHOWN_FAILED + 1])


def failed_rows(alerts: Iterable[Alert], *, now: datetime) -> list[AlertRow]:
    """Give what `failed_alerts` found, in words."""
    return [_row(alert, now) for alert in alerts]


def _with_words(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    told = Alert.objects.select_related("receiver__user").order_by("pk")
    related = ("ticket__customer", "clock", "receiver__user", "receiver__tenant", "handed_from__receiver__user")
    return alerts.select_related(*related).prefetch_related(Prefetch("handed_to", told))


def _row(alert: Alert, now: datetime) -> AlertRow:
    zone = ZoneInfo(alert.receiver.tenant.zone)
    return AlertRow(
        number=alert.ticket.number,
        url=reverse("desk:ticket", args=[alert.ticket.number]),
        subject=alert.ticket.subject,
        customer=alert.ticket.customer.name,
        text=alert_words(alert.step, alert.clock.metric),
        css=tone_of(alert),
        due=formats.near_time(alert.due_at, now, zone),
        raised=formats.near_time(alert.raised_at, now, zone),
        is_unread=alert.read_at is None,
        why=why_words(alert),
        failure=failure_of(alert),
    )


def failure_of(alert: Alert) -> str:
    """Say what became of a mail that did not arrive, and to whom the alert went on; nothing where it did."""
    if alert.failed_at is None or (alert.out_at is not None and alert.failed_by != Alert.Failure.BOUNCED):
        return ""
    said = failure_words(alert.failed_by, alert.failure, alert.receiver.user.name)
    names = [after.receiver.user.name for after in alert.handed_to.all()]
    return f"{said} {went_on_words(names)}" if names else said


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
