"""Calls to detractors, each with its clock."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from accounts.faces import ClockFace, clock_face
from accounts.models import Membership
from sla.engine import BusinessCalendar
from surveys.models import FollowUp

WARNING_SHARE = 0.75
_WITH = ("answer__invitation__ticket__customer", "answer__invitation__contact", "owner__user")


@dataclass(frozen=True)
class Call:
    """One call: by when, whom, and who makes it."""

    task: FollowUp
    clock: ClockFace
    url: str

    @property
    def customer(self) -> str:
        """Give the customer's name."""
        return str(self.task.answer.invitation.ticket.customer.name)

    @property
    def contact(self) -> str:
        """Give the name of whom to call."""
        contact = self.task.answer.invitation.contact
        return contact.name if contact else ""

    @property
    def owner(self) -> str:
        """Give the name of who makes the call; an en dash for nobody."""
        return self.task.owner.user.name if self.task.owner else "–"


class Show(models.TextChoices):
    """Which calls a manager looks at."""

    MINE = "mine", pgettext_lazy("calls", "Mine")
    ALL = "all", pgettext_lazy("calls", "All")
    OVERDUE = "overdue", pgettext_lazy("calls", "Overdue")


def open_calls(
    *,
    calendar: BusinessCalendar | None,
    now: datetime,
    zone: tzinfo,
    show: str = Show.ALL,
    member: Membership | None = None,
    among: models.Q | None = None,
) -> list[Call]:
    """Give the open calls, the earliest deadline first: all, `member`'s, or those past their deadline. One query.

    `among` keeps some of them.

    Its clock runs in the support function's hours from its begin to the deadline; at risk from three quarters on.
    Without a calendar it runs round the clock.
    """
    tasks = FollowUp.objects.filter(state__in=FollowUp.OPEN_STATES).select_related(*_WITH).order_by("due_at", "pk")
    if among is not None:
        tasks = tasks.filter(among)
    if show == Show.MINE:
        tasks = tasks.filter(owner=member)
    elif show == Show.OVERDUE:
        tasks = tasks.filter(due_at__lt=now)
    return [call_of(task, calendar=calendar, now=now, zone=zone) for task in tasks]


def call_of(task: FollowUp, *, calendar: BusinessCalendar | None, now: datetime, zone: tzinfo) -> Call:
    """Give one call with its clock, the task read with what it belongs to."""
    return Call(task, _clock(task, calendar, now, zone), reverse("surveys:follow_up", args=[task.pk]))


def _clock(task: FollowUp, calendar: BusinessCalendar | None, now: datetime, zone: tzinfo) -> ClockFace:
    target = _elapsed(calendar, task.begun_at or task.answer.answered_at, task.due_at)
    left = _elapsed(calendar, now, task.due_at)
    used = target - left
    is_late = used >= WARNING_SHARE * target
    return clock_face(
        "over" if task.due_at < now else "risk" if is_late else "ok",
        now=now,
        zone=zone,
        due=task.due_at,
        left=left,
        used=used,
        target=target,
        warn=WARNING_SHARE,
    )


def _elapsed(calendar: BusinessCalendar | None, start: datetime, end: datetime) -> int:
    return calendar.elapsed(start, end) if calendar else int((end - start).total_seconds())
