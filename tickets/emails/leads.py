"""The receipt of an enquiry."""

from datetime import datetime

from accounts.mailwords.drawing import written
from outbox.services import queue_all
from tickets.emails.postroom import Postroom, Telling
from tickets.emails.receivers import own
from tickets.models import Ticket


def tell_enquiry_received(ticket: Ticket, *, now: datetime) -> None:
    """Tell whoever asked that their enquiry has arrived, and under which number."""
    text = ticket.messages.order_by("pk")[0].text
    room = Postroom.of(["enquiry"])
    telling = Telling("enquiry", f"enquiry:{ticket.pk}", {"message": written(text)})
    queue_all([room.write(ticket, receiver, telling, now=now) for receiver in own(ticket)])
