"""What the letters of this app say; the outbox renders `templates/emails/accounts/…` in the receiver's language."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.formats import full_date
from accounts.links import absolute_url
from accounts.models import Invitation, Membership


def invitation_letter(*, invitation: Invitation, raw: str, inviter: Membership | None, language: str) -> dict[str, Any]:
    """Give the context of emails/accounts/invitation: who invites (without a member the tenant), the link,
    and the day it expires there.
    """
    tenant = invitation.tenant
    with translation.override(language):
        return {
            "name": invitation.name,
            "role": invitation.get_role_display(),
            "inviter": inviter.user.name if inviter else tenant.name,
            "expires": full_date(invitation.expires_at, ZoneInfo(tenant.zone), language),
            "url": absolute_url(tenant, "accounts:invitation", raw),
        }
