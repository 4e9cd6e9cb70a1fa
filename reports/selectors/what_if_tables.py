"""The what-if page as files: every row, whatever the page shows."""

from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo

from django.utils.translation import gettext as _

from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named
from reports.selectors.what_if import Changed, Row, WhatIf
from reports.selectors.what_if_page import outcome_word
from sla.models import Metric, Severity

AT_ONCE = 5000
Maker = Callable[[WhatIf, tzinfo], Table]


def _kept(head: str, rows: Iterable[Row]) -> Table:
    heads = [head, _("Met before"), _("Met after"), _("Breached before"), _("Breached after")]
    return Table(
        named(_("What if …"), head),
        heads,
        ([row.name, row.before.met, row.after.met, row.before.breached, row.after.breached] for row in rows),
    )


def _tickets(found: WhatIf, zone: tzinfo) -> Table:
    head: list[str | Column] = [
        _("Ticket"), _("Subject"), _("Customer"), _("Severity"), _("Clock"), Column(_("Deadline before"), Kind.INSTANT),
        Column(_("Deadline after"), Kind.INSTANT), Column(_("Stopped at"), Kind.INSTANT), _("Before"), _("After"),
    ]  # fmt: skip
    return Table(named(_("What if …"), _("Ticket")), head, (_cells(changed) for changed in _all_changed(found)), zone)


def _all_changed(found: WhatIf) -> Iterator[Changed]:
    for start in range(0, found.changed_count, AT_ONCE):
        yield from found.changed(start, start + AT_ONCE)


def _cells(changed: Changed) -> list[Cell]:
    clock, ticket = changed.clock, changed.clock.ticket
    return [
        ticket.number,
        ticket.subject,
        ticket.customer.name,
        str(Severity(clock.severity).label),
        str(Metric(clock.metric).label),
        clock.due_at,
        changed.due,
        clock.stopped_at,
        outcome_word(changed.before),
        outcome_word(changed.after),
    ]


MAKERS: dict[str, Maker] = {
    "severities": lambda found, _zone: _kept(_("Severity"), found.severities),
    "clocks": lambda found, _zone: _kept(_("Clock"), found.metrics),
    "customers": lambda found, _zone: _kept(_("Customer"), found.customers()),
    "tickets": _tickets,
}
