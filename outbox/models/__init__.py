"""Messages that must get out."""

from outbox.models.endpoint import WebhookAttempt, WebhookChange, WebhookEndpoint
from outbox.models.message import OutboxMessage
from outbox.models.rate import OutboxRate

__all__ = ["OutboxMessage", "OutboxRate", "WebhookAttempt", "WebhookChange", "WebhookEndpoint"]
