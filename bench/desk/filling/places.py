"""The tenants, made by the product's own services: people, hours, policy, plans, and one ticket to copy from."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Membership, Role, Tenant, User
from accounts.tenancy.context import tenant_context
from contracts.models import Contact, Contract, Customer, Product
from contracts.selectors.plans import newest_version
from contracts.services.defaults import create_default_plans
from sla.services.defaults import create_builtin_calendar, create_policy
from tickets.models import Team, TeamMember
from tickets.services.filing import file_ticket

TENANTS = 50
LARGEST, SMALL = "vendor-0", "vendor-1"  # a fifth of all tickets, and a hundredth
AGENTS = 220  # at the largest tenant: 200 who read and 20 who write
PASSWORD = "only-the-measurement-signs-in-with-this"
LANGUAGES = ("sv", "da", "en")


class Place(NamedTuple):
    """One tenant; `size` is how many tickets it gets, `ticket`, `customer`, `contact` and `contract` are copied."""

    n: int
    tenant_id: int
    language: str
    size: int
    customers: int
    ticket: int
    customer: int
    contact: int
    contract: int
    agents: list[int]
    teams: list[int]
    products: list[int]


def sizes(total: int, tenants: int) -> list[int]:
    """Give each tenant's tickets: a fifth, a hundredth, and the rest in falling shares."""
    first = [total // 5, max(total // 100, 1)]
    shares = [1 / (place + 8) for place in range(tenants - 2)]
    rest = [max(int((total - sum(first)) * share / sum(shares)), 1) for share in shares]
    rest[0] += total - sum(first) - sum(rest)
    return first + rest


def places(total: int, tenants: int, now: datetime) -> list[Place]:
    """Make the tenants."""
    password = make_password(PASSWORD)
    opened = now - timedelta(days=731)
    return [_place(n, size, AGENTS if n == 0 else 20, password, opened) for n, size in enumerate(sizes(total, tenants))]


@transaction.atomic
def _place(n: int, size: int, agents: int, password: str, opened: datetime) -> Place:
    language = LANGUAGES[n % 3]
    tenant = Tenant.objects.create(
        slug=f"vendor-{n}", name=f"Vendor {n}", language=language, sender=f"support@vendor-{n}.example"
    )
    with tenant_context(tenant.pk):
        calendar = create_builtin_calendar(code="DK" if language == "da" else "SE", name="Support", now=opened)
        policy = create_policy(name="Standard", calendar=calendar, now=opened, is_default=True)
        plans = create_default_plans(now=opened)
        users = User.objects.bulk_create(
            User(email=f"agent-{index}@vendor-{n}.example", name=f"Agent {index} Andersson", password=password)
            for index in range(agents)
        )
        members = Membership.objects.bulk_create(Membership(user=user, role=Role.AGENT) for user in users)
        teams = Team.objects.bulk_create(Team(name=name) for name in ("Business systems", "Payroll", "Technology"))
        TeamMember.objects.bulk_create(
            TeamMember(team=teams[index % 3], membership=member) for index, member in enumerate(members)
        )
        products = Product.objects.bulk_create(Product(name=f"Product {index}") for index in range(8))
        customer = Customer.objects.create(name="Bergs Bygg AB")
        contract = Contract.objects.create(
            customer=customer, plan_version=newest_version(plans[2]), policy=policy, starts_on=date(2020, 1, 1)
        )
        contact = Contact.objects.create(customer=customer, name="Karin Bergman", email=f"karin@vendor-{n}.example")
        ticket = file_ticket(
            actor=None, customer=customer, contact=contact, subject="Invoices cannot be printed",
            text="Since last night's update the print window closes by itself.", severity="normal", now=opened,
        )  # fmt: skip
        return Place(
            n, tenant.pk, language, size, max(size // 100, 1), ticket.pk, customer.pk, contact.pk, contract.pk,
            [member.pk for member in members], [team.pk for team in teams], [product.pk for product in products],
        )  # fmt: skip
