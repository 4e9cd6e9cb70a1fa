"""The summary of what colleagues asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.links import absolute_url
from accounts.mailwords.catalogue import READER, Group, Letter
from accounts.mailwords.drawing import Block, Value
from accounts.mailwords.sample import READER as KARIN
from accounts.mailwords.values import drawn, reader_values
from accounts.models import Tenant

COMPANY = "company"


class Line(NamedTuple):
    """A ticket of a colleague's: its number and subject, who asked, and where it is read."""

    ticket: str
    who: str
    url: str


def company_values(
    tenant: Tenant, name: str, company: str, opened: Sequence[Line], solved: Sequence[Line]
) -> dict[str, Value]:
    """Give what the summary knows, in the active language."""
    return reader_values(tenant, name, link=absolute_url(tenant, "portal:company")) | {
        "customer.name": company,
        "opened": _listed(gettext("Filed since the last summary"), opened),
        "solved": _listed(gettext("Solved since the last summary"), solved),
    }


def company_ways(tenant: Tenant, stop: str, language: str) -> list[tuple[str, str]]:
    """Give how the summaries are ended and chosen, for the mail's foot."""
    with translation.override(language):
        return [
            (gettext("No more summaries"), stop),
            (gettext("Choose what is mailed to you"), absolute_url(tenant, "portal:profile")),
        ]


def _listed(heading: str, lines: Sequence[Line]) -> Block:
    if not lines:
        return Block("", SafeString())
    texts = [f"{line.ticket}{f' ({line.who})' if line.who else ''}\n{line.url}" for line in lines]
    html = drawn("emails/tickets/lines.html", {"heading": heading, "lines": lines})
    return Block("\n\n".join([heading, *texts]), html)


def _sample(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    link = absolute_url(tenant, "portal:ticket", 1042)
    opened, solved = (
        Line(f"1042 {gettext('The payroll run stops')}", "Lars Ek", link),
        Line(f"1038 {gettext('Payslips are empty')}", KARIN, link),
    )
    values = company_values(tenant, KARIN, "Bergs Bygg AB", [opened], [solved])
    return values, {"ways": company_ways(tenant, link, translation.get_language() or "en")}


LETTERS = (
    Letter(
        COMPANY,
        Group.NEWS,
        _("Summary of the company’s tickets"),
        _("Each morning with something new, for those who want it"),
        _("{{ customer.name }}: your colleagues’ tickets"),
        _("What your colleagues at {{ customer.name }} asked, and what was solved.\n\n{{ opened }}\n\n{{ solved }}"),
        _("All the company’s tickets"),
        knows=(*READER, "customer.name", "opened", "solved"),
        sample=_sample,
        needs=("opened", "solved"),
    ),
)
