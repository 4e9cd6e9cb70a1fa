"""What if: the batch gives what a plain replay of each ticket gives, and the present terms change nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from accounts.tenancy.context import tenant_context
from reports.figures import ClockFigures
from reports.selectors.sla_states import is_breached, is_met
from reports.selectors.what_if import Asked, WhatIf, what_if
from reports.what_if import BREACHED, MET, UNDECIDED
from sla.builtin import builtin_calendar
from sla.calendars import compiled, compiled_definition, current_version, round_the_clock
from sla.country import starting_point
from sla.engine import BusinessCalendar, always_open
from sla.models import Metric, PolicyVersion, Severity
from sla.terms import Target, terms_of
from tests.cast import Cast, make_cast
from tests.conftest import Standing
from tests.reports.conftest import NOW
from tests.reports.histories import make_history
from tickets.clocks.clock import ClockState, Counting
from tickets.clocks.counting import CountingBook, counting_of
from tickets.clocks.replay import replay
from tickets.models import SlaClock, Ticket, TicketEvent

pytestmark = pytest.mark.xdist_group("what if")  # one worker: one throw
TICKETS = 120
SINCE = NOW - timedelta(days=60)
Targets = dict[tuple[str, str], Target]
EARLY = compiled_definition({**starting_point("SE"), "week": {str(day): [["06:00", "11:00"]] for day in range(6)}})
SHORT: Targets = {
    ("critical", "start"): Target(seconds=0),
    ("high", "next_reply"): Target(seconds=1800),
    ("normal", "resolution"): Target(days=1),
    ("high", "resolution"): Target(seconds=4 * 3600),
}
LONG: Targets = {(s, m): Target(days=6) for s in Severity.values for m in Metric.values}
MIXED = SHORT | {("critical", "resolution"): Target(days=2), ("normal", "start"): Target(seconds=40 * 3600)}
CHANGES: dict[str, tuple[Targets, BusinessCalendar | None]] = {
    "short": (SHORT, None),
    "long": (LONG, None),
    "Denmark": ({}, builtin_calendar("DK")),
    "typed": ({}, EARLY),
    "round the clock": ({}, always_open("Europe/Stockholm")),
    "mixed": (MIXED, EARLY),
}


# Both are made once for the tests of this module, which each take back what they change.
@pytest.fixture(scope="module")
def thrown(standing: Standing) -> Iterator[Cast]:
    with standing():
        cast = make_cast("nordsoft")
        with tenant_context(cast.tenant.pk):
            throw(cast)
        yield cast


@pytest.fixture(scope="module")
def on_first_terms(thrown: Cast, standing: Standing) -> Iterator[Cast]:
    with standing():
        cast, dice = make_cast("lonhuset"), Random(3)  # noqa: S311
        with tenant_context(cast.tenant.pk):
            for _ in range(TICKETS):
                make_history(cast, dice, filed=SINCE + timedelta(seconds=dice.randrange(58 * 86_400)), until=NOW)
        yield cast


@pytest.fixture
def histories(thrown: Cast, db: None) -> Iterator[Cast]:
    with tenant_context(thrown.tenant.pk):
        yield thrown


@pytest.fixture
def danish(on_first_terms: Cast, db: None) -> Iterator[Cast]:
    with tenant_context(on_first_terms.tenant.pk):
        yield on_first_terms


def throw(nordsoft: Cast) -> None:
    """Sixty days, the same each time; a second version of the policy, with other targets and another pause."""
    first = nordsoft.policy.versions.get()
    targets = {**first.targets, "high": {"start": {"minutes": 30}, "resolution": {"minutes": 600}}}
    PolicyVersion.objects.create(
        policy=nordsoft.policy, number=2, calendar=first.calendar, targets=targets, steps=first.steps, created_at=SINCE,
        pauses={"resolution": ["waiting_customer", "waiting_third_party"], "next_reply": ["waiting_third_party"]},
    )  # fmt: skip
    dice = Random(20260522)  # noqa: S311
    for _ in range(TICKETS):
        filed = SINCE + timedelta(seconds=dice.randrange(58 * 86_400))
        make_history(nordsoft, dice, filed=filed, until=NOW)


def asked(targets: Targets, calendar: BusinessCalendar | None) -> Asked:
    return Asked(list(Metric.values), SINCE, NOW + timedelta(seconds=1), targets, calendar)


class SlowBook(CountingBook):
    """Exchanges the terms one look-up at a time."""

    def __init__(self, targets: Targets, calendar: BusinessCalendar | None) -> None:
        super().__init__()
        self.targets, self.other = targets, calendar

    def _look_up(self, policy_version_id: int, calendar_version_id: int, covers_critical: bool) -> Counting:
        policy = PolicyVersion.objects.get(pk=policy_version_id)
        terms = terms_of(policy)
        here = compiled(current_version(policy.calendar)) if self.other is None else self.other
        assert calendar_version_id == current_version(policy.calendar).pk
        kept = {key: target for key, target in self.targets.items() if key in terms.targets}
        return Counting(
            replace(terms, targets=terms.targets | kept),
            here,
            calendar_version_id,
            round_the_clock(here.definition.zone) if covers_critical else None,
        )


def slow_outcome(clock: ClockState | None) -> int:
    if clock is None or clock.cancelled:
        return UNDECIDED
    if clock.stopped_at:
        return MET if clock.stopped_at <= clock.due_at else BREACHED
    return BREACHED if clock.due_at < (clock.paused_at or NOW) else UNDECIDED


def plain(targets: Targets, calendar: BusinessCalendar | None) -> dict[int, tuple[int, int]]:
    """Replay every ticket by itself: each row's outcome, and its deadline in seconds (0: it would not exist)."""
    book, found = SlowBook(targets, calendar), {}
    for ticket in Ticket.objects.all():
        happened = [book.happening(event) for event in ticket.events.order_by("at", "id")]
        states = {(state.metric, state.sequence): state for state in replay(happened)}
        for row in ticket.clocks.all():
            state = states.get((row.metric, row.sequence))
            found[row.pk] = slow_outcome(state), int(state.due_at.timestamp()) if state and not state.cancelled else 0
    return found


