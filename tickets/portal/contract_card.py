"""A contract in plain words: services with ticks, contacts, and what is promised for each severity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import formats
from contracts.models import Contact, Contract, ContractProduct, Customer, PlanService
from contracts.selectors.service_words import quantity_text
from sla.models import Channel, Metric, Severity
from tickets.portal.words import target_text
from tickets.promise import Offer, offer_for
from tickets.selectors.quotas import services_with_quotas

NONE = "–"


@dataclass(frozen=True)
class Service:
    """One line of the plan; `detail` says how much, where it is counted."""

    name: str
    is_included: bool
    detail: str
    used: str = ""


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
        starts=formats.full_day(contract.starts_on) if contract else "",
        ends=formats.full_day(contract.ends_on) if contract and contract.ends_on and not contract.runs_on else "",
        products=[row.product.name for row in covered] if contract else [],
        services=list(_services(contract, now.astimezone(zone).year)) if contract else [],
        terms=list(_terms(offer)),
        contacts=list(Contact.objects.filter(customer=customer, left_at=None).order_by("-is_company_wide", "name")),
    )


def _services(contract: Contract, year: int) -> Iterator[Service]:
    """Give what the plan has with what is used of it this year, and of what the program knows, what it has not."""
    services = services_with_quotas(contract, year)
    for service, quota in services:
        yield Service(service.name, True, quantity_text(service), quota.used_text if quota else "")
    yield Service(_("Round-the-clock cover when nobody can work"), contract.covers_critical, "")
    has = {service.code for service, _quota in services}
    yield from (Service(str(code.label), False, "") for code in PlanService.Code if code not in has)


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
