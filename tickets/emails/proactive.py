"""Mails about what we noticed before the customer did."""

from datetime import datetime

from accounts.mailwords.drawing import written
from outbox.services import queue_all
from tickets.emails.postroom import Postroom, Telling
from tickets.emails.receivers import own
from tickets.models import Message, Ticket


def tell_runs(ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Tell the case's contact, in their language, which payroll runs are not approved. Without address nobody is."""
    receivers = own(ticket)
    if not receivers:
        return
    telling = Telling("payroll_runs", f"message:{message.pk}", {"message": written(message.text)})
    room = Postroom.of([telling.mail])
    queue_all([room.write(ticket, receiver, telling, now=now) for receiver in receivers])
