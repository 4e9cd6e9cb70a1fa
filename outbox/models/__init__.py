"""Messages that must get out."""

from outbox.models.message import OutboxMessage

__all__ = ["OutboxMessage"]
