"""Placeholders of macros: {{contact.first_name}} and what each stands for on a ticket."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts import formats
from accounts.mailwords.placeholders import PLACEHOLDER
from accounts.models import Membership
from tickets.models import Ticket


@dataclass(frozen=True)
class Filling:
    """A ticket, whoever writes, and the moment."""

    ticket: Ticket
    agent: Membership
    now: datetime

    def deadline(self) -> str:
        """Give the earliest running deadline in the tenant's zone; a dash where none runs."""
        due = self.ticket.next_due_at
        return formats.near_time(due, self.now, ZoneInfo(self.agent.tenant.zone)) if due else "–"

    def contact(self) -> str:
        """Give who is written to: the contact, else the company."""
        return self.ticket.contact.name if self.ticket.contact else self.ticket.customer.name

    def first_name(self) -> str:
        """Give the contact's first name, else the company's whole name."""
        return self.contact().split(" ", 1)[0] if self.ticket.contact else self.contact()


VALUES: dict[str, Callable[[Filling], str]] = {
    "contact.name": Filling.contact,
    "contact.first_name": Filling.first_name,
    "customer.name": lambda f: f.ticket.customer.name,
    "ticket.number": lambda f: str(f.ticket.number),
    "ticket.subject": lambda f: f.ticket.subject,
    "ticket.product": lambda f: f.ticket.product.name if f.ticket.product else "–",
    "ticket.severity": lambda f: f.ticket.get_severity_display(),
    "ticket.status": lambda f: f.ticket.get_status_display(),
    "agent.name": lambda f: f.agent.user.name,
    "agent.first_name": lambda f: f.agent.user.first_name,
    "deadline": Filling.deadline,
    "tenant.name": lambda f: f.agent.tenant.name,
    "tenant.telephone": lambda f: f.agent.tenant.telephone,
}


def fill(text: str, filling: Filling, *, language: str) -> str:
    """Give the text with every placeholder filled in, in the reader's language."""
    with translation.override(language):
        return PLACEHOLDER.sub(lambda match: VALUES[match[1]](filling) if match[1] in VALUES else match[0], text)
