"""Which outcomes mean what."""

from inbox.models.outcome import Outcome

__all__ = ["CAN_BE_TAKEN_UP", "TAKEN_UP", "Outcome"]

TAKEN_UP = frozenset({Outcome.FILED, Outcome.ADDED, Outcome.NOTED, Outcome.BOUNCED})
# Left by a rule, but somebody at the desk may see it otherwise. Copies and our own would only be doubled.
CAN_BE_TAKEN_UP = frozenset(
    {Outcome.AUTOMATIC, Outcome.LIST, Outcome.TOO_MANY, Outcome.NOBODY, Outcome.SPAM, Outcome.UNWANTED}
)
