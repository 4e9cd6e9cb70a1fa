"""A contract as the desk reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from contracts.models import Contract, PlanVersion
from contracts.periods import first_last_day, last_day_to_give_notice
from contracts.selectors.plan_differences import Difference, differences
from contracts.selectors.plans import newest_version
from contracts.selectors.service_words import quantity_text
from contracts.selectors.terms import local_day
from contracts.selectors.timeline import TimelineLine, timeline

NONE = "–"


@dataclass(frozen=True)
class ContractPage:
    """What contract.html draws. `newest` is None where the contract is under the newest version of its plan already.

    `notice_on` is the last day that notice given today leads to.
    """

    contract: Contract
    status: str
    facts: list[tuple[str, str]]
    services: list[tuple[str, str]]
    newest: PlanVersion | None
    differences: list[Difference]
    lines: list[TimelineLine]
    notice_on: date
    today: date


def contract_page(contract: Contract, now: datetime) -> ContractPage:
    """Describe a contract. Nine queries, two more where there is a newer version; its relations are loaded."""
    tenant = contract.customer.tenant
    today = local_day(tenant, now)
    newest = newest_version(contract.plan)
    is_newest = newest == contract.plan_version
    services = [(service.name, quantity_text(service)) for service in contract.plan_version.services.all()]
    renews_for = contract.renewal_months if contract.runs_on else None
    return ContractPage(
        contract=contract,
        status=str(contract.get_status_display()),
        facts=_facts(contract, today),
        services=services,
        newest=None if is_newest else newest,
        differences=[] if is_newest else differences(contract.plan_version, newest),
        lines=timeline(contract, ZoneInfo(tenant.zone), now),
        notice_on=first_last_day(
            today, ends_on=contract.ends_on, renews_for=renews_for, notice_months=contract.notice_months
        ),
        today=today,
    )


def day_text(day: date | None) -> str:
    """Give a date in words; an en dash where there is none."""
    return formats.full_day(day) if day else NONE


def _facts(contract: Contract, today: date) -> list[tuple[str, str]]:
    version = {"plan": contract.plan.name, "number": contract.plan_version.number}
    months = ngettext("%(n)d month", "%(n)d months", contract.notice_months) % {"n": contract.notice_months}
    products = [row.product.name for row in contract.contract_products.select_related("product")]
    people = [row.contact.name for row in contract.contract_contacts.select_related("contact")]
    consultant = contract.personal_consultant
    return [
        (_("Plan"), _("%(plan)s, version %(number)s") % version),
        (_("First day"), day_text(contract.starts_on)),
        (_("Last day"), day_text(contract.ends_on) if contract.ends_on else _("until somebody gives notice")),
        (_("Renewal"), _renewal(contract)),
        (_("Notice"), _notice(contract, months)),
        (_("Products"), ", ".join(sorted(products)) or _("all of them")),
        (_("Named contacts"), ", ".join(sorted(people)) or _("everybody at the customer")),
        (_("Policy"), contract.policy.name if contract.policy else _("none of its own")),
        (_("Critical"), _("round the clock") if contract.covers_critical else NONE),
        (_("Monthly report"), _("by mail to company-wide contacts") if contract.mails_report else NONE),
        (_("Personal consultant"), consultant.user.name if consultant else NONE),
        (_("Currency"), contract.currency),
    ]


def _renewal(contract: Contract) -> str:
    if not contract.renews:
        return _("does not renew")
    months = contract.renewal_months
    return ngettext("renews by itself for %(n)d month", "renews by itself for %(n)d months", months) % {"n": months}


def _notice(contract: Contract, months: str) -> str:
    if not contract.runs_on or contract.ends_on is None:
        return months
    last = last_day_to_give_notice(contract.ends_on, contract.notice_months)
    return _("%(months)s: by %(day)s, else it renews") % {"months": months, "day": day_text(last)}
