"""The letters that let people in: what they say, and the values of one."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.formats import full_date
from accounts.links import absolute_url
from accounts.mailwords.catalogue import READER, Group, Letter
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Value
from accounts.mailwords.sample import ADDRESS
from accounts.mailwords.sample import READER as KARIN
from accounts.mailwords.values import reader_values
from accounts.models import Invitation, Membership, Role, Tenant

INVITATION, PASSWORD = "invitation", "password"


def words_for(role: str, mail: str) -> ChosenWords:
    """Give a tenant's own words to customers' people; the desk reads the product's. One query, or none."""
    return ChosenWords.of([mail]) if role == Role.CUSTOMER else ChosenWords.standard()


def invitation_letter(*, invitation: Invitation, raw: str, inviter: Membership | None, language: str) -> dict[str, Any]:
    """Give the context of the invitation's mail: who invites (without a member the tenant), the link, and the day it
    expires there.
    """
    with translation.override(language):
        values = _invitation(
            invitation.tenant,
            name=invitation.name,
            inviter=inviter.user.name if inviter else invitation.tenant.name,
            role=invitation.get_role_display(),
            expires_at=invitation.expires_at,
            raw=raw,
        )
        return words_for(invitation.role, INVITATION).letter(INVITATION, values, language=language)


def password_letter(*, name: str, email: str, url: str, role: str, tenant: Tenant, language: str) -> dict[str, Any]:
    """Give the context of the mail with the link to a new password."""
    with translation.override(language):
        values = reader_values(tenant, name, link=url) | {"contact.email": email}
        return words_for(role, PASSWORD).letter(PASSWORD, values, language=language)


def _invitation(
    tenant: Tenant, *, name: str, inviter: str, role: str, expires_at: datetime, raw: str
) -> dict[str, Value]:
    return reader_values(tenant, name, link=absolute_url(tenant, "accounts:invitation", raw)) | {
        "inviter.name": inviter,
        "role": role,
        "expires": full_date(expires_at, ZoneInfo(tenant.zone)),
    }


def _sample_invitation(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    role, expires_at = Role.CUSTOMER.label, now + timedelta(days=14)
    return _invitation(
        tenant, name=KARIN, inviter="Maja Sandell", role=str(role), expires_at=expires_at, raw="example"
    ), {}


def _sample_password(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    return reader_values(tenant, KARIN, link=absolute_url(tenant, "account_login")) | {"contact.email": ADDRESS}, {}


LETTERS = (
    Letter(
        INVITATION,
        Group.ACCESS,
        _("Invitation"),
        _("When somebody is given access to the portal"),
        _("Invitation to {{ tenant.name }}"),
        _(
            "{{ inviter.name }} invites you to {{ tenant.name }}. Your role will be: {{ role }}.\n\nThe link works "
            "once, until {{ expires }}. If you expected no invitation, do nothing."
        ),
        _("Accept the invitation"),
        knows=(*READER, "inviter.name", "role", "expires"),
        sample=_sample_invitation,
        needs=("expires",),
    ),
    Letter(
        PASSWORD,
        Group.ACCESS,
        _("New password"),
        _("When a customer’s contact asks for a new password"),
        _("A new password for {{ tenant.name }}"),
        _(
            "Somebody, probably you, asked for a new password for {{ contact.email }}.\n\nThe link works once, for "
            "three days. If it was not you, do nothing: your password stays as it is."
        ),
        _("Choose a new password"),
        knows=(*READER, "contact.email"),
        sample=_sample_password,
    ),
)
