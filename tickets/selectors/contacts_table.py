"""A customer's contacts as a table for files: all of them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import table_of
from contracts.models import Customer
from tickets.selectors.customers import contact_lines, sees_words


def contacts_table(customer: Customer, *, now: datetime) -> Table:
    """Give a customer's contacts, those who are gone last."""
    states = {
        "joined": pgettext("contact", "Joined"),
        "left": pgettext("contact", "Removed"),
        "invited": pgettext("contact", "Invited"),
    }
    return table_of(
        named(_("Contacts"), customer.name),
        contact_lines(customer, now),
        (_("Customer"), lambda _line: customer.name),
        (_("Name"), lambda line: line.contact.name),
        (_("Title"), lambda line: line.contact.title),
        (_("E-mail address"), lambda line: line.contact.email),
        (_("Telephone"), lambda line: line.contact.telephone),
        (_("Sees"), lambda line: sees_words(line.contact)),
        (_("Portal"), lambda line: states.get(line.state, "")),
    )
