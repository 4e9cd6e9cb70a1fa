"""What the letters of this app say; the outbox renders `templates/emails/accounts/…` in the receiver's language."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.formats import full_date
from accounts.links import absolute_url
from accounts.models import Invitation, Membership


def invitation_letter(*, invitation: Invitation, raw: str, inviter: Membership, language: str) -> dict[str, Any]:
    """Give the context of emails/accounts/invitation: who invites, the secret link, and the day it expires there."""
    tenant = inviter.tenant
    with translation.override(language):
        return {
            "name": invitation.name,
            "role": invitation.get_role_display(),
            "inviter": inviter.user.name,
            "expires": full_date(invitation.expires_at, ZoneInfo(tenant.zone), language),
            "url": absolute_url(tenant, "accounts:invitation", raw),
        }
