"""The mail that hands a question to the outside company that answers for its product."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.mailwords.catalogue import Group, Letter
from accounts.mailwords.drawing import Block, Value, written
from accounts.mailwords.values import Fact, facts
from accounts.models import Tenant
from contracts.models import Contact
from tickets.mailwords.letters import TICKET
from tickets.mailwords.sample import sample_ticket, sample_values
from tickets.models import Ticket

PARTNER = "partner"


def partner_values(ticket: Ticket, partner: str, report: str) -> dict[str, str | Block]:
    """Give what the partner is told besides the ticket, in the active language; the contact is the customer's."""
    contact = ticket.contact
    reported = formats.weekday_time(ticket.opened_at, ZoneInfo(ticket.tenant.zone))
    return {
        "partner.name": partner,
        "facts": _facts(ticket, contact, reported),
        "message": written(report),
    }


def _facts(ticket: Ticket, contact: Contact | None, reported: str) -> Block:
    return facts(
        [
            Fact(gettext("Customer"), ticket.customer.name),
            Fact(gettext("Contact"), contact.telephone if contact else "", contact.name if contact else ""),
            Fact(gettext("E-mail address"), contact.email if contact else ""),
            Fact(gettext("Severity"), ticket.get_severity_display()),
            Fact(gettext("Reported"), reported),
            Fact(gettext("What was found"), ticket.finding),
        ]
    )


def _sample(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    ticket, values = sample_ticket(), sample_values(tenant, "", now)
    ticket.finding = gettext("The bank’s file has a new format.")
    contact = Contact(name=str(values["contact.name"]), email="karin@bergsbygg.example", telephone="08-123 45 67")
    reported = formats.weekday_time(now, ZoneInfo(tenant.zone))
    return values | {
        "partner.name": "Bankbolaget AB",
        "facts": _facts(ticket, contact, reported),
        "message": written(gettext("The payroll run stops.")),
    }, {}


LETTERS = (
    Letter(
        PARTNER,
        Group.TICKETS,
        _("Question handed to a partner"),
        _("To the company that answers for a product, in your own language"),
        _("{{ ticket.product }}: ticket {{ ticket.number }}, {{ ticket.subject }}"),
        _(
            "{{ tenant.name }} hands this question about {{ ticket.product }} to you. Answer this mail with the number "
            "in the subject.\n\n{{ facts }}\n\n{{ message }}"
        ),
        "",
        # There is no page for them to open.
        knows=(*(name for name in TICKET if name != "link"), "partner.name", "facts", "message"),
        sample=_sample,
        needs=("ticket.number", "message"),
    ),
)
