"""How many mails of one sender are taken up by themselves. What is over is left, and can be taken up by hand."""

from datetime import datetime, timedelta

from inbox.models import InboundMail
from inbox.services.outcomes import TAKEN_UP
from tickets.models import Message, Ticket

# People in a hurry write ten mails an hour; two programs that answer each other write one every second.
MOST_OF_SENDER = 60
MOST_ON_TICKET = 40
WINDOW = timedelta(hours=1)


def is_too_many(sender: str, ticket: Ticket | None, *, now: datetime) -> bool:
    """Say whether this sender, or this ticket, has had its share of the last hour: at most 2 questions."""
    since = now - WINDOW
    theirs = InboundMail.objects.filter(sender=sender, received_at__gt=since, outcome__in=TAKEN_UP)
    if theirs[:MOST_OF_SENDER].count() >= MOST_OF_SENDER:
        return True
    if ticket is None:
        return False
    written = Message.objects.filter(ticket=ticket, channel=Ticket.Channel.EMAIL, at__gt=since)
    return written.filter(kind=Message.Kind.CUSTOMER)[:MOST_ON_TICKET].count() >= MOST_ON_TICKET
