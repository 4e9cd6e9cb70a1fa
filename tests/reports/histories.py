"""Tickets with histories thrown by dice: pauses, questions, other severities, other terms, solved and opened again."""

from datetime import datetime, timedelta
from random import Random

from sla.models import Severity
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.clocks import record_terms
from tickets.models import Ticket, TicketEvent
from tickets.services.clocks import sync_clocks

Kind = TicketEvent.Kind


def make_history(cast: Cast, dice: Random, *, filed: datetime, until: datetime) -> Ticket:
    """File a ticket and let things happen to it; whole seconds, and never later than `until`."""
    ticket = make_ticket(cast, now=filed, severity=dice.choice(Severity.values))
    at = filed
    while dice.random() < 0.9:
        at += timedelta(seconds=dice.choice([600, 4_000, 20_000, 90_000, 250_000]) + dice.randrange(600))
        if at > until:
            break
        kind, data = _happening(cast, dice)
        TicketEvent.objects.create(ticket=ticket, kind=kind, at=at, data=data)
    sync_clocks(ticket)
    ticket.save()
    return ticket


def _happening(cast: Cast, dice: Random) -> tuple[Kind, dict[str, object]]:
    kind = dice.choice(
        [*[Kind.STATUS] * 5, *[Kind.CUSTOMER_WROTE] * 3, Kind.REPLIED, Kind.REPLIED, Kind.STARTED, *[Kind.SEVERITY] * 3,
         Kind.TERMS, Kind.RESOLVED, Kind.REOPENED, Kind.REOPENED, Kind.CLOSED]
    )  # fmt: skip
    if kind == Kind.STATUS:
        return kind, {"status": dice.choice(["waiting_customer", "in_progress", "waiting_third_party"])}
    if kind == Kind.SEVERITY:
        return kind, {"severity": dice.choice(Severity.values)}
    if kind == Kind.TERMS:
        version = dice.choice(list(cast.policy.versions.all()))
        return kind, record_terms(version, channel="portal", covers_critical=dice.random() < 0.5)
    return kind, {}
