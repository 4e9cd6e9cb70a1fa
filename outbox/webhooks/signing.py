"""Signatures of the Standard Webhooks specification, so that receivers can use any of its libraries."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from outbox.models import WebhookEndpoint

PREFIX = "whsec_"
# The specification asks for 24 to 64 random bytes.
SECRET_BYTES = 32


def new_secret() -> str:
    """Make a secret: `whsec_` and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, *, webhook_id: str, timestamp: int, body: bytes) -> str:
    """Give `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`. ValueError for a secret that is none."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


def signing_besides(endpoint: WebhookEndpoint, *, now: datetime) -> list[str]:
    """Give the sealed secrets that sign at `now` beside the endpoint's own: those before it, the latest first."""
    until = endpoint.old_secret_until
    return endpoint.old_secret.split() if until is not None and until > now else []


def headers(secrets: Iterable[str], *, webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Give the three headers; with several secrets, while one takes over from another, a signature for each."""
    made = [signature(secret, webhook_id=webhook_id, timestamp=timestamp, body=body) for secret in secrets]
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(made),
    }


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("the secret is not base64") from error
