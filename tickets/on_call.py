"""Who is on call at an instant: a weekly rotation, and turns that go before it. Pure: settings and instants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

FIRST, SECOND = 1, 2
_WEEK = 7


@dataclass(frozen=True)
class Turn:
    """Somebody is first or second on call in `[begins_at, ends_at)`, whatever the rotation says."""

    member: int
    begins_at: datetime
    ends_at: datetime
    rank: int = FIRST


@dataclass(frozen=True)
class Plan:
    """One list. `line` takes turns by the week, handed over on `weekday` (0 is Monday) at `at` on the clocks of `zone`.

    The first in line begins at the first handover on or after `first_on`; before it nobody is on call by rotation.
    `turns` stand in the order in which they were entered: the later one counts. Who is in `away` is passed over until
    that instant.
    """

    zone: tzinfo
    weekday: int
    at: time
    first_on: date
    line: tuple[int, ...] = ()
    turns: tuple[Turn, ...] = ()
    away: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Span:
    """A stretch of time `[begins_at, ends_at)` with the same people, who is called first first. Nobody: a gap."""

    begins_at: datetime
    ends_at: datetime
    order: tuple[int, ...]


def handover(plan: Plan, week: int) -> datetime:
    """Give the instant, in UTC, at which that week of the rotation begins; weeks before the first are negative.

    A wall clock that daylight saving leaves out is the instant that it would have been; one that comes twice is the
    first.
    """
    days = (plan.weekday - plan.first_on.weekday()) % _WEEK + week * _WEEK
    return datetime.combine(plan.first_on + timedelta(days=days), plan.at, plan.zone).astimezone(UTC)


def week_of(plan: Plan, at: datetime) -> int:
    """Give the week of the rotation that holds an instant."""
    week = (at.astimezone(plan.zone).date() - plan.first_on).days // _WEEK
    while handover(plan, week) > at:
        week -= 1
    while handover(plan, week + 1) <= at:
        week += 1
    return week


def order_at(plan: Plan, at: datetime) -> tuple[int, ...]:
    """Give who is called, first, second and so on; each once, nobody who is away.

    Behind the second come the others in line. Whom a turn replaces stands last: they asked not to be called.
    """
    week = week_of(plan, at)
    shift = week % len(plan.line) if plan.line else 0
    rest = [*plan.line[shift:], *plan.line[:shift]] if week >= 0 else []
    front: list[int] = []
    replaced: list[int] = []
    for rank in (FIRST, SECOND):
        taken = _turn(plan.turns, rank, at)
        if taken in front:
            taken = None  # first and second are two people
        if taken is None and not rest:
            continue
        if taken is not None and rest and taken not in rest[:1]:
            replaced.append(rest.pop(0))
        member = rest.pop(0) if taken is None else taken
        front.append(member)
        rest = [other for other in rest if other != member]
    order = dict.fromkeys([*front, *rest, *replaced])
    return tuple(member for member in order if member not in plan.away or plan.away[member] <= at)


def _turn(turns: Sequence[Turn], rank: int, at: datetime) -> int | None:
    covering = (turn.member for turn in reversed(turns) if turn.rank == rank and turn.begins_at <= at < turn.ends_at)
    return next(covering, None)


def spans(plan: Plan, start: datetime, end: datetime) -> list[Span]:
    """Give `[start, end)` without gap or overlap, cut where the first or the second changes."""
    edges = sorted({start, end, *(edge for edge in _edges(plan, start, end) if start < edge < end)})
    found: list[Span] = []
    for begin, until in pairwise(edges):
        order = order_at(plan, begin)
        if found and found[-1].order[:SECOND] == order[:SECOND]:
            found[-1] = Span(found[-1].begins_at, until, found[-1].order)
        else:
            found.append(Span(begin, until, order))
    return found


def gaps(plans: Sequence[Plan], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Give the stretches of `[start, end)` in which none of these lists names anybody, longest possible each."""
    free = [(start, end)]
    for plan in plans:
        free = [
            (span.begins_at, span.ends_at)
            for begin, until in free
            for span in spans(plan, begin, until)
            if not span.order
        ]
    return free


def _edges(plan: Plan, start: datetime, end: datetime) -> Iterator[datetime]:
    for turn in plan.turns:
        yield from (turn.begins_at, turn.ends_at)
    yield from plan.away.values()
    week = week_of(plan, start)
    while (edge := handover(plan, week)) < end:
        yield edge
        week += 1