def counted(found: WhatIf) -> dict[int, tuple[int, int]]:
    return {
        pk: (after, due * (1 - gone))
        for pk, after, due, gone in zip(
            found.clocks.pk.tolist(), found.after.tolist(), found.due.tolist(), found.dropped.tolist(), strict=True
        )
    }


@pytest.mark.parametrize("name", CHANGES)
def test_no_disagreement_with_a_plain_replay(histories: Cast, name: str) -> None:
    targets, calendar = CHANGES[name]
    found = what_if(asked(targets, calendar), now=NOW)
    slowly = plain(targets, calendar)
    assert len(slowly) > 2 * TICKETS
    assert counted(found) == slowly
    assert (found.due != found.clocks.due).sum() > 50
    assert found.changed_count > 0


def test_the_dice_threw_everything(histories: Cast) -> None:
    kinds = set(TicketEvent.objects.values_list("kind", flat=True))
    assert {"status", "severity", "terms", "reopened", "closed", "customer_wrote", "resolved"} <= kinds
    assert set(SlaClock.objects.values_list("state", flat=True)) == set(SlaClock.State.values)
    assert any(len(pauses) > 2 for pauses in SlaClock.objects.values_list("pauses", flat=True))
    assert SlaClock.objects.filter(is_covered=True).exists()
    assert SlaClock.objects.filter(metric="next_reply", sequence__gt=1).exists()


def recorded_now() -> dict[str, ClockFigures]:
    rows = SlaClock.objects.all()
    return {
        severity: ClockFigures(
            rows.filter(is_met(), severity=severity).count(), rows.filter(is_breached(NOW), severity=severity).count()
        )
        for severity in Severity.values
    }


@pytest.mark.parametrize("other", ["nothing", "calendar", "targets"])
def test_the_present_terms_change_nothing(danish: Cast, other: str) -> None:
    """Whatever happened to the tickets, and although every clock is counted once more."""
    version = danish.policy.versions.get()
    own = counting_of(version, current_version(version.calendar), covers_critical=False)
    targets = own.terms.targets if other == "targets" else {}
    calendar = own.calendar if other == "calendar" else None
    found = what_if(asked(targets, calendar), now=NOW)
    assert found.changed_count == 0
    assert {row.name: row.before for row in found.severities} == {
        str(Severity(severity).label): kept for severity, kept in recorded_now().items()
    }
    assert [row.before for row in found.severities] == [row.after for row in found.severities]
    kept = dict(SlaClock.objects.exclude(state="cancelled").values_list("pk", "due_at"))
    assert len(kept) > TICKETS
    assert {pk: datetime.fromtimestamp(due, UTC) for pk, (_, due) in counted(found).items() if due} == kept


def test_only_what_was_begun_in_the_period_is_read(histories: Cast) -> None:
    since, until = SINCE + timedelta(days=10), SINCE + timedelta(days=20)
    found = what_if(Asked(["resolution"], since, until, SHORT), now=NOW)
    rows = SlaClock.objects.filter(metric="resolution", started_at__gte=since, started_at__lt=until)
    assert set(found.clocks.pk.tolist()) == set(rows.values_list("pk", flat=True))
    assert found.count == rows.exclude(state="cancelled").count() > 5
    slowly = plain(SHORT, None)
    assert counted(found) == {pk: slowly[pk] for pk in found.clocks.pk.tolist()}
