"""A contract in plain words: services with ticks, contacts, and what is promised for each severity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from contracts.models import Contact, Contract, ContractProduct, Customer, Plan
from sla.models import Channel, Metric, Severity
from tickets.portal.words import target_text
from tickets.promise import Offer, offer_for

NONE = "–"


@dataclass(frozen=True)
class Service:
    """One line of the plan; `detail` says how much, where it is counted."""

    name: str
    is_included: bool
    detail: str


@dataclass(frozen=True)
class Term:
    """What one severity is promised: what each column of the table promises, by its heading."""

    severity: str
    word: str
    promises: dict[str, str]


@dataclass(frozen=True)
class ContractCard:
    """What contract.html draws; `contract` None: the customer has none."""

    contract: Contract | None
    starts: str
    ends: str
    products: list[str]
    services: list[Service]
    terms: list[Term]
    contacts: list[Contact]


def contract_card(customer: Customer, now: datetime, zone: ZoneInfo) -> ContractCard:
    """Describe the contract in force today, the largest plan where there are several."""
    offer = offer_for(customer=customer, product=None, channel=Channel.PORTAL, now=now)
    contract = offer.contract
    covered = ContractProduct.objects.filter(contract=contract).select_related("product").order_by("product__name")
    return ContractCard(
        contract=contract,
        starts=_day(contract.starts_on, zone) if contract else "",
        ends=_day(contract.ends_on, zone) if contract and contract.ends_on else "",
        products=[row.product.name for row in covered] if contract else [],
        services=list(_services(contract.plan, contract)) if contract else [],
        terms=list(_terms(offer)),
        contacts=list(Contact.objects.filter(customer=customer).order_by("-is_company_wide", "name")),
    )


def _day(day: date, zone: ZoneInfo) -> str:
    return formats.full_date(datetime.combine(day, time(12), zone), zone)


def _services(plan: Plan, contract: Contract) -> Iterator[Service]:
    yield Service(_("Support by ticket and telephone"), plan.has_support, "")
    yield Service(_("Fast track: your tickets stand before others"), plan.has_fast_track, "")
    yield Service(_("Round-the-clock cover when nobody can work"), contract.covers_critical, "")
    yearly = ngettext("%(n)d a year", "%(n)d a year", plan.service_checks) % {"n": plan.service_checks}
    yield _counted(_("Service check"), plan.service_checks, yearly)
    hours = ngettext("%(n)d hour a year", "%(n)d hours a year", plan.legal_hours) % {"n": plan.legal_hours}
    yield _counted(_("Legal and security assistance"), plan.legal_hours, hours)
    times = ngettext("%(n)d a year", "%(n)d a year", plan.sparring_sessions) % {"n": plan.sparring_sessions}
    yield _counted(_("Specialist sparring"), plan.sparring_sessions, times)
    share = formats.percent(plan.consultancy_discount / 100)
    yield Service(_("Discount on consultancy hours"), plan.consultancy_discount > 0, share)


def _counted(name: str, amount: int, detail: str) -> Service:
    return Service(name, amount > 0, detail if amount else "")


def _terms(offer: Offer) -> Iterator[Term]:
    """Give a line for each severity; a clock that no severity has gets no column."""
    if offer.counting is None:
        return
    terms, heads = offer.counting.terms, _heads()
    used = [metric for metric in heads if any(terms.target(severity, metric) for severity in Severity.values)]
    for severity, word in Severity.choices:
        covers = offer.counting.covers(severity)
        targets = [(heads[metric], terms.target(severity, metric)) for metric in used]
        texts = {head: target_text(target, is_covered=covers) if target else NONE for head, target in targets}
        yield Term(severity, str(word), texts)


def _heads() -> dict[str, str]:
    return {
        Metric.START.value: _("Work starts within"),
        Metric.NEXT_REPLY.value: _("Next answer within"),
        Metric.RESOLUTION.value: _("We aim for a solution within"),
    }
