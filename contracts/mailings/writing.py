"""What a kind of mailing gives to the round that works it off."""

from datetime import datetime
from typing import Protocol

from contracts.models import Contact
from outbox.models import OutboxMessage


class Writer(Protocol):
    """Writes one contact's mail and keeps nothing; None where nothing of it concerns them."""

    def __call__(self, contact: Contact, *, dedupe_key: str, now: datetime) -> OutboxMessage | None:
        """Write it under the key of its cause and receiver."""
