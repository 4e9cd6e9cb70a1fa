"""A page's filters as conditions on rows."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from reports.figures import Dimension, Filters
from surveys.selectors.visible import of_agent
from tickets.models import SlaClock

# Each dimension's column, from the ticket.
COLUMNS = {
    Dimension.CUSTOMER: "customer_id",
    Dimension.PLAN: "contract__plan_id",
    Dimension.PRODUCT: "product_id",
    Dimension.TEAM: "team_id",
    Dimension.CHANNEL: "channel",
}
BREACHED, MET, NO_PROMISE = "breached", "met", ""


def kept(filters: Filters, *, ticket: str = "", severity: str = "severity") -> Q:
    """Keep what is asked for. `ticket` leads to the ticket (`ticket__`), `severity` to the severity that counts."""
    found = Q(**{severity: filters.severity}) if filters.severity else Q()
    if filters.seen_by is not None:
        found &= of_agent(int(filters.seen_by), ticket=ticket)
    for dimension, key in filters.given.items():
        if dimension is Dimension.PROMISE:
            found &= _promise(key, OuterRef(f"{ticket}pk"))
            continue
        column = f"{ticket}{COLUMNS[dimension]}"
        found &= Q(**{column: key}) if key else Q(**{f"{column}__isnull": True})
    return found


def _promise(key: str, ticket: Any) -> Q:
    """Keep tickets by how their stopped clocks went: one breached, else one met, else none."""
    clocks = SlaClock.objects.filter(ticket=ticket)
    breached, met = (Q(Exists(clocks.filter(state=state))) for state in (SlaClock.State.BREACHED, SlaClock.State.MET))
    return {BREACHED: breached, MET: ~breached & met, NO_PROMISE: ~breached & ~met}[key]
