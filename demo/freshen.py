"""Makes the demo's clocks run: a promise is about to break whenever somebody looks."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Membership, Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from demo.ask_now import solve_one_to_ask_about
from demo.plots import book
from demo.tenants import VENDORS, Vendor
from sla.models import Severity
from tickets.models import Team, Ticket
from tickets.services.filing import file_ticket
from tickets.services.resolution import resolve

MARK = "demo-live-"
# Of 15 minutes by the clock: the first warns in a minute, the second is late in three, the third has just come.
AGES = (timedelta(minutes=10, seconds=15), timedelta(minutes=12), timedelta(minutes=2))


def freshen(*, now: datetime) -> dict[str, int]:
    """File three Critical tickets for each demo tenant and solve those of earlier starts; give how many were filed.
    One more is solved as of yesterday, so that its survey goes out.

    Their contract has cover round the clock, so that they run at night as well. Run twice in a minute, it files none.
    """
    filed = {}
    for vendor in VENDORS:
        tenant = Tenant.objects.filter(slug=vendor.slug).first()
        if tenant:
            with tenant_context(tenant.pk), transaction.atomic():
                filed[vendor.slug] = _freshen(vendor, now)
                solve_one_to_ask_about(vendor, now=now)
    return filed


def _freshen(vendor: Vendor, now: datetime) -> int:
    minute = f"{MARK}{now:%Y%m%d%H%M}-"
    live = Ticket.objects.filter(external_id__startswith=MARK)
    if live.filter(external_id__startswith=minute).exists():
        return 0
    texts = book(vendor.language).live
    agent = Membership.objects.get(user__email=f"agent@{vendor.domain}")
    for ticket in live.open().order_by("pk"):
        resolve(ticket=ticket, actor=agent, solution=texts["solution"], now=now)
    contacts = Contact.objects.select_related("customer__tenant", "membership")
    contact = contacts.filter(customer__name=vendor.watched).order_by("pk")[0]
    team = Team.objects.get(name=vendor.teams[-1])
    for number, age in enumerate(AGES):
        file_ticket(
            actor=None,
            customer=contact.customer,
            contact=contact,
            subject=texts["subjects"][number],
            text=texts["texts"][number],
            severity=Severity.CRITICAL,
            team=team,
            channel=Ticket.Channel.PHONE,
            external_id=f"{minute}{number}",
            now=now - age,
        )
    return len(AGES)
