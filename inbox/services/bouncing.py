"""A mail of ours that could not be delivered: tied to its message, the contact marked, the desk told."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.models import Contact
from inbox.reading import Bounce, Letter
from inbox.services.outcomes import Outcome
from inbox.services.taken import Taken
from outbox.models import OutboxMessage
from tickets.models import Ticket
from tickets.services.messages import add_note
from tickets.threads import ticket_of_message_id


def take(letter: Letter, *, now: datetime) -> Taken:
    """Take a delivery report. Believed of mails that we have sent alone: anybody can write a report."""
    bounce = letter.bounce
    if bounce is None:
        return Taken(Outcome.AUTOMATIC)
    sent = OutboxMessage.objects.filter(message_id=f"<{bounce.message_id}>").first() if bounce.message_id else None
    number = ticket_of_message_id(bounce.message_id)
    ticket = Ticket.objects.filter(number=number).first() if number else None
    if sent is None and ticket is None:
        return Taken(Outcome.AUTOMATIC)
    if sent is not None and bounce.is_final:
        _mark(sent.recipient, bounce, now=now)
    if ticket is not None and bounce.is_final and ticket.merged_into_id is None:
        ticket = add_note(ticket=ticket, actor=None, text=_words(bounce), sender=letter.sender.address, now=now)
    return Taken(Outcome.BOUNCED, ticket)


def _mark(address: str, bounce: Bounce, *, now: datetime) -> None:
    """Mark whoever has the address; the mark goes when the address is changed or mail arrives from it."""
    Contact.objects.filter(email__iexact=address).update(bounced_at=now, bounce_reason=bounce.reason[:300])


def _words(bounce: Bounce) -> str:
    values = {"address": bounce.recipient, "reason": bounce.reason or bounce.status}
    return _("Our mail to %(address)s could not be delivered: %(reason)s") % values
