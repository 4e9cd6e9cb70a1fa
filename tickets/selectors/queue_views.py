"""The built-in views of the queue, with live counts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import Ticket
from tickets.selectors.queue_filters import VIEWS, QueueFilter, view_condition


@dataclass(frozen=True)
class View:
    """One line of the rail. `css` colours a count that is a clock state."""

    name: str
    label: str
    icon: str
    css: str
    url: str
    count: int
    is_current: bool


def view_label(view: str) -> str:
    """Give a view's name."""
    return {
        "next": _("Next up"),
        "breached": _("Breached"),
        "risk": _("At risk"),
        "mine": _("Mine"),
        "unassigned": _("Unassigned"),
        "waiting": _("Waiting"),
        "resolved": _("Solved this week"),
        "no_contract": _("No contract"),
    }[view]


ICONS = {
    "next": "clock",
    "breached": "stop",
    "risk": "warn",
    "mine": "user",
    "unassigned": "nobody",
    "waiting": "wait",
    "resolved": "check",
    "no_contract": "inbox",
}
CSS = {"breached": "over", "risk": "risk"}


def queue_views(*, member: Membership, now: datetime, current: str) -> list[View]:
    """Give every built-in view with the number of tickets in it. One query."""
    conditions = {view: view_condition(view, member=member, now=now) for view in VIEWS}
    anywhere = conditions["next"] | conditions["resolved"]
    # A consultant's tickets come through a subquery: no row is counted twice.
    tickets = Ticket.objects.visible_to(member).filter(anywhere)
    counts = tickets.aggregate(**{view: Count("pk", filter=Q(condition)) for view, condition in conditions.items()})
    base = reverse("desk:queue")
    return [
        View(
            name=view,
            label=view_label(view),
            icon=ICONS[view],
            css=CSS.get(view, "") if counts[view] else "",
            url=base + QueueFilter(view=view).query(),
            count=counts[view],
            is_current=view == current,
        )
        for view in VIEWS
    ]
