"""The two support organisations of the demo, their people and their customers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.utils import translation

from accounts.models import Membership, Role, Tenant, User
from contracts.models import Contact, Contract, Customer, Plan, Product
from contracts.selectors.plans import newest_version
from contracts.services.defaults import create_default_plans
from demo.contracts import sign_in_every_status, sign_on_first_version
from demo.people import TITLES, Names
from demo.plots import book
from sla.services.channels import create_channel_hours
from sla.services.defaults import create_builtin_calendar, create_policy
from tickets.models import Team, TeamMember


@dataclass(frozen=True)
class Vendor:
    """What differs between the two."""

    slug: str
    name: str
    language: str
    zone: str
    calendar: str
    calendar_name: str
    telephone: str
    policies: tuple[tuple[str, tuple[str, ...]], ...]
    teams: tuple[str, ...]
    watched: str

    @property
    def domain(self) -> str:
        """Give the part behind the @ of its people's addresses."""
        return f"{self.slug}.example"


VENDORS = (
    Vendor(
        "nordsoft", "Nordsoft", "sv", "Europe/Stockholm", "SE", "Supportfunktionen", "08-555 010 20",
        (("Supportavtal", ("start", "next_reply", "resolution")),),
        ("Ekonomi", "Order och lager", "Teknik och drift"), "Fyrvaktens Energi AB",
    ),
    Vendor(
        "lonhuset", "Lønhuset", "da", "Europe/Copenhagen", "DK", "Supporten", "+45 55 50 10 20",
        (("Serviceaftale", ("start", "next_reply")),),
        ("Løn", "HR og tid", "Integrationer"), "Fyrtårnets Forsyning A/S",
    ),
)  # fmt: skip


@dataclass
class Cast:
    """Everybody of one tenant."""

    vendor: Vendor
    tenant: Tenant
    agents: list[Membership] = field(default_factory=list)
    consultants: list[Membership] = field(default_factory=list)
    managers: list[Membership] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    products: dict[str, Product] = field(default_factory=dict)
    # Contacts of customers with a contract, by weight of use; the first company is the log-in customer's.
    contacts: list[Contact] = field(default_factory=list)
    strangers: list[Contact] = field(default_factory=list)
    watched: list[Contact] = field(default_factory=list)


def make_tenant(vendor: Vendor) -> Tenant:
    """Make the row that everything else belongs to."""
    return Tenant.objects.create(
        slug=vendor.slug,
        name=vendor.name,
        language=vendor.language,
        zone=vendor.zone,
        sender=f"support@{vendor.domain}",
        telephone=vendor.telephone,
    )


def make_cast(vendor: Vendor, tenant: Tenant, dice: Random, *, password: str, now: datetime) -> Cast:
    """Fill the current tenant with people; `password` is the hash of the five log-ins."""
    cast = Cast(vendor, tenant)
    names = Names(vendor.language, dice)
    calendar = create_builtin_calendar(code=vendor.calendar, name=vendor.calendar_name, now=now - timedelta(days=400))
    with translation.override(vendor.language):
        create_channel_hours(country=vendor.calendar, now=now - timedelta(days=400))
    for number, (name, metrics) in enumerate(vendor.policies):
        create_policy(
            name=name,
            calendar=calendar,
            metrics=list(metrics),
            is_default=number == 0,
            now=now - timedelta(days=400),
        )
    cast.products = {name: Product.objects.create(name=name) for name in _products(vendor.language)}
    _staff(cast, names, password)
    _customers(cast, names, dice, password=password, now=now)
    return cast


def _products(language: str) -> list[str]:
    return list(dict.fromkeys(plot.product for plot in book(language).plots))


def _member(cast: Cast, names: Names, role: Role, *, login: str = "", password: str = "") -> Membership:
    person = names.person()
    address = login or person.address
    user = User(email=f"{address}@{cast.vendor.domain}", name=person.name)
    if password:
        user.password = password
    else:
        user.set_unusable_password()
    user.save()
    return Membership.objects.create(user=user, role=role)


