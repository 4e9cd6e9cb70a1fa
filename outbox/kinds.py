"""The kinds of messages that go out: who carries each, and the task that is woken for it."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.module_loading import import_string

from outbox import stopping
from outbox.carriers import Carrier
from outbox.relay import drain
from outbox.slots import slot


class Kind(NamedTuple):
    """The name of the task that drains its messages, and what they are drained by: a carrier, or a round of its own."""

    task: str
    carrier: str = ""
    drain: str = ""


# Each has a round of its own, so that a kind that hangs holds up no other.
KINDS = {
    "email": Kind("outbox.tasks.drain", carrier="outbox.smtp.SmtpCarrier"),
    "webhook": Kind("outbox.tasks.drain_webhooks", drain="outbox.webhooks.rounds.drain"),
}


def new_carrier(kind: str) -> Carrier:
    """Make the carrier for one round."""
    carrier: Carrier = import_string(KINDS[kind].carrier)()
    return carrier


def drain_kind(kind: str, *, seconds: float = 10, stopped: Callable[[], bool] = stopping.is_stopping) -> int:
    """Send what is due of a kind, as outbox.relay.drain does; give how many went out."""
    own = KINDS[kind].drain
    if own:
        with slot(kind, 1) as is_ours:
            return int(import_string(own)(seconds=seconds, stopped=stopped)) if is_ours else 0
    return drain(new_carrier(kind), seconds=seconds, stopped=stopped)
