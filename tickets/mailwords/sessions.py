"""The mails about booked sessions and quotas."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.links import absolute_url
from accounts.mailwords.catalogue import READER, Group, Letter
from accounts.mailwords.drawing import Value
from accounts.mailwords.sample import READER as KARIN
from accounts.mailwords.values import reader_values
from accounts.models import Tenant
from contracts.models.currency import home_currency

SESSION = (*READER, "session.name", "session.when", "session.product")
QUOTA = (*READER, "customer.name", "quota.name", "quota.year")


def when_text(starts_at: datetime, ends_at: datetime, tenant: Tenant) -> str:
    """Say from when to when, in the active language."""
    zone = ZoneInfo(tenant.zone)
    begin, end = formats.clock_time(starts_at, zone), formats.clock_time(ends_at, zone)
    return f"{formats.full_date(starts_at, zone)}, {begin}–{end}"


def cost_text(price: str, discount: str) -> str:
    """Say what work beyond a quota costs, in the active language; price and discount as texts, empty where none."""
    if not price:
        return gettext("Work beyond it is billed by the hour.")
    said = gettext("Work beyond it is billed at %(price)s an hour.") % {"price": price}
    off = gettext("Your plan’s discount of %(percent)s per cent is taken off.") % {"percent": discount}
    return f"{said} {off}" if discount else said


def _session(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    begins = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    return reader_values(tenant, KARIN, link=absolute_url(tenant, "portal:bookings")) | {
        "session.name": gettext("Yearly service check"),
        "session.when": when_text(begins, begins + timedelta(hours=2), tenant),
        "session.product": gettext("Payroll"),
        "consultant.name": "Oskar Nyström",
        "file.name": "result.pdf",
    }, {}


def _quota(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    hours = {"used": 3, "left": 1, "allowed": 4}
    amounts = {key: formats.duration(each * 3600) for key, each in hours.items()}
    return reader_values(tenant, KARIN, link=absolute_url(tenant, "portal:contract")) | {
        "customer.name": "Bergs Bygg AB",
        "quota.name": gettext("Legal and security assistance"),
        "quota.year": str(now.year),
        "quota.used": gettext("%(used)s of %(allowed)s used") % amounts,
        "quota.left": gettext("%(left)s of %(allowed)s left") % amounts,
        "cost": cost_text(formats.money(Decimal(1450), home_currency(tenant.zone)), ""),
    }, {}


_OPEN, _CONTRACT = _("Open the booked sessions"), _("See your contract")
LETTERS = (
    Letter(
        "session_booked",
        Group.SESSIONS,
        _("Session booked"),
        _("When a session is agreed"),
        _("{{ session.name }} is booked"),
        _("{{ session.when }}, with {{ consultant.name }}.\n\n{{ session.product }}"),
        _OPEN,
        knows=(*SESSION, "consultant.name"),
        sample=_session,
        needs=("session.when",),
    ),
    Letter(
        "session_moved",
        Group.SESSIONS,
        _("Session moved"),
        _("When its time or consultant changes"),
        _("{{ session.name }} is moved"),
        _("{{ session.when }}, with {{ consultant.name }}.\n\n{{ session.product }}"),
        _OPEN,
        knows=(*SESSION, "consultant.name"),
        sample=_session,
        needs=("session.when",),
    ),
    Letter(
        "session_cancelled",
        Group.SESSIONS,
        _("Session cancelled"),
        _("When it does not take place"),
        _("{{ session.name }} is cancelled"),
        _("This session is cancelled: {{ session.when }}.\n\n{{ session.product }}"),
        _OPEN,
        knows=(*SESSION, "consultant.name"),
        sample=_session,
        needs=("session.when",),
    ),
    Letter(
        "session_result",
        Group.SESSIONS,
        _("Result of a session"),
        _("When its result can be read in the portal"),
        _("{{ session.name }}: the result"),
        _("The result of {{ session.when }} is ready: {{ file.name }}. You read it in the portal."),
        _OPEN,
        knows=(*SESSION, "consultant.name", "file.name"),
        sample=_session,
    ),
    Letter(
        "quota_warning",
        Group.SESSIONS,
        _("Quota, 80 per cent"),
        _("When 80 per cent of a year’s quota is used"),
        _("{{ quota.name }}: 80 per cent of the year’s quota is used"),
        _(
            "Your plan’s quota “{{ quota.name }}” for {{ quota.year }}: {{ quota.used }}.\n\nBefore any work beyond "
            "it, you are told what it costs."
        ),
        _CONTRACT,
        knows=(*QUOTA, "quota.used"),
        sample=_quota,
        needs=("quota.used",),
    ),
    Letter(
        "quota_used_up",
        Group.SESSIONS,
        _("Quota used up"),
        _("When all of a year’s quota is used"),
        _("{{ quota.name }}: the year’s quota is used up"),
        _(
            "Your plan’s quota “{{ quota.name }}” for {{ quota.year }}: {{ quota.used }}.\n\nBefore any work beyond "
            "it, you are told what it costs."
        ),
        _CONTRACT,
        knows=(*QUOTA, "quota.used"),
        sample=_quota,
        needs=("quota.used",),
    ),
    Letter(
        "quota_overrun",
        Group.SESSIONS,
        _("Quota, price beyond it"),
        _("Before work beyond a quota; what was said is kept"),
        _("{{ quota.name }}: what work beyond your quota costs"),
        _(
            "Your plan’s quota “{{ quota.name }}” for {{ quota.year }}: {{ quota.left }}.\n\n{{ cost }} Answer this "
            "mail if you do not want that."
        ),
        _CONTRACT,
        knows=(*QUOTA, "quota.left", "cost"),
        sample=_quota,
        needs=("cost",),
    ),
)
