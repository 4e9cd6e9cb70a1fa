"""Time: what is logged, how it counts, and the timer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from contracts.models import ConsultancyRate
from contracts.selectors.plans import newest_version
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import RunningTimer, Ticket, TicketEvent, TimeEntry
from tickets.services.analysis import analyse
from tickets.services.time import change_time, log_time, remove_time
from tickets.services.time_terms import terms_of_work
from tickets.services.timers import discard_timer, head_key, start_timer, stop_timer

HOUR = timedelta(hours=1)
Kind, Why = TimeEntry.Kind, TimeEntry.Why


def hand_over(cast: Cast, ticket: Ticket, *, covered: str = "") -> Ticket:
    ConsultancyRate.objects.create(amount=Decimal(1400), currency="SEK", valid_from=date(2026, 1, 1))
    return analyse(
        ticket=ticket,
        actor=cast.agent,
        category="",
        finding="Work to order.",
        outcome="consultant",
        consultant=cast.consultant,
        notice="Sigrid takes over.",
        covered=covered,
        now=MONDAY + HOUR,
    )


def test_support_is_covered_by_the_plan(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    entry = log_time(ticket=ticket, actor=nordsoft.agent, minutes=30, note=" Looked  in the log ", now=MONDAY + HOUR)
    assert (entry.kind, entry.why, entry.day, entry.note) == (
        "covered",
        "support",
        date(2026, 3, 2),
        "Looked in the log",
    )
    event = ticket.events.get(kind=TicketEvent.Kind.TIME_LOGGED)
    assert (event.actor, event.data["minutes"], event.data["kind"]) == (nordsoft.agent, 30, "covered")
    ticket.refresh_from_db()
    assert ticket.version == 1  # nobody's answer goes stale


def test_without_contract_and_without_support_it_is_billable(nordsoft: Cast) -> None:
    stranger = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    assert terms_of_work(stranger, MONDAY).why == Why.NO_CONTRACT
    nordsoft.contract.plan_version = newest_version(nordsoft.plans["basic"])
    nordsoft.contract.save()
    ticket = make_ticket(nordsoft)
    assert tuple(terms_of_work(ticket, MONDAY)) == (Kind.BILLABLE, Why.NO_SUPPORT, "")


def test_from_the_hand_over_on_it_is_billable(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    before = log_time(ticket=ticket, actor=nordsoft.agent, minutes=10, now=MONDAY + HOUR / 2)
    hand_over(nordsoft, ticket)
    after = log_time(ticket=ticket, actor=nordsoft.consultant, minutes=60, now=MONDAY + 2 * HOUR)
    assert (before.kind, after.kind, after.why) == ("covered", "billable", "handed_over")
    assert "1,190.00" in after.reason or "1" in after.reason
    # A timer's work counts from when it began, work by hand of an earlier day by that day's end.
    ticket.refresh_from_db()
    assert terms_of_work(ticket, MONDAY + HOUR / 2).kind == Kind.COVERED
    yesterday = log_time(
        ticket=ticket, actor=nordsoft.consultant, minutes=5, day=date(2026, 3, 1), now=MONDAY + 3 * HOUR
    )
    assert yesterday.kind == Kind.COVERED


def test_a_contract_that_covers_the_consultant(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    hand_over(nordsoft, ticket, covered="Two hours a year are free.")
    entry = log_time(ticket=ticket, actor=nordsoft.consultant, minutes=60, now=MONDAY + 2 * HOUR)
    assert (entry.kind, entry.why) == ("covered", "contract")


def test_out_of_scope_is_billable_from_the_notice_on(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    analyse(
        ticket=ticket, actor=nordsoft.agent, category="", finding="Not ours.", outcome="out_of_scope",
        notice="The agreement does not cover it.", now=MONDAY + HOUR,
    )  # fmt: skip
    ticket.refresh_from_db()
    assert terms_of_work(ticket, MONDAY + HOUR / 2).kind == Kind.COVERED
    assert tuple(terms_of_work(ticket, MONDAY + HOUR))[:2] == (Kind.BILLABLE, Why.OUT_OF_SCOPE)


def test_a_member_decides_otherwise_with_a_reason(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    with pytest.raises(ValidationError) as refused:
        log_time(ticket=ticket, actor=nordsoft.agent, minutes=30, kind="billable", now=MONDAY)
    assert set(refused.value.message_dict) == {"reason"}
    entry = log_time(ticket=ticket, actor=nordsoft.agent, minutes=30, kind="billable", reason="Agreed.", now=MONDAY)
    assert (entry.kind, entry.why, entry.reason) == ("billable", "member", "Agreed.")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": 1441}),
        ("day", {"minutes": 5, "day": date(2026, 3, 3)}),
        ("day", {"minutes": 5, "day": date(2025, 2, 1)}),
    ],
)
def test_what_cannot_be(nordsoft: Cast, field: str, values: dict[str, int]) -> None:
    ticket = make_ticket(nordsoft)
    with pytest.raises(ValidationError) as refused:
        log_time(ticket=ticket, actor=nordsoft.agent, now=MONDAY, **values)  # type: ignore[arg-type]
    assert set(refused.value.message_dict) == {field}
    assert not TimeEntry.objects.exists()


def test_changed_and_removed_as_events(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    entry = log_time(ticket=ticket, actor=nordsoft.agent, minutes=30, now=MONDAY)
    changed = change_time(entry=entry, actor=nordsoft.agent, minutes=45, day=entry.day, now=MONDAY + HOUR)
    event = ticket.events.get(kind=TicketEvent.Kind.TIME_CHANGED)
    assert (event.data["before"]["minutes"], event.data["minutes"]) == (30, 45)
    change_time(entry=changed, actor=nordsoft.agent, minutes=45, day=entry.day, now=MONDAY + HOUR)
    assert ticket.events.filter(kind=TicketEvent.Kind.TIME_CHANGED).count() == 1
    with pytest.raises(ValidationError):
        remove_time(entry=entry, actor=nordsoft.colleague, now=MONDAY)
    remove_time(entry=entry, actor=nordsoft.manager, now=MONDAY + HOUR)
    remove_time(entry=entry, actor=nordsoft.manager, now=MONDAY + HOUR)
    assert not TimeEntry.objects.exists()
    assert ticket.events.get(kind=TicketEvent.Kind.TIME_REMOVED).data["minutes"] == 45


def test_the_timer_counts_a_minute_begun_whole(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    start_timer(ticket=ticket, actor=nordsoft.agent, now=MONDAY)
    entry = stop_timer(actor=nordsoft.agent, now=MONDAY + timedelta(minutes=12, seconds=1))
    assert (entry.minutes, entry.started_at) == (13, MONDAY)
    with pytest.raises(ValidationError):
        stop_timer(actor=nordsoft.agent, now=MONDAY)


def test_one_timer_each_and_another_ticket_logs_the_first(nordsoft: Cast) -> None:
    one, two = make_ticket(nordsoft), make_ticket(nordsoft)
    start_timer(ticket=one, actor=nordsoft.agent, now=MONDAY)
    start_timer(ticket=one, actor=nordsoft.colleague, now=MONDAY)
    _timer, logged = start_timer(ticket=two, actor=nordsoft.agent, now=MONDAY + HOUR)
    assert logged is not None
    assert (logged.ticket_id, logged.minutes) == (one.pk, 60)
    timer, again = start_timer(ticket=two, actor=nordsoft.agent, now=MONDAY + 2 * HOUR)
    assert (timer.started_at, again) == (MONDAY + HOUR, None)
    assert RunningTimer.objects.count() == 2
    discard_timer(actor=nordsoft.agent)
    assert TimeEntry.objects.count() == 1


def test_a_forgotten_timer_asks(nordsoft: Cast) -> None:
    one, two = make_ticket(nordsoft), make_ticket(nordsoft)
    start_timer(ticket=one, actor=nordsoft.agent, now=MONDAY)
    late = MONDAY + 8 * HOUR + timedelta(seconds=1)
    for attempt in (
        lambda: stop_timer(actor=nordsoft.agent, now=late),
        lambda: start_timer(ticket=two, actor=nordsoft.agent, now=late),
    ):
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert set(refused.value.message_dict) == {"minutes"}
    assert stop_timer(actor=nordsoft.agent, minutes=90, now=late).minutes == 90


def test_the_heads_hint_follows_the_commit(nordsoft: Cast, django_capture_on_commit_callbacks: object) -> None:
    capture: object = django_capture_on_commit_callbacks
    ticket = make_ticket(nordsoft)
    with capture(execute=True):  # type: ignore[operator]
        start_timer(ticket=ticket, actor=nordsoft.agent, now=MONDAY)
    assert cache.get(head_key(nordsoft.agent)) == (ticket.number, int(MONDAY.timestamp()))
    with capture(execute=True):  # type: ignore[operator]
        stop_timer(actor=nordsoft.agent, now=MONDAY + HOUR)
    assert cache.get(head_key(nordsoft.agent)) is None
