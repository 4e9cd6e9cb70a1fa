"""Where a ticket is on its way: received, work started, answer, solved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import formats
from sla.models import Metric
from tickets.models import SlaClock, Ticket

State = SlaClock.State


@dataclass(frozen=True)
class Stage:
    """One step; `css` is done, here or empty (to come)."""

    name: str
    text: str
    css: str


def stages(ticket: Ticket, clocks: Sequence[SlaClock], now: datetime, zone: ZoneInfo) -> list[Stage]:
    """Give the steps in order; at most one is `here`."""

    def near(instant: datetime) -> str:
        return formats.near_time(instant, now, zone)

    def by(instant: datetime | None) -> str:
        return _("by %(time)s") % {"time": near(instant)} if instant else ""

    due = {clock.metric: clock.due_at for clock in clocks if clock.state == State.RUNNING}
    is_done = not ticket.is_open
    found = [Stage(_("Received"), near(ticket.opened_at), "done")]
    if ticket.started_at:
        found.append(Stage(_("Work started"), near(ticket.started_at), "done"))
    else:
        found.append(Stage(_("Work starts"), by(due.get(Metric.START)), "" if is_done else "here"))
    if not is_done and ticket.started_at:
        if ticket.status == Ticket.Status.WAITING_CUSTOMER:
            found.append(Stage(_("Your answer"), _("we wait for it"), "here"))
        elif Metric.NEXT_REPLY in due:
            found.append(Stage(_("Answer on its way"), by(due[Metric.NEXT_REPLY]), "here"))
        else:
            found.append(Stage(_("We work on it"), "", "here"))
    if is_done and ticket.resolved_at:
        found.append(Stage(_("Solved"), near(ticket.resolved_at), "done"))
    else:
        aim = due.get(Metric.RESOLUTION)
        found.append(Stage(_("Solved"), _("we aim for %(time)s") % {"time": near(aim)} if aim else "", ""))
    return found
