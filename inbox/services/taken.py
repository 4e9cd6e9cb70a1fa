"""What became of a mail."""

from typing import NamedTuple

from inbox.services.outcomes import Outcome
from tickets.models import Message, Ticket


class Taken(NamedTuple):
    """What was done, and where it stands; whether the sender got an automatic answer about it."""

    outcome: Outcome
    ticket: Ticket | None = None
    message: Message | None = None
    was_answered: bool = False
