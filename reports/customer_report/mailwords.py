"""What the mail with a customer's report says, by the mechanism of all mails (accounts/mailwords)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.links import absolute_url
from accounts.mailwords.catalogue import READER, Group, Letter
from accounts.mailwords.drawing import Value
from accounts.mailwords.sample import READER as KARIN
from accounts.mailwords.values import Fact, facts, reader_values
from accounts.models import Tenant
from documents.letter import Figure

REPORT = "customer_report"


def report_values(
    tenant: Tenant, name: str, company: str, *, month: date, figures: Sequence[Figure]
) -> dict[str, Value]:
    """Give what the mail knows, in the active language."""
    rows = [Fact(each.label, f"({each.note})" if each.note else "", each.value) for each in figures]
    return reader_values(tenant, name, link=absolute_url(tenant, "reports:report", month)) | {
        "customer.name": company,
        "report.month": formats.month_year(month),
        "figures": facts(rows),
    }


def surroundings() -> dict[str, Any]:
    """Give what stands around the words, in the active language."""
    why = gettext("Your contract says that it is sent each month, to everybody who sees the whole company’s tickets.")
    return {"kind": gettext("monthly report"), "why": why}


def _sample(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    figures = [Figure(gettext("Tickets filed"), "14"), Figure(gettext("Promises kept"), formats.percent(0.93))]
    month = now.date().replace(day=1)
    values = report_values(tenant, KARIN, "Bergs Bygg AB", month=month, figures=figures)
    return values, surroundings()


LETTERS = (
    Letter(
        REPORT,
        Group.NEWS,
        _("Monthly report"),
        _("On the month’s first working day, where the contract says so; the report is attached"),
        _("{{ tenant.name }}: your support in {{ report.month }}"),
        _(
            "What was asked and solved for {{ customer.name }} in {{ report.month }}, and how our promises were kept. "
            "The whole report is attached as a PDF.\n\n{{ figures }}"
        ),
        _("Read it in the portal"),
        knows=(*READER, "customer.name", "report.month", "figures"),
        sample=_sample,
    ),
)
