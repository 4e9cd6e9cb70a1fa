"""The kinds of messages that go out: who carries each, and the task that is woken for it."""

from typing import NamedTuple

from django.utils.module_loading import import_string

from outbox.carriers import Carrier


class Kind(NamedTuple):
    """A carrier's class and the name of the task that drains its messages."""

    carrier: str
    task: str


# Each has a round of its own, so that a kind that hangs holds up no other.
KINDS = {
    "email": Kind("outbox.smtp.SmtpCarrier", "outbox.tasks.drain"),
}


def new_carrier(kind: str) -> Carrier:
    """Make the carrier for one round."""
    carrier: Carrier = import_string(KINDS[kind].carrier)()
    return carrier
