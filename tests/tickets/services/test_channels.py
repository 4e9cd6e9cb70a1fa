"""A policy may count what is filed by a channel on that channel's calendar."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import NotAllowedError
from contracts.models import Contract
from sla.calendars import compiled_definition, current_version
from sla.country import starting_point
from sla.models import Calendar, ChannelHours, PolicyVersion
from sla.selectors import version_in_force
from sla.services.channels import create_channel_hours
from sla.services.policies import PolicyDraft, StepDraft, change_policy
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.clocks import state_of
from tickets.models import Recount, Ticket, TicketEvent
from tickets.promise import promise_for
from tickets.selectors.calendar_tickets import tickets_of
from tickets.selectors.impact import impact_of
from tickets.services.importing.terms import TermsBook
from tickets.services.recounting import change_calendar, recount_tenants
from tickets.services.severity import decide_severity
from tickets.services.terms import recount_terms
from tickets.services.terms_changes import carry_out, rehearse

TARGETS = {("normal", "start"): {"minutes": 240}, ("critical", "start"): {"minutes": 15}}


def draft(cast: Cast, **channels: Calendar) -> PolicyDraft:
    """Give Normal four hours, Critical a quarter of one; other calendars for some channels."""
    steps = (StepDraft(("managers",), share=100),)
    return PolicyDraft("Standard", cast.calendar, TARGETS, {}, steps, channels)


def chosen(cast: Cast, **channels: Calendar) -> bool:
    return change_policy(policy=cast.policy, actor=cast.manager, draft=draft(cast, **channels), now=MONDAY)


@pytest.fixture
def phone(nordsoft: Cast) -> Calendar:
    """Give the telephone's hours, 9–12 and 13–15, on which what is filed by telephone counts."""
    create_channel_hours(country="SE", now=MONDAY)
    calendar = ChannelHours.objects.get(channel="phone").calendar
    chosen(nordsoft, phone=calendar)
    return calendar


def follow(cast: Cast) -> None:
    """Let open tickets follow the policy's newest version, as a manager may say in the editor."""
    carry_out(lambda: Recount(policy_version=version_in_force(cast.policy)), actor=cast.manager, now=at(14, 5))


def due(ticket: Ticket) -> Any:
    return Ticket.objects.get(pk=ticket.pk).next_due_at


def check(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("replay_clocks", check=True, tenant="nordsoft")
    return capsys.readouterr().out


def test_what_is_filed_by_telephone_counts_in_its_hours(
    nordsoft: Cast, phone: Calendar, capsys: pytest.CaptureFixture[str]
) -> None:
    by = {channel: make_ticket(nordsoft, channel=channel, now=at(10)) for channel in Ticket.Channel.values}
    assert due(by.pop("phone")) == at(15)  # two hours, lunch, two hours: closing time
    late = make_ticket(nordsoft, channel="phone", now=at(14))
    assert due(late) == at(12, day=3)  # an hour, and three from nine
    assert {due(ticket) for ticket in by.values()} == {at(15)}
    others = make_ticket(nordsoft, channel="email", now=at(14))
    assert due(others) == at(9, day=3)
    event = late.events.get(kind=TicketEvent.Kind.FILED)
    assert event.data["calendar_version"] == current_version(phone).pk
    assert state_of(late.clocks.get()).counting.is_by_channel
    assert not state_of(others.clocks.get()).counting.is_by_channel
    assert ", 0 with differences" in check(capsys)


def test_round_the_clock_cover_comes_before_the_channel(nordsoft: Cast, phone: Calendar) -> None:
    Contract.objects.update(covers_critical=True)
    night = at(22)
    ticket = make_ticket(nordsoft, channel="phone", severity="critical", now=night)
    assert due(ticket) == night + timedelta(minutes=15)
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="normal", reason="One of many.", now=night)
    assert due(ticket) == at(14, day=3)  # 4 h of the telephone's day


def test_a_version_keeps_its_channels_and_the_same_again_makes_none(nordsoft: Cast, phone: Calendar) -> None:
    assert not chosen(nordsoft, phone=phone)
    assert not chosen(nordsoft, phone=phone, email=nordsoft.calendar)  # that is the policy's own anyhow
    assert chosen(nordsoft)
    versions = {version.number: version for version in PolicyVersion.objects.all()}
    kept = {number: dict(version.channels.values_list("channel", "calendar")) for number, version in versions.items()}
    assert kept == {1: {}, 2: {"phone": phone.pk}, 3: {}}
    with pytest.raises(NotAllowedError):
        change_policy(policy=nordsoft.policy, actor=nordsoft.agent, draft=draft(nordsoft), now=MONDAY)


def test_open_tickets_follow_another_choice_where_the_manager_says_so(
    nordsoft: Cast, phone: Calendar, capsys: pytest.CaptureFixture[str]
) -> None:
    ticket = make_ticket(nordsoft, channel="phone", now=at(14))
    other = make_ticket(nordsoft, now=at(14))
    chosen(nordsoft)
    assert due(ticket) == at(12, day=3)
    follow(nordsoft)
    assert due(ticket) == due(other) == at(9, day=3)
    chosen(nordsoft, phone=phone)
    follow(nordsoft)
    assert (due(ticket), due(other)) == (at(12, day=3), at(9, day=3))
    assert ", 0 with differences" in check(capsys)


