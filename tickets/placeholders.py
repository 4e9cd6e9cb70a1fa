"""Placeholders of macros: {{contact.first_name}} and what each stands for on a ticket."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership
from tickets.models import Ticket

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


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


def check(text: str, known: Collection[str] = VALUES) -> None:
    """Raise ValidationError that names the first placeholder that is not among the known ones, or a brace that is left
    open.
    """
    for match in PLACEHOLDER.finditer(text):
        if match[1] not in known:
            raise ValidationError(_("There is no placeholder %(name)s."), code="placeholder", params={"name": match[0]})
    rest = PLACEHOLDER.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise ValidationError(_("A placeholder is not complete: write {{ and }} around it."), code="placeholder")
