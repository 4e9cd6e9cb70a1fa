"""What takes messages of one kind out of the house, and what it says when it cannot.

A new kind is a carrier, a line in outbox/kinds.py, a task and its line in the beat schedule.
"""

from dataclasses import dataclass
from typing import Protocol

from outbox.models import OutboxMessage


class RefusedError(Exception):
    """Never: this message is refused, or cannot be written. A person has to look."""


class LaterError(Exception):
    """Not now: an answer, or silence, about this message alone. The others go on."""

    def __init__(self, answer: str, *, wait: float | None = None) -> None:
        """Keep what was answered; `wait` is in seconds where the answer names a time, instead of the limits' own."""
        super().__init__(answer)
        self.wait = wait


class AwayError(Exception):
    """Nobody to talk to, before this message was spoken of: nothing is held against it, and the round ends."""


@dataclass(frozen=True)
class Limits:
    """How patient a carrier is."""

    # First wait and longest wait in seconds, doubled from one to the other, times 0.5 to 1.5.
    first_wait: float = 5
    longest_wait: float = 3600
    # After so many the message has failed: by default after about four days.
    attempts: int = 100
    # So many rounds at once, all workers together. A worker does one thing at a time, and must have hands for the rest.
    at_once: int = 2


class Carrier(Protocol):
    """Takes messages of one kind out, one at a time; it serves one round of the relay and is then closed.

    `send` must end within two minutes, the lease of a row: each step of the talk has its own timeout. It raises
    RefusedError, LaterError or AwayError; anything else is a fault of ours, counted against this message alone.
    """

    kind: str
    limits: Limits

    def send(self, message: OutboxMessage) -> None:
        """Send it, connecting first where needed; sent twice it must be recognised as the same message."""

    def close(self) -> None:
        """Let go of connections; raises nothing."""
