"""How many mails are taken up by themselves. What is over is left, and can be taken up by hand."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from inbox.models import InboundMail
from inbox.services.outcomes import TAKEN_UP, Outcome
from tickets.models import Ticket

# People in a hurry write ten mails an hour; two programs that answer each other write one every second.
MOST_OF_SENDER = 60
MOST_ON_TICKET = 40
# Receipts of new tickets, and automatic answers about refused files.
MOST_ANSWERS = 5
WINDOW = timedelta(hours=1)


def is_too_many(mail: InboundMail, ticket: Ticket | None, *, is_doubted: bool = False) -> bool:
    """Say whether this sender, or this ticket, has had its share of the hour before the mail: at most 2 questions.

    Mails whose sender could not be confirmed are counted by themselves: nobody uses up another's share by their name.
    """
    taken = _before(mail).filter(outcome__in=TAKEN_UP)
    doubted = Q(message__isnull=False) & ~Q(message__doubt="")
    if taken.filter(doubted if is_doubted else ~doubted, sender=mail.sender)[:MOST_OF_SENDER].count() >= MOST_OF_SENDER:
        return True
    return ticket is not None and taken.filter(ticket=ticket)[:MOST_ON_TICKET].count() >= MOST_ON_TICKET


def may_have_receipt(mail: InboundMail) -> bool:
    """Say whether a ticket of this sender is answered with a receipt: the first few in an hour are."""
    filed = _before(mail).filter(sender=mail.sender, outcome=Outcome.FILED)
    return filed[:MOST_ANSWERS].count() < MOST_ANSWERS


def may_be_answered(mail: InboundMail) -> bool:
    """Say whether this sender may get another automatic answer."""
    answered = _before(mail).filter(sender=mail.sender, was_answered=True)
    return answered[:MOST_ANSWERS].count() < MOST_ANSWERS


def _before(mail: InboundMail) -> QuerySet[InboundMail]:
    hour = (mail.received_at - WINDOW, mail.received_at)
    return InboundMail.objects.filter(received_at__range=hour).exclude(pk=mail.pk)
