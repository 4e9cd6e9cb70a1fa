"""Chainable filters of tickets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, Q, Subquery

from accounts.models import Membership, Role
from accounts.tenancy.models import TenantQuerySet
from contracts.models import Contact

if TYPE_CHECKING:
    from tickets.models import Ticket  # noqa: F401


class TicketQuerySet(TenantQuerySet["Ticket"]):
    """Who may see what, and which tickets need somebody."""

    def visible_to(self, member: Membership) -> TicketQuerySet:
        """Keep what this member may see (domain: People).

        A contact: their own at the company they belong to now and those there that they watch, or all of it if
        company-wide. A consultant: what was
        handed to them, and the history of those customers. Everybody else at the desk: all.
        """
        if member.role == Role.CUSTOMER:
            # A membership belongs to one contact: asked for by key, so that the customer's tickets come by their index.
            contacts = Contact.objects.filter(membership=member)
            key, wide = contacts.values("pk")[:1], contacts.filter(is_company_wide=True)
            watchers: Any = apps.get_model("tickets", "TicketWatcher")
            watched = watchers.objects.filter(contact=Subquery(key)).values("ticket")
            seen = Q(contact=Subquery(key)) | Exists(wide) | Q(pk__in=watched)
            return self.filter(seen, customer=Subquery(contacts.values("customer")[:1]))
        if member.role == Role.CONSULTANT:
            handed = self.model.objects.filter(assignee=member)
            return self.filter(customer__in=handed.values("customer"))
        return self

    def open(self) -> TicketQuerySet:
        """Keep tickets on which somebody still has to do something."""
        return self.filter(status__in=self.model.OPEN_STATUSES)

    def at_risk(self, now: datetime) -> TicketQuerySet:
        """Keep tickets with a running clock past its warning share, breached ones included."""
        return self.filter(queue_section=1, next_risk_at__lte=now)

    def breached(self, now: datetime) -> TicketQuerySet:
        """Keep tickets with a running clock past its deadline."""
        return self.filter(queue_section=1, next_due_at__lt=now)
