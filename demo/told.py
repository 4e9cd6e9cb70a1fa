"""What agents were told of their open tickets, as it happened."""

from datetime import datetime

from demo.tenants import Cast
from tickets.models import Notification, TicketEvent

Kind = TicketEvent.Kind
# So many of the latest for each agent; all but the first are read.
SHOWN, UNREAD = 12, 4
_TOLD = {
    Kind.CUSTOMER_WROTE: Notification.Kind.ANSWERED,
    Kind.NOTED: Notification.Kind.WRITTEN,
    Kind.REPLIED: Notification.Kind.WRITTEN,
    Kind.ASSIGNED: Notification.Kind.ASSIGNED,
    Kind.REOPENED: Notification.Kind.REOPENED,
}


def tell_past(cast: Cast, *, now: datetime) -> None:
    """Show on the desk what happened on each agent's open tickets. Their mails lie in the past: none is sent.

    What was told while the demo was made is replaced: it concerned tickets of a year ago as much as today's.
    """
    Notification.objects.all().delete()
    rows = []
    for agent in cast.agents:
        events = TicketEvent.objects.filter(ticket__assignee=agent, kind__in=_TOLD, at__lte=now)
        mine = events.exclude(actor=agent).exclude(ticket__status__in=["resolved", "closed"])
        for place, event in enumerate(mine.order_by("-at", "-pk")[:SHOWN]):
            rows.append(
                Notification(
                    receiver=agent,
                    kind=_TOLD[Kind(event.kind)],
                    ticket_id=event.ticket_id,
                    event=event,
                    created_at=event.at,
                    read_at=None if place < UNREAD else event.at,
                )
            )
    Notification.objects.bulk_create(reversed(rows))
