"""Requests for access as a table for files: all of them."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Table
from accounts.tables.of_rows import instant, table_of
from contracts.models import PublicRequest
from tickets.selectors.registrations import confirmed_requests


def requests_table() -> Table:
    """Give the requests for access whose address is confirmed: who waits, and what was decided."""
    return table_of(
        _("Requests for access"),
        confirmed_requests(),
        (_("Name"), lambda asked: asked.name),
        (_("Company"), lambda asked: asked.company),
        (_("E-mail address"), lambda asked: asked.email),
        (_("Telephone"), lambda asked: asked.telephone),
        (_("Message"), lambda asked: asked.message),
        (instant(pgettext("address", "Confirmed")), lambda asked: asked.confirmed_at),
        (_("Decision"), lambda asked: asked.get_state_display()),
        (instant(_("When")), lambda asked: asked.decided_at),
        (pgettext("person", "By"), _decided_by),
        (_("Customer"), lambda asked: asked.contact.customer.name if asked.contact else ""),
        (_("Reason"), lambda asked: asked.reason),
    )


def _decided_by(asked: PublicRequest) -> str:
    if asked.decided_by:
        return asked.decided_by.user.name
    return _("the mail domain") if asked.decided_at else ""
