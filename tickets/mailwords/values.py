"""What each placeholder stands for in one mail about a ticket to one reader."""

from collections.abc import Mapping

from accounts.mailwords.drawing import Block, Value
from accounts.mailwords.values import reader_values
from accounts.models import Tenant
from contracts.models import Contact
from tickets.models import Ticket


def values_of(
    ticket: Ticket, tenant: Tenant, reader: Contact | None, *, link: str, more: Mapping[str, object]
) -> dict[str, Value]:
    """Give the values in the active language; `more` are the mail's own, lazy texts among them.

    `reader` None is an address that nobody knows more of: they are greeted as the company.
    """
    name = reader.name if reader else ticket.customer.name
    author = str(more.get("agent.name", ""))
    values = reader_values(tenant, name, link=link) | {
        "customer.name": ticket.customer.name,
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "ticket.product": ticket.product.name if ticket.product else "–",
        "ticket.severity": ticket.get_severity_display(),
        "agent.name": author,
        "agent.first_name": author.split(" ", 1)[0],
    }
    if reader is None:
        values["contact.first_name"] = name
    return values | {key: value if isinstance(value, Block) else str(value) for key, value in more.items()}