def _staff(cast: Cast, names: Names, password: str) -> None:
    cast.agents = [_member(cast, names, Role.AGENT, login="agent", password=password)]
    cast.agents += [_member(cast, names, Role.AGENT) for _ in range(7)]
    cast.consultants = [_member(cast, names, Role.CONSULTANT, login="consultant", password=password)]
    cast.consultants += [_member(cast, names, Role.CONSULTANT) for _ in range(2)]
    cast.managers = [_member(cast, names, Role.MANAGER, login="manager", password=password)]
    cast.managers += [_member(cast, names, Role.MANAGER)]
    _member(cast, names, Role.ADMIN, login="admin", password=password)
    for number, name in enumerate(cast.vendor.teams):
        team = Team.objects.create(name=name)
        cast.teams.append(team)
        for member in cast.agents[number::3]:
            TeamMember.objects.create(team=team, membership=member)


def _customers(cast: Cast, names: Names, dice: Random, *, password: str, now: datetime) -> None:
    plans = {plan.name: plan for plan in create_default_plans(now=now - timedelta(days=400))}
    today = now.date()
    sign_on_first_version(cast.vendor.language, cast.managers[0], plans["Standard"], now=now)
    first = _customer(names.company(), plans["Professional"], today - timedelta(days=900))
    login = _member(cast, names, Role.CUSTOMER, login="customer", password=password)
    cast.contacts.append(_contact(cast, first, login.user.name, dice, membership=login, is_company_wide=True))
    cast.contacts += [_contact(cast, first, names.person().name, dice) for _ in range(3)]
    watched = _customer(cast.vendor.watched, plans["Premium"], today - timedelta(days=700), covers_critical=True)
    cast.watched = [_contact(cast, watched, names.person().name, dice) for _ in range(3)]
    cast.contacts += cast.watched
    for plan in _plans(plans, dice):
        customer = _customer(names.company(), plan, today - timedelta(days=dice.randint(400, 1500)))
        contacts = [_contact(cast, customer, names.person().name, dice) for _ in range(dice.choice([1, 2, 2, 3, 4]))]
        without = plan is None or not newest_version(plan).has_support
        (cast.strangers if without else cast.contacts).extend(contacts)
    sign_in_every_status(cast.vendor.language, cast.managers[0], plans, now=now)


def _plans(plans: dict[str, Plan], dice: Random) -> Iterator[Plan | None]:
    mix = [None] * 6 + [plans["Basic"]] * 5 + [plans["Standard"]] * 45
    mix += [plans["Professional"]] * 32 + [plans["Premium"]] * 10
    dice.shuffle(mix)
    yield from mix


def _customer(name: str, plan: Plan | None, starts_on: date, *, covers_critical: bool = False) -> Customer:
    customer = Customer.objects.create(name=name)
    if plan:
        Contract.objects.create(
            customer=customer,
            plan_version=newest_version(plan),
            starts_on=starts_on,
            covers_critical=covers_critical,
        )
    return customer


def _contact(
    cast: Cast,
    customer: Customer,
    name: str,
    dice: Random,
    *,
    membership: Membership | None = None,
    is_company_wide: bool = False,
) -> Contact:
    from demo.people import Person

    company = Person(customer.name.rsplit(" ", 1)[0].replace(" &", "")).address.replace(".", "-")
    email = membership.user.email if membership else f"{Person(name).address}@{company}.example"
    return Contact.objects.create(
        customer=customer,
        membership=membership,
        name=name,
        email=email,
        title=dice.choice(TITLES[cast.vendor.language]),
        telephone=f"{dice.randint(10, 99)} {dice.randint(100, 999)} {dice.randint(10, 99)}",
        language=cast.vendor.language,
        is_company_wide=is_company_wide,
        no_surveys=membership is None and dice.random() < 0.04,
    )
