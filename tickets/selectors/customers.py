"""Customers as the desk sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from contracts.models import Contact, Contract, Customer
from contracts.querysets import in_force
from contracts.selectors import open_contact_invitations
from contracts.selectors.contract_page import day_text
from tickets.models import Ticket
from tickets.selectors.contact_trail import TrailLine, contact_trail
from tickets.selectors.queue import QueueRow, queue_page
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.queue_order import Place
from tickets.selectors.quotas import Quota, quotas_of

PAGE = 50
DONE_SHOWN = 10


@dataclass(frozen=True)
class CustomerList:
    """One page of customers; `after` is the key of the next page."""

    customers: Sequence[Customer]
    after: str


@dataclass(frozen=True)
class ContractLine:
    """One contract with its status and period in words."""

    contract: Contract
    status: str
    starts: str
    ends: str


@dataclass(frozen=True)
class ContactLine:
    """One contact; `state` is joined, invited, alone (can be invited), left, or empty (no address to invite)."""

    contact: Contact
    state: str


@dataclass(frozen=True)
class CustomerPage:
    """One customer: who they are, what they have bought, what they wait for."""

    customer: Customer
    contacts: list[ContactLine]
    trail: list[TrailLine]
    contracts: list[ContractLine]
    open_rows: list[QueueRow]
    openings: dict[str, list[tuple[int, int]]]
    more: Place | None
    done: list[Ticket]
    quotas: list[tuple[Contract, list[Quota]]]


def visible_customers(member: Membership) -> QuerySet[Customer]:
    """Give the customers a member may see: all, or for a consultant those with a ticket they may see."""
    if member.role != Role.CONSULTANT:
        return Customer.objects.all()
    theirs = Ticket.objects.visible_to(member).filter(customer=OuterRef("pk"))
    return Customer.objects.filter(Exists(theirs))


def customer_list(member: Membership, *, q: str, after: str, now: datetime) -> CustomerList:
    """Give a page of `listed_customers`, each with the plan in force. Two queries."""
    customers = listed_customers(member, q=q)
    key, _sep, name = after.partition("_")
    if key.isascii() and key.isdigit() and len(key) < 18:
        customers = customers.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(key)))
    rows = list(customers[: PAGE + 1])
    for customer, plan in with_plans(rows, now.astimezone(ZoneInfo(member.tenant.zone)).date()):
        customer.plan_name = plan
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return CustomerList(rows[:PAGE], f"{last.pk}_{last.name}" if last else "")


def listed_customers(member: Membership, *, q: str) -> QuerySet[Any, Any]:
    """Give the customers a member may see in alphabetical order, each with the number of `open_tickets`; with `q`
    those whose name, or whose contact's name or address, has it.
    """
    customers = visible_customers(member)
    if q:
        contacts = Contact.objects.filter(customer=OuterRef("pk")).filter(Q(name__icontains=q) | Q(email__icontains=q))
        customers = customers.filter(Q(name__icontains=q) | Exists(contacts))
    open_now = Count("tickets", filter=Q(tickets__status__in=Ticket.OPEN_STATUSES))
    return customers.annotate(open_tickets=open_now).order_by("name", "pk")


def with_plans(customers: Sequence[Any], today: date) -> list[tuple[Any, str]]:
    """Give each with the name of the plan in force, the largest of several, "" for none. One query."""
    plans: dict[int, str] = {}
    held = Contract.objects.filter(in_force(today), customer__in=customers)
    for contract in held.select_related("plan").order_by("plan__rank"):
        plans[contract.customer_id] = contract.plan.name
    return [(customer, plans.get(customer.pk, "")) for customer in customers]


def customer_page(customer: Customer, *, member: Membership, now: datetime) -> CustomerPage:
    """Give a customer's page; the open tickets stand in queue order."""
    today = now.astimezone(ZoneInfo(member.tenant.zone)).date()
    page = queue_page(QueueFilter(values={"customer": str(customer.pk)}), member=member, now=now, columns=())
    done = Ticket.objects.visible_to(member).filter(
        customer=customer, status__in=[Ticket.Status.RESOLVED, Ticket.Status.CLOSED]
    )
    return CustomerPage(
        customer=customer,
        contacts=contact_lines(customer, now),
        trail=contact_trail(customer, now=now, zone=ZoneInfo(member.tenant.zone)),
        contracts=[
            _contract_line(contract, today)
            for contract in Contract.objects.filter(customer=customer)
            .select_related("plan", "plan_version", "policy", "personal_consultant__user")
            .order_by("-starts_on")
        ],
        open_rows=page.rows,
        openings=page.openings,
        more=page.after,
        quotas=_quotas(customer, today),
        done=list(done.only("number", "subject", "resolved_at").order_by("-pk")[:DONE_SHOWN]),
    )


def _quotas(customer: Customer, today: date) -> list[tuple[Contract, list[Quota]]]:
    """Give the contracts in force that have quotas, with what is left of them this year."""
    held = Contract.objects.filter(customer=customer).select_related("plan", "plan_version").order_by("-starts_on")
    found = [(contract, quotas_of(contract, today.year)) for contract in held if contract.holds_on(today)]
    return [(contract, quotas) for contract, quotas in found if quotas]


def contact_lines(customer: Customer, now: datetime) -> list[ContactLine]:
    """Give a customer's contacts by name, those who are gone last. Two queries."""
    contacts = list(Contact.objects.filter(customer=customer).order_by(F("left_at").asc(nulls_first=True), "name"))
    invited = open_contact_invitations([contact.pk for contact in contacts], now=now)

    def state(contact: Contact) -> str:
        if contact.membership_id is not None:
            return "joined"
        if contact.left_at is not None:
            return "left"
        return ("invited" if contact.pk in invited else "alone") if contact.email else ""

    return [ContactLine(contact, state(contact)) for contact in contacts]


def sees_words(contact: Contact) -> str:
    """Say which tickets a contact sees."""
    return _("the whole company’s tickets") if contact.is_company_wide else _("their own tickets")


def _contract_line(contract: Contract, today: date) -> ContractLine:
    return ContractLine(
        contract, status_word(contract, today), day_text(contract.starts_on), day_text(contract.ends_on)
    )


def status_word(contract: Contract, today: date) -> str:
    """Give where a contract stands on a local date: past its last day it has ended, whatever was agreed."""
    is_over = contract.ends_on is not None and contract.ends_on < today and not contract.runs_on
    return str(Contract.Status.ENDED.label if is_over else contract.get_status_display())
