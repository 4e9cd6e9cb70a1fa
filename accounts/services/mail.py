"""The mails that allauth wants sent, through the outbox."""

from datetime import datetime

from accounts.emails import password_letter
from accounts.mailwords.catalogue import LETTER
from accounts.models import Membership, Tenant, User
from accounts.services.tokens import hash_token
from outbox.models import OutboxMessage
from outbox.services import queue_mail


def queue_password_reset(*, user: User, url: str, tenant: Tenant, now: datetime) -> None:
    """Queue the letter with the link to a new password, in the user's language, else the tenant's: in the tenant's own
    words where the user is a customer's.

    The link is the cause: asking again within the same second sends one letter.
    """
    language = user.language or tenant.language
    role = Membership.objects.filter(user=user, is_active=True).values_list("role", flat=True).first()
    context = password_letter(
        name=user.name, email=user.email, url=url, role=role or "", tenant=tenant, language=language
    )
    queue_mail(
        dedupe_key=f"password-reset:{hash_token(url)}",
        recipient=user.email,
        template=LETTER,
        context=context,
        language=language,
        now=now,
        priority=OutboxMessage.Priority.URGENT,
        is_secret=True,
    )
