"""Filters and dimensions as columns."""

from django.db.models import Q

from reports.figures import Dimension, Filters

# Each dimension's column, from the ticket.
COLUMNS = {
    Dimension.CUSTOMER: "customer_id",
    Dimension.PLAN: "contract__plan_id",
    Dimension.PRODUCT: "product_id",
    Dimension.TEAM: "team_id",
    Dimension.CHANNEL: "channel",
}


def kept(filters: Filters, *, ticket: str = "", severity: str = "severity") -> Q:
    """Keep what is asked for. `ticket` leads to the ticket (`ticket__`), `severity` to the severity that counts.

    ValueError for a filter that tickets do not have (promise).
    """
    found = Q(**{severity: filters.severity}) if filters.severity else Q()
    for dimension, key in filters.given.items():
        if dimension not in COLUMNS:
            raise ValueError(dimension)
        column = f"{ticket}{COLUMNS[dimension]}"
        found &= Q(**{column: key}) if key else Q(**{f"{column}__isnull": True})
    return found
