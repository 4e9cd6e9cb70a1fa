"""Severity asked for against severity decided, of the tickets opened in a period."""

from dataclasses import dataclass
from datetime import datetime

from accounts import formats
from reports.door import figures_for
from reports.figures import TicketFlow
from reports.forms_sla import SlaForm
from reports.selectors.sla_texts import counted_link, tickets_url
from sla.models import Severity


@dataclass(frozen=True)
class Asked:
    """Counts by severity asked for (rows) and decided, links to their tickets; the share decided as asked."""

    counts: list[list[int]]
    rows: list[tuple[str, list[str]]]
    same_share: str


def asked_and_decided(form: SlaForm, *, now: datetime) -> Asked:
    """Count them. One query."""
    cells = figures_for(TicketFlow, form.period, form.filters, monthly=False, now=now)
    counts = [[0] * len(Severity) for _severity in Severity]
    for key, flow in cells:
        for row, count in enumerate(flow.asked):
            counts[row][Severity.values.index(key.severity)] += count
    opened, same = sum(map(sum, counts)), sum(counts[place][place] for place in range(len(counts)))
    return Asked(
        counts=counts,
        rows=[
            (
                str(asked.label),
                [
                    counted_link(count, tickets_url(form, "opened", asked=asked.value, severity=decided))
                    for count, decided in zip(row, Severity.values, strict=True)
                ],
            )
            for asked, row in zip(Severity, counts, strict=True)
        ],
        same_share=formats.percent(same / opened, 1) if opened else "–",
    )
