"""Chainable filters of tickets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q

from accounts.models import Membership, Role
from accounts.tenancy.models import TenantQuerySet

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
            own = Q(contact__membership=member, contact__customer=F("customer"))
            company = Q(customer__contacts__membership=member, customer__contacts__is_company_wide=True)
            watched = Q(watchers__contact__membership=member, watchers__contact__customer=F("customer"))
            return self.filter(own | company | watched).distinct()
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
