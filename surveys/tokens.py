"""The secret part of a survey's link: nobody can guess it, and the survey keeps its hash alone.
It stands in the mail, which the outbox keeps as it keeps every mail (docs/outbox.md).
"""

import hashlib
from base64 import urlsafe_b64encode

from django.conf import settings
from django.utils.crypto import salted_hmac

from surveys.models import Invitation


def token_hash(token: str) -> str:
    """Give what is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token(invitation: Invitation) -> str:
    """Give the token of an invitation that is sent now; made of the application's secret, so that it can be made again
    for the reminder.
    """
    return _made(invitation, settings.SECRET_KEY)


def same_token(invitation: Invitation) -> str | None:
    """Give the token with which it was sent; None where that was under a secret that is no longer known."""
    made = (_made(invitation, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return next((token for token in made if token_hash(token) == invitation.token_hash), None)


def _made(invitation: Invitation, key: str | bytes) -> str:
    value = f"{invitation.tenant_id}-{invitation.pk}"
    digest = salted_hmac("surveys.link", value, secret=key, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
