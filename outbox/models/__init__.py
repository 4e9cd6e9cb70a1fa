"""Messages that must get out."""

from outbox.models.message import OutboxMessage
from outbox.models.rate import OutboxRate

__all__ = ["OutboxMessage", "OutboxRate"]
