"""One tenant: two agents, of whom one is a team, two managers, a customer with cover round the clock, open tickets."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Membership, Role, Tenant, User
from accounts.tenancy.context import tenant_context
from contracts.models import Contact, Contract, Customer
from contracts.selectors.plans import newest_version
from contracts.services.defaults import create_default_plans
from sla.services.defaults import create_builtin_calendar, create_policy
from tickets.models import Team, TeamMember
from tickets.services.filing import file_ticket

TICKETS = 20


@transaction.atomic
def make_tenant(slug: str, *, now: datetime) -> None:
    """Make it by the product's own services."""
    opened = now - timedelta(days=30)
    is_swedish = slug == "nordsoft"
    tenant = Tenant.objects.create(
        slug=slug, name=slug.title(), language="sv" if is_swedish else "da", sender=f"support@{slug}.example"
    )
    with tenant_context(tenant.pk):
        calendar = create_builtin_calendar(code="SE" if is_swedish else "DK", name="Support", now=opened)
        policy = create_policy(name="Standard", calendar=calendar, now=opened, is_default=True)
        plans = create_default_plans(now=opened)
        people = [
            Membership.objects.create(user=User.objects.create(email=f"{name}@{slug}.example", name=name), role=role)
            for name, role in (
                ("maja", Role.AGENT), ("oskar", Role.AGENT), ("henrik", Role.MANAGER), ("astrid", Role.MANAGER)
            )
        ]  # fmt: skip
        TeamMember.objects.create(team=Team.objects.create(name="Systems"), membership=people[0])
        customer = Customer.objects.create(name="Bergs Bygg AB")
        Contract.objects.create(
            customer=customer, plan_version=newest_version(plans[2]), policy=policy, starts_on=date(2020, 1, 1),
            covers_critical=True,
        )  # fmt: skip
        for number in range(TICKETS):
            # One in twenty writes from an address that no longer exists.
            name = "gone" if number == 0 else f"karin{number}"
            contact = Contact.objects.create(customer=customer, name="Karin Bergman", email=f"{name}@bergs.example")
            file_ticket(
                actor=None, customer=customer, contact=contact, subject="Invoices cannot be printed",
                text="Since last night's update the print window closes by itself.", severity="normal", now=now,
            )  # fmt: skip
