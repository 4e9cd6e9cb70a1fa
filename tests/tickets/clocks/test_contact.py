"""The contact clock, whatever happens to its case: counted from the detection, never paused, stopped by contact."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sla.terms import Target
from tests.tickets.clocks.test_replay import COUNTING, OPENED, stories
from tickets.clocks.clock import Contacting, Happening
from tickets.clocks.replay import Kind, replay
from tickets.models import SlaClock

DETECTED = OPENED - timedelta(minutes=47)
targets = st.one_of(
    st.integers(1, 40 * 3600).map(lambda seconds: Target(seconds=seconds)),
    st.integers(1, 20).map(lambda days: Target(days=days)),
)


def case(told: list[Happening], target: Target) -> list[Happening]:
    """Turn a story into a proactive case's."""
    return [replace(told[0], contact=Contacting(target, DETECTED)), *told[1:]]


@given(stories, targets)
def test_a_case_has_one_contact_clock_and_none_of_its_policys_own(told: list[Happening], target: Target) -> None:
    metrics = [clock.metric for clock in replay(case(told, target))]
    assert metrics.count("contact") == 1
    assert not {"start", "resolution"} & set(metrics)


@given(stories, targets)
def test_its_deadline_counts_from_the_detection_and_never_pauses(told: list[Happening], target: Target) -> None:
    clock = next(clock for clock in replay(case(told, target)) if clock.metric == "contact")
    due = (
        clock.calendar.due_business_days(DETECTED, target.days)
        if target.days
        else clock.calendar.due(DETECTED, seconds=target.seconds or 0)
    )
    assert (clock.started_at, clock.pauses) == (DETECTED, [])
    assert clock.due_at == due


@given(stories, targets, st.integers(1, 600))
def test_the_first_contact_stops_it(told: list[Happening], target: Target, later: int) -> None:
    called = Happening(told[-1].at + timedelta(seconds=later), Kind.CONTACTED)
    clock = next(clock for clock in replay([*case(told, target), called]) if clock.metric == "contact")
    contacts = [each.at for each in [*told, called] if each.kind in (Kind.REPLIED, Kind.RESOLVED, Kind.CONTACTED)]
    assert clock.stopped_at == contacts[0]
    kept = SlaClock.State.MET if contacts[0] <= clock.due_at else SlaClock.State.BREACHED
    assert clock.state == kept


def test_an_ordinary_ticket_has_none() -> None:
    told = [Happening(OPENED, Kind.FILED, severity="normal", counting=COUNTING), Happening(OPENED, Kind.CONTACTED)]
    assert "contact" not in {clock.metric for clock in replay(told)}
