"""The mails to people who ask for access or write by the public form."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.links import absolute_url
from accounts.mailwords.catalogue import READER, Group, Letter
from accounts.mailwords.drawing import Value
from accounts.mailwords.sample import READER as KARIN
from accounts.mailwords.values import plain, reader_values
from accounts.models import Tenant
from contracts.mailwords.sample import COMPANY

REQUEST = (*READER, "customer.name", "sent")


def request_values(tenant: Tenant, *, name: str, company: str, sent_at: datetime, link: str) -> dict[str, Value]:
    """Give what these mails know, in the active language. `company` is as they typed it."""
    sent = formats.full_date(sent_at, ZoneInfo(tenant.zone))
    return reader_values(tenant, name, link=link) | {"customer.name": company, "sent": sent}


def _sample(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    link = absolute_url(tenant, "account_login")
    values = request_values(tenant, name=KARIN, company=COMPANY, sent_at=now, link=link)
    return values | {"reason": plain(gettext("We do not find your company among our customers."))}, {}


_CONFIRM, _VALID = _("Confirm the address"), _("Confirm your address to {{ tenant.name }}")
LETTERS = (
    Letter(
        "confirm_access",
        Group.ACCESS,
        _("Address to confirm, access"),
        _("When somebody asks for access; known or not, everybody reads the same"),
        _VALID,
        _(
            "Somebody has asked for access to {{ tenant.name }} with this address. If that was you, confirm it on the "
            "page behind this link.\n\nThe link is valid for 3 days. If you did not ask, do nothing: we then forget it."
        ),
        _CONFIRM,
        knows=REQUEST,
        sample=_sample,
    ),
    Letter(
        "confirm_enquiry",
        Group.ACCESS,
        _("Address to confirm, enquiry"),
        _("When somebody writes by the public form"),
        _VALID,
        _(
            "Somebody has written to {{ tenant.name }} with this address. If that was you, confirm it on the page "
            "behind this link.\n\nThe link is valid for 3 days. If you did not ask, do nothing: we then forget it."
        ),
        _CONFIRM,
        knows=REQUEST,
        sample=_sample,
    ),
    Letter(
        "access_known",
        Group.ACCESS,
        _("Access is there already"),
        _("When somebody who can sign in asks for access"),
        _("You have access to {{ tenant.name }}"),
        _(
            "You asked for access on {{ sent }}. You have it already: sign in with this address. If you have "
            "forgotten your password, choose a new one there."
        ),
        _("Sign in"),
        knows=REQUEST,
        sample=_sample,
    ),
    Letter(
        "access_refused",
        Group.ACCESS,
        _("Access refused"),
        _("When the desk says no"),
        _("Your request to {{ tenant.name }}"),
        _("You asked for access on {{ sent }}, for {{ customer.name }}. We cannot give it to you:\n\n{{ reason }}"),
        "",
        knows=(*REQUEST, "reason"),
        sample=_sample,
        needs=("reason",),
    ),
)
