"""Whatever happens to a ticket, its clocks keep what was promised about them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sla.builtin import builtin_calendar
from sla.engine import always_open
from sla.terms import DEFAULT_PAUSES, Step, Target, Terms
from tickets.clocks.clock import ClockState, Counting, Happening
from tickets.clocks.replay import Kind, replay

OPENED = datetime(2026, 4, 29, 9, 17, 3, tzinfo=UTC)  # two days before the First of May
TARGETS = {"critical": 15, "high": 120, "normal": 240}
TERMS = Terms(
    version_id=1,
    targets={
        (severity, metric): Target(seconds=minutes * 60 * factor)
        for severity, minutes in TARGETS.items()
        for metric, factor in (("start", 1), ("next_reply", 2), ("resolution", 8))
    },
    pauses={metric: frozenset(statuses) for metric, statuses in DEFAULT_PAUSES.items()},
    steps=(Step("warning", ("assignee",), share=75),),
)
COUNTING = Counting(TERMS, builtin_calendar("SE"), 1, covered=always_open("Europe/Stockholm"))

steps = st.tuples(
    st.integers(1, 60 * 60 * 30),
    st.sampled_from(["started", "replied", "customer_wrote", "status", "severity", "resolved", "reopened"]),
    st.sampled_from(["in_progress", "waiting_customer", "waiting_third_party"]),
    st.sampled_from(["critical", "high", "normal"]),
)


def story(drawn: list[tuple[int, str, str, str]]) -> list[Happening]:
    """Turn drawn steps into what can really happen: solved tickets are opened again before anything else."""
    at, is_solved = OPENED, False
    told = [Happening(OPENED, Kind.FILED, severity="normal", counting=COUNTING)]
    for seconds, kind, status, severity in drawn:
        at += timedelta(seconds=seconds)
        if is_solved != (kind == "reopened"):
            continue
        is_solved = kind == "resolved"
        told.append(Happening(at, kind, severity=severity, status=status if kind == "status" else ""))
    return told


def by_name(clocks: list[ClockState]) -> dict[tuple[str, int], ClockState]:
    return {(clock.metric, clock.sequence): clock for clock in clocks}


stories = st.lists(steps, max_size=12).map(story)


@given(stories)
def test_a_replay_is_repeatable(told: list[Happening]) -> None:
    assert replay(told) == replay(told)


@given(stories)
def test_the_start_clock_never_pauses(told: list[Happening]) -> None:
    assert by_name(replay(told))["start", 1].pauses == []


@given(stories)
def test_a_clock_is_met_exactly_when_the_open_time_used_is_within_its_target(told: list[Happening]) -> None:
    for clock in replay(told):
        if clock.used_seconds is not None:
            assert (clock.state == "met") == (clock.stopped_at is not None and clock.stopped_at <= clock.due_at)
            if clock.state == "met":
                assert clock.used_seconds <= clock.target_seconds


@given(stories, st.sampled_from(["critical", "high", "normal"]))
def test_a_later_severity_leaves_history_alone(told: list[Happening], severity: str) -> None:
    later = told[-1].at + timedelta(days=3)
    before = by_name(replay(told))
    after = by_name(replay([*told, Happening(later, Kind.SEVERITY, severity=severity)]))
    for name, clock in before.items():
        if clock.stopped_at or (not clock.paused_at and clock.due_at < later):
            assert (after[name].due_at, after[name].severity) == (clock.due_at, clock.severity)


@given(stories)
def test_the_warning_comes_before_the_deadline_and_both_after_the_start(told: list[Happening]) -> None:
    for clock in replay(told):
        assert clock.started_at <= clock.instant_at(75) <= clock.due_at


@given(stories)
def test_waiting_moves_the_solution_by_exactly_the_open_time_waited(told: list[Happening]) -> None:
    clock = by_name(replay(told))["resolution", 1]
    calendar = clock.calendar
    paused = sum(
        calendar.elapsed(pause.start, min(pause.end, clock.due_at))
        for pause in clock.pauses
        if pause.end is not None and pause.start < clock.due_at
    )
    assert calendar.elapsed(clock.started_at, clock.due_at) == clock.target_seconds + paused


def test_covered_critical_runs_round_the_clock() -> None:
    night = datetime(2026, 5, 2, 23, 0, tzinfo=UTC)
    clocks = by_name(replay([Happening(night, Kind.FILED, severity="critical", counting=COUNTING)]))
    assert clocks["start", 1].due_at == night + timedelta(minutes=15)


def test_terms_that_end_drop_the_open_clocks() -> None:
    told = [
        Happening(OPENED, Kind.FILED, severity="high", counting=COUNTING),
        Happening(OPENED + timedelta(minutes=5), Kind.TERMS, counting=None),
    ]
    assert {clock.state for clock in replay(told)} == {"cancelled"}


def test_what_was_breached_before_a_pause_stays_breached_when_the_severity_changes() -> None:
    late = OPENED + timedelta(days=9)  # 8 x 15 minutes were due long ago
    told = [
        Happening(OPENED, Kind.FILED, severity="critical", counting=Counting(TERMS, builtin_calendar("SE"), 1)),
        Happening(OPENED, Kind.STARTED),
        Happening(late, Kind.STATUS, status="waiting_customer"),
        Happening(late + timedelta(hours=1), Kind.SEVERITY, severity="normal"),
    ]
    before = by_name(replay(told[:3]))["resolution", 1].due_at
    clock = by_name(replay(told))["resolution", 1]
    assert (clock.due_at, clock.severity) == (before, "critical")


def test_a_pause_is_kept_across_a_change_of_severity() -> None:
    told = [
        Happening(OPENED, Kind.FILED, severity="normal", counting=COUNTING),
        Happening(OPENED + timedelta(minutes=10), Kind.STATUS, status="waiting_customer"),
        Happening(OPENED + timedelta(minutes=40), Kind.STATUS, status="in_progress"),
        Happening(OPENED + timedelta(minutes=50), Kind.SEVERITY, severity="high"),
    ]
    clock = by_name(replay(told))["resolution", 1]
    assert clock.severity == "high"
    assert [(pause.start, pause.end) for pause in clock.pauses] == [
        (OPENED + timedelta(minutes=10), OPENED + timedelta(minutes=40))
    ]
    # Counted again from the report, with the half hour waited on top of the new target.
    assert clock.calendar.elapsed(OPENED, clock.due_at) == clock.target_seconds + 30 * 60
