"""The mails that allauth wants sent, through the outbox."""

from datetime import datetime
from typing import Any

from accounts.models import Tenant, User
from accounts.services.tokens import hash_token
from outbox.models import OutboxMessage
from outbox.services import queue_mail


def queue_password_reset(*, user: User, url: str, tenant: Tenant, now: datetime) -> None:
    """Queue the letter with the link to a new password, in the user's language, else the tenant's.

    The link is the cause: asking again within the same second sends one letter.
    """
    context: dict[str, Any] = {"name": user.first_name, "email": user.email, "url": url}
    queue_mail(
        dedupe_key=f"password-reset:{hash_token(url)}",
        recipient=user.email,
        template="accounts/password_reset",
        context=context,
        language=user.language or tenant.language,
        now=now,
        priority=OutboxMessage.Priority.URGENT,
        is_secret=True,
    )
