"""The lists of who is on call as the desk reads them: the coming four weeks, and where nobody would be called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from accounts.models import Tenant
from contracts.models import Contract
from contracts.querysets import in_force
from contracts.selectors import local_day
from sla.engine import BusinessCalendar
from sla.hours import support_calendar
from tickets.models import Rota, RotaTurn
from tickets.on_call import Plan, Span, gaps, handover, spans, week_of
from tickets.selectors.rotas import Listed, lists

SHOWN = timedelta(weeks=4)
# A lunch, or the hour between a night's turn and the desk's opening, is no gap to warn of.
SHORT_SECONDS = 2 * 3600


@dataclass(frozen=True)
class Stretch:
    """One line of the four weeks. Empty `first`: nobody; `is_gap`: and support is closed meanwhile."""

    begins: str
    ends: str
    first: str
    second: str
    is_now: bool
    is_gap: bool


@dataclass(frozen=True)
class ListShown:
    """One list. `handover` is empty without rotation; `gaps` are the times without anybody, in words."""

    rota: Rota
    name: str
    handover: str
    line: list[str]
    stretches: list[Stretch]
    gaps: list[str]


@dataclass(frozen=True)
class OnCallPage:
    """All lists, and how many contracts in force have round-the-clock cover. `has_general`: no ticket is without."""

    lists: list[ListShown]
    covered: int
    has_general: bool

    @property
    def is_warned(self) -> bool:
        """Say whether somebody is promised the night, and nobody would be called in some of it."""
        return bool(self.covered) and (not self.has_general or any(shown.gaps for shown in self.lists))


def on_call_page(tenant: Tenant, *, now: datetime) -> OnCallPage:
    """Give the lists with their coming four weeks. Four queries, and the calendar's."""
    listed = lists(since=now)
    general = [one.plan for one in listed if one.rota.team_id is None]
    day = local_day(tenant, now)
    covered = Contract.objects.filter(in_force(day), status__in=["active", "notice"], covers_critical=True).count()
    calendar = support_calendar() if listed else None
    shown = [_shown(one, general if one.rota.team_id else [], calendar, now) for one in listed]
    return OnCallPage(shown, covered, bool(general))


def coming_spans(*, now: datetime) -> Iterator[tuple[str, Span, list[str]]]:
    """Give the coming four weeks of every list: its name, a stretch of time, and who is called first and second."""
    for listed in lists(since=now):
        for span in spans(listed.plan, now, now + SHOWN):
            yield list_name(listed.rota), span, _names(span, listed)


def list_name(rota: Rota) -> str:
    """Give a list's name: its team's, or that it is for all teams without one."""
    return rota.team.name if rota.team else _("General list")


def _shown(listed: Listed, behind: Sequence[Plan], calendar: BusinessCalendar | None, now: datetime) -> ListShown:
    plan, zone = listed.plan, ZoneInfo(listed.rota.tenant.zone)
    open_ended = [
        (begin, end)
        for begin, end in gaps([plan, *behind], now, now + SHOWN)
        if _closed_seconds(calendar, begin, end) > SHORT_SECONDS
    ]
    return ListShown(
        rota=listed.rota,
        name=list_name(listed.rota),
        handover=_handover(plan, zone) if plan.line else "",
        line=[listed.names[member] for member in plan.line],
        stretches=[_stretch(span, listed, open_ended, now, zone) for span in spans(plan, now, now + SHOWN)],
        gaps=[f"{_begins(begin, now, zone)}–{_ends(end, now, zone)}" for begin, end in open_ended],
    )


def _stretch(
    span: Span, listed: Listed, open_ended: Sequence[tuple[datetime, datetime]], now: datetime, zone: ZoneInfo
) -> Stretch:
    first, second = _names(span, listed)
    return Stretch(
        begins=_begins(span.begins_at, now, zone),
        ends=_ends(span.ends_at, now, zone),
        first=first,
        second=second,
        is_now=span.begins_at == now,
        is_gap=not first and any(begin < span.ends_at and span.begins_at < end for begin, end in open_ended),
    )


def _names(span: Span, listed: Listed) -> list[str]:
    """Give who is called first and second, empty for nobody."""
    return ([listed.names[member] for member in span.order[:2]] + ["", ""])[:2]


def _begins(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    return pgettext("on call", "now") if at == now else formats.weekday_time(at, zone)


def _ends(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    return "…" if at == now + SHOWN else formats.weekday_time(at, zone)


def _closed_seconds(calendar: BusinessCalendar | None, begin: datetime, end: datetime) -> int:
    whole = int((end - begin).total_seconds())
    return whole - calendar.elapsed(begin, end) if calendar else whole


def _handover(plan: Plan, zone: ZoneInfo) -> str:
    at = formats.clock_time(datetime.combine(plan.first_on, plan.at, zone), zone)
    return _("Handover on %(day)s at %(time)s") % {"day": WEEKDAYS[plan.weekday], "time": at}


def line_now(rota: Rota, *, now: datetime) -> tuple[list[int], datetime]:
    """Give the line with who is on call by rotation first, and the local time at which their week began: so a list is
    changed without moving the weeks of those who stay. Before its first handover, as it was entered.
    """
    (listed,) = lists(since=now, rota=rota)
    plan = listed.plan
    week = week_of(plan, now)
    if week < 0 or not plan.line:
        return list(plan.line), datetime.combine(plan.first_on, time(0), plan.zone)
    shift = week % len(plan.line)
    return [*plan.line[shift:], *plan.line[:shift]], handover(plan, week).astimezone(plan.zone)


def coming_turns(rota: Rota, *, now: datetime) -> list[RotaTurn]:
    """Give the turns that are not over, the next first, with their people. One query."""
    turns = rota.turns.filter(ends_at__gt=now).select_related("membership__user", "entered_by__user")
    return list(turns.order_by("begins_at", "pk"))
