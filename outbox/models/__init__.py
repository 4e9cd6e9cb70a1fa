"""Messages that must get out."""

from outbox.models.endpoint import WebhookAttempt, WebhookChange, WebhookEndpoint
from outbox.models.file import OutboxFile
from outbox.models.message import OutboxMessage
from outbox.models.rate import OutboxRate
from outbox.models.signing_key import SigningKey

__all__ = [
    "OutboxFile",
    "OutboxMessage",
    "OutboxRate",
    "SigningKey",
    "WebhookAttempt",
    "WebhookChange",
    "WebhookEndpoint",
]
