"""Notices and newsletters as tables for files: what their pages list, all of it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.models import Tenant
from accounts.tables import Table
from accounts.tables.of_rows import AT_ONCE, day, instant, table_of
from contracts.models import Newsletter, Notice
from contracts.notices.selectors import with_products
from contracts.notices.words import Worded, worded


def notices_table(found: QuerySet[Notice], tenant: Tenant, *, now: datetime) -> Table:
    """Give notices of `desk_notices` in the active language, with how many were told."""
    language = get_language() or ""
    rows = (worded(notice, tenant, language, now) for notice in with_products(found).iterator(AT_ONCE))
    return table_of(
        pgettext("portal", "Notices"),
        rows,
        (pgettext("notice", "Title"), lambda told: told.title.text),
        (pgettext("notice", "Kind"), lambda told: told.kind),
        (_("Status"), _status),
        (instant(_("Begins")), lambda told: told.notice.starts_at),
        (instant(_("Ends")), lambda told: told.notice.ends_at),
        (day(_("Day")), lambda told: told.notice.on_day),
        (_("Products"), lambda told: told.products or _("All products")),
        (instant(_("Published at")), lambda told: told.notice.published_at),
        (_("Mailed to"), lambda told: told.notice.told),  # type: ignore[attr-defined]
        (instant(_("Changed")), lambda told: told.notice.updated_at),
        (_("Changed by"), lambda told: told.notice.updated_by.user.name if told.notice.updated_by else ""),
    )


def _status(told: Worded) -> str:
    status = told.notice.get_status_display()
    is_out = told.notice.status == Notice.Status.PUBLISHED
    return f"{status}, {told.state_word}" if is_out and told.state_word else status


def newsletters_table(found: QuerySet[Newsletter]) -> Table:
    """Give the issues."""
    return table_of(
        _("Newsletters"),
        found,
        (day(_("Day of issue")), lambda one: one.issued_on),
        (_("Status"), lambda one: one.get_status_display()),
        (instant(_("Sent at")), lambda one: one.sent_at),
        (_("Sent by"), _sent_by),
    )


def _sent_by(one: Newsletter) -> str:
    if one.sent_by:
        return one.sent_by.user.name
    return pgettext("newsletter", "by itself") if one.sent_at else ""
