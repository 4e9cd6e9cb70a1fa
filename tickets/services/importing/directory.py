"""Whom a file names: found by the name it gives them, or made once."""

from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, Tenant, User
from contracts.models import Contact, Contract, Customer, PlanVersion
from contracts.selectors.plans import smallest_with_support
from tickets.models import Team


class Directory:
    """Customers, contacts, teams and agents of one import.

    Customers and contacts carry the file's name as external id. With `with_contracts` a customer made here gets a
    Standard contract (the smallest plan with support) from before its first ticket, so that its tickets have clocks.
    """

    def __init__(self, tenant: Tenant, *, with_contracts: bool) -> None:
        self.tenant, self.with_contracts = tenant, with_contracts
        self.zone = ZoneInfo(tenant.zone)
        self._customers: dict[str, Customer] = {}
        self._contacts: dict[tuple[int, str], Contact] = {}
        self._teams: dict[str, Team] = {}
        self._agents: dict[str, Membership] = {}
        self._contracts: dict[int, Contract] = {}
        self._plan: PlanVersion | None = None

    def customer(self, name: str, opened_at: datetime) -> Customer:
        """Give the customer of a name; without one, the customer for everybody whose company is not known."""
        if name not in self._customers:
            external = f"import:{name}"[:80]
            found = Customer.objects.select_related("tenant").filter(external_id=external).first()
            if found is None:
                found = Customer.objects.create(
                    tenant=self.tenant, name=name[:160] or _("Unknown company"), external_id=external
                )
                self._sign(found, self._day(opened_at))
            self._customers[name] = found
        customer = self._customers[name]
        self._reach_back(customer, self._day(opened_at))
        return customer

    def contact(self, customer: Customer, name: str) -> Contact | None:
        """Give the person of a name at this customer: the same name at another customer is another person."""
        if not name:
            return None
        key = (customer.pk, name)
        if key not in self._contacts:
            external = f"{customer.external_id}:{name}"
            if len(external) > 80:
                external = f"import:{sha256(external.encode()).hexdigest()}"
            self._contacts[key], _made = Contact.objects.get_or_create(
                external_id=external, defaults={"customer": customer, "name": name[:120]}
            )
        return self._contacts[key]

    def team(self, name: str) -> Team | None:
        """Give the team of a name."""
        if name and name not in self._teams:
            self._teams[name], _made = Team.objects.get_or_create(name=name)
        return self._teams.get(name)

    def agent(self, name: str) -> Membership | None:
        """Give the agent of a name: somebody of the past, who cannot sign in and is offered no tickets."""
        if name and name not in self._agents:
            mark = sha256(name.encode()).hexdigest()[:8]
            address = f"{slugify(name)[:40] or 'agent'}.{mark}@{self.tenant.slug}.invalid"
            user = User.objects.filter(email=address).first()
            if user is None:
                user = User(email=address, name=name, is_active=False)
                user.set_unusable_password()
                user.save()
            member, _made = Membership.objects.select_related("user").get_or_create(
                user=user, defaults={"role": Role.AGENT, "is_active": False}
            )
            self._agents[name] = member
        return self._agents.get(name)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _sign(self, customer: Customer, opened_on: date) -> None:
        if not self.with_contracts:
            return
        self._plan = self._plan or smallest_with_support()
        if self._plan is None:
            raise ValueError("no plan with support: make one, or import without contracts")
        self._contracts[customer.pk] = Contract.objects.create(
            customer=customer, plan_version=self._plan, starts_on=opened_on.replace(month=1, day=1)
        )

    def _reach_back(self, customer: Customer, opened_on: date) -> None:
        """Let a contract made here begin before a ticket that comes later in the file but was opened earlier."""
        contract = self._contracts.get(customer.pk)
        if contract and contract.starts_on > opened_on:
            contract.starts_on = opened_on.replace(month=1, day=1)
            contract.save(update_fields=["starts_on"])
