"""Two tenants, one Swedish, one Danish, with the same people throughout."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from accounts.models import Membership, Role, Tenant, User
from accounts.tenancy.context import tenant_context
from contracts.models import Contact, Contract, Customer, Plan, Product
from contracts.selectors.plans import newest_version
from contracts.services.defaults import create_default_plans
from sla.models import Calendar, Policy
from sla.services.defaults import create_builtin_calendar, create_policy
from tests.kept import Kept
from tests.standing import Standing
from tickets.models import Team, TeamMember

PASSWORD = "correct horse battery"
# A Monday in an ordinary Swedish and Danish week.
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Cast:
    """The people and things of one tenant. Customer `customer` has a Professional contract, `stranger` has none."""

    tenant: Tenant
    agent: Membership
    colleague: Membership
    consultant: Membership
    manager: Membership
    admin: Membership
    karin: Contact
    lars: Contact
    customer: Customer
    stranger: Customer
    calendar: Calendar
    policy: Policy
    plans: dict[str, Plan]
    product: Product
    contract: Contract
    team: Team

    def member(self, role: str) -> Membership:
        """Give the person who stands for a role; a customer is Karin, who sees the whole company."""
        if role == Role.CUSTOMER:
            assert self.karin.membership
            return self.karin.membership
        member: Membership = getattr(self, role)
        return member


def make_user(name: str, email: str) -> User:
    """Make a user without a usable password: tests sign in by force_login unless they test signing in."""
    return User.objects.create_user(email=email, name=name)


def make_member(role: str, name: str, slug: str) -> Membership:
    """Make a member of the current tenant with an address at it."""
    user = make_user(name, f"{name.split()[0].lower()}@{slug}.example")
    return Membership.objects.create(user=user, role=role)


_kept: dict[str, Kept] = {}


def make_cast(slug: str) -> Cast:
    """Make `nordsoft` (Swedish, calendar SE) or `lonhuset` (Danish, calendar DK), or give the one that stands."""
    cast: Cast = standing.copy_of(slug) or write_cast(slug)
    return cast


def write_cast(slug: str) -> Cast:
    """Write the rows anew."""
    if slug not in _kept:
        _kept[slug] = Kept(lambda: _make_cast(slug))
    cast: Cast = _kept[slug].write()
    return cast


standing = Standing(write_cast)


def _make_cast(slug: str) -> Cast:
    swedish = slug == "nordsoft"
    tenant = Tenant.objects.create(
        slug=slug,
        name="Nordsoft" if swedish else "Lønhuset",
        language="sv" if swedish else "da",
        zone="Europe/Stockholm" if swedish else "Europe/Copenhagen",
        sender=f"support@{slug}.example",
    )
    with tenant_context(tenant.pk):
        calendar = create_builtin_calendar(code="SE" if swedish else "DK", name="Support", now=MONDAY)
        policy = create_policy(name="Standard", calendar=calendar, now=MONDAY, is_default=True)
        plans = {plan.name.lower(): plan for plan in create_default_plans(now=MONDAY)}
        customer = Customer.objects.create(name="Bergs Bygg AB" if swedish else "Bergs Byg ApS")
        stranger = Customer.objects.create(name="Furuviks Bageri")
        agent = make_member(Role.AGENT, "Maja Sandell", slug)
        team = Team.objects.create(name="Business systems")
        TeamMember.objects.create(team=team, membership=agent)
        contract = Contract.objects.create(
            customer=customer,
            plan_version=newest_version(plans["professional"]),
            policy=policy,
            starts_on=date(2020, 1, 1),
        )
        karin_member = make_member(Role.CUSTOMER, "Karin Bergman", slug)
        lars_member = make_member(Role.CUSTOMER, "Lars Holm", slug)
        return Cast(
            tenant=tenant,
            agent=agent,
            colleague=make_member(Role.AGENT, "Oskar Nyström", slug),
            consultant=make_member(Role.CONSULTANT, "Sigrid Åhman", slug),
            manager=make_member(Role.MANAGER, "Henrik Lund", slug),
            admin=make_member(Role.ADMIN, "Astrid Vik", slug),
            karin=Contact.objects.create(
                customer=customer,
                membership=karin_member,
                name="Karin Bergman",
                email=karin_member.user.email,
                is_company_wide=True,
            ),
            lars=Contact.objects.create(
                customer=customer, membership=lars_member, name="Lars Holm", email=lars_member.user.email
            ),
            customer=customer,
            stranger=stranger,
            calendar=calendar,
            policy=policy,
            plans=plans,
            product=Product.objects.create(name="Nord Ekonomi"),
            contract=contract,
            team=team,
        )
