"""What became of a mail."""

from typing import NamedTuple

from inbox.services.outcomes import Outcome
from tickets.models import Message, Ticket


class Taken(NamedTuple):
    """What was done, and where it stands."""

    outcome: Outcome
    ticket: Ticket | None = None
    message: Message | None = None