def test_the_look_before_saving_knows_the_channel(nordsoft: Cast, phone: Calendar) -> None:
    called = make_ticket(nordsoft, channel="phone", now=at(14))
    make_ticket(nordsoft, now=at(14))

    def save() -> Recount:
        chosen(nordsoft)
        return Recount(policy_version=version_in_force(nordsoft.policy))

    impact = rehearse(save, now=at(14, 5))
    assert [(move.ticket, move.before, move.after) for move in impact.moves] == [(called, at(12, day=3), at(9, day=3))]
    assert PolicyVersion.objects.count() == 2  # nothing is written
    assert due(called) == at(12, day=3)


def test_a_changed_contract_leaves_the_channel_as_it_is(nordsoft: Cast, phone: Calendar) -> None:
    ticket = make_ticket(nordsoft, channel="phone", now=at(14))
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(14, 5)) == 0
    Contract.objects.update(covers_critical=True)
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(14, 5)) == 1
    assert due(ticket) == at(12, day=3)


def test_other_hours_of_the_telephone_move_what_counts_in_them_alone(
    nordsoft: Cast, phone: Calendar, capsys: pytest.CaptureFixture[str]
) -> None:
    called = make_ticket(nordsoft, channel="phone", now=at(14))
    wrote = make_ticket(nordsoft, channel="email", now=at(14))
    assert set(tickets_of(phone)) == {called}
    assert set(tickets_of(nordsoft.calendar)) == {wrote}
    until_five = {**starting_point("SE"), "week": {str(day): [["09:00", "17:00"]] for day in range(5)}}
    impact = impact_of(calendar=phone, hours=compiled_definition(until_five), now=at(14, 5))
    assert (impact.total, [(move.before, move.after) for move in impact.moves]) == (
        1,
        [(at(12, day=3), at(10, day=3))],
    )
    who = {"name": phone.name, "actor": nordsoft.manager, "now": at(14, 5)}
    recount = change_calendar(calendar=phone, definition=until_five, seen=1, **who)
    assert recount is not None
    assert recount.total == 1
    recount_tenants(nordsoft.tenant.pk, now=at(14, 5))
    assert (due(called), due(wrote)) == (at(10, day=3), at(9, day=3))
    assert called.clocks.get().calendar_version == current_version(phone)
    # The support function's hours are another matter.
    recount = change_calendar(calendar=nordsoft.calendar, definition=until_five, seen=1, **who | {"name": "Support"})
    assert recount is not None
    assert recount.total == 1
    recount_tenants(nordsoft.tenant.pk, now=at(14, 5))
    assert {ticket.pk: ticket.clocks.get().calendar_version.calendar for ticket in (called, wrote)} == {
        called.pk: phone,
        wrote.pk: nordsoft.calendar,
    }
    assert ", 0 with differences" in check(capsys)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seconds=st.integers(0, 400 * 86400),
    channel=st.sampled_from(Ticket.Channel.values),
    severity=st.sampled_from(["normal", "critical"]),
    covered=st.booleans(),
)
def test_the_promise_is_what_filing_by_the_channel_gives(
    nordsoft: Cast, phone: Calendar, seconds: int, channel: str, severity: str, covered: bool
) -> None:
    Contract.objects.update(covers_critical=covered)
    now = MONDAY + timedelta(seconds=seconds)
    promised = promise_for(customer=nordsoft.customer, product=None, severity=severity, channel=channel, now=now)
    ticket = make_ticket(nordsoft, channel=channel, severity=severity, now=now)
    clock = ticket.clocks.get()
    assert promised.due_at == clock.due_at
    expected = phone if channel == "phone" else nordsoft.calendar
    assert clock.calendar_version.calendar == expected
    if not clock.is_covered:
        minutes = TARGETS[severity, "start"]["minutes"]
        assert promised.calendar is not None
        assert promised.calendar.elapsed(now, clock.due_at) == minutes * 60


def test_imported_tickets_count_in_the_hours_of_their_channel(nordsoft: Cast, phone: Calendar) -> None:
    book = TermsBook()

    def calendar_version(channel: str) -> int:
        ticket = Ticket(customer=nordsoft.customer, channel=channel, opened_at=at(10))
        return int(book.set_terms(ticket)["calendar_version"])

    assert calendar_version("phone") == current_version(phone).pk
    assert calendar_version("email") == calendar_version("portal") == current_version(nordsoft.calendar).pk


def test_filing_asks_no_more_for_it(nordsoft: Cast, phone: Calendar) -> None:
    make_ticket(nordsoft, now=at(10))
    asked = {}
    for channel in ("email", "phone"):
        with Budget() as budget:
            make_ticket(nordsoft, channel=channel, now=at(10))
        asked[channel] = len(budget.asked)
    assert asked["phone"] == asked["email"]
