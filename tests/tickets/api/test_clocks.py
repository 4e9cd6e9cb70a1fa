"""Promises, kept and to come."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from sla.models import ChannelHours
from sla.services.channels import create_channel_hours
from sla.services.policies import change_policy
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tests.tickets.services.test_channels import draft
from tickets.services.assignment import assign
from tickets.services.messages import reply

# Thursday 30 April 2026 12:30 local time, the day before a red day: closed from 13:00 until Monday.
WALPURGIS = datetime(2026, 4, 30, 10, 30, tzinfo=UTC)


def test_the_preview_is_what_filing_then_promises(nordsoft: Cast, karin: Caller) -> None:
    with time_machine.travel(WALPURGIS, tick=False):
        shown = karin.get("sla/preview/?severity=high").json()
        karin.post("tickets/", {"subject": "Late", "text": "Late.", "severity": "high"})
        (start,) = [clock for clock in karin.get("tickets/1001/clocks/").json()["clocks"] if clock["metric"] == "start"]
    # 30 minutes before closing at 13:00, and 90 from 08:00 on Monday 4 May.
    assert shown["due_at"] == start["due_at"] == "2026-05-04T07:30:00Z"
    assert (shown["plan"], shown["contract"]) == ("Professional", nordsoft.contract.pk)
    assert (shown["is_fast_track"], shown["is_covered"]) == (True, False)
    assert shown["target"] == {"seconds": 7200, "business_days": None, "text": "2 h"}
    ledger = shown["ledger"]
    rows = ledger["rows"]
    assert ledger["counted_seconds"] == sum(row["seconds"] for row in rows if row["counted"]) == 7200
    assert (rows[0]["start"], rows[-1]["end"]) == ("2026-04-30T10:30:00Z", "2026-05-04T07:30:00Z")
    assert all(before["end"] == after["start"] for before, after in itertools.pairwise(rows))
    assert [row["reason"] for row in rows] == ["open", "short_day", "holiday", "weekend", "closed_night", "open"]
    assert rows[2]["detail"] == rows[2]["text"] == "Första maj"


def test_the_preview_is_of_the_channel(nordsoft: Cast, agent: Caller) -> None:
    create_channel_hours(country="SE", now=MONDAY)
    phone = ChannelHours.objects.get(channel="phone").calendar
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft(nordsoft, phone=phone), now=MONDAY)
    path = f"sla/preview/?severity=normal&customer={nordsoft.customer.pk}"
    with time_machine.travel(datetime(2026, 3, 2, 13, tzinfo=UTC), tick=False):
        shown = {channel: agent.get(f"{path}&channel={channel}").json() for channel in ("phone", "email", "api")}
        assert agent.get(path).json() == shown["api"]
        ticket = make_ticket(nordsoft, channel="phone", now=datetime(2026, 3, 2, 13, tzinfo=UTC))
        (clock,) = agent.get(f"tickets/{ticket.number}/clocks/").json()["clocks"]
    assert [shown["phone"][name] for name in ("due_at", "calendar", "is_by_channel")] == [
        "2026-03-03T11:00:00Z", phone.pk, True,
    ]  # fmt: skip
    assert [shown["email"][name] for name in ("due_at", "calendar", "is_by_channel")] == [
        "2026-03-03T08:00:00Z", nordsoft.calendar.pk, False,
    ]  # fmt: skip
    assert [clock[name] for name in ("due_at", "calendar", "is_by_channel")] == [
        "2026-03-03T11:00:00Z", phone.pk, True,
    ]  # fmt: skip
    assert_problem(agent.get(f"{path}&channel=fax"), 400, "invalid")


def test_without_contract_nothing_is_promised(nordsoft: Cast, agent: Caller) -> None:
    shown = agent.get(f"sla/preview/?severity=normal&customer={nordsoft.stranger.pk}").json()
    assert [shown[name] for name in ("contract", "plan", "due_at", "target", "zone", "ledger")] == [None] * 6
    assert shown["customer"]["name"] == "Furuviks Bageri"


def test_the_preview_is_of_a_customer_the_caller_sees(nordsoft: Cast, karin: Caller, consultant: Caller) -> None:
    strangers = f"sla/preview/?severity=normal&customer={nordsoft.stranger.pk}"
    for caller in (karin, consultant):
        assert list(assert_problem(caller.get(strangers), 400, "invalid")["errors"]) == ["customer"]
    body = assert_problem(consultant.get("sla/preview/"), 400, "invalid")
    assert list(body["errors"]) == ["severity"]
    body = assert_problem(consultant.get("sla/preview/?severity=normal"), 400, "invalid")
    assert list(body["errors"]) == ["customer"]


def test_a_clock_says_where_it_stands(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    ticket = make_ticket(nordsoft, severity="high")
    with time_machine.travel(MONDAY + timedelta(hours=2, minutes=30), tick=False):
        start, *_others = agent.get(f"tickets/{ticket.number}/clocks/").json()["clocks"]
        assert karin.get(f"tickets/{ticket.number}/clocks/").json()["clocks"][0] == start
    assert (start["metric"], start["state"], start["is_breached"]) == ("start", "running", True)
    assert (start["due_at"], start["left_seconds"]) == ("2026-03-02T10:00:00Z", -1800)
    assert start["used_seconds"] == start["ledger"]["counted_seconds"] == 9000
    reply(ticket=ticket, actor=nordsoft.agent, text="Hello", now=MONDAY + timedelta(hours=3))
    start, *_others = agent.get(f"tickets/{ticket.number}/clocks/").json()["clocks"]
    assert (start["state"], start["is_breached"], start["left_seconds"]) == ("breached", True, None)
    assert (start["stopped_at"], start["used_seconds"]) == ("2026-03-02T11:00:00Z", 10800)


def test_a_paused_clock_says_who_paused_it(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    reply(ticket=ticket, actor=nordsoft.agent, text="Which?", then_wait=True, now=MONDAY + timedelta(hours=1))
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        clocks = agent.get(f"tickets/{ticket.number}/clocks/").json()["clocks"]
    (solving,) = [clock for clock in clocks if clock["metric"] == "resolution"]
    assert (solving["state"], solving["used_seconds"]) == ("paused", 3600)
    assert solving["pauses"] == [{"start": "2026-03-02T09:00:00Z", "end": None, "by": "waiting_customer"}]
    assert [row["reason"] for row in solving["ledger"]["rows"]] == ["open", "paused"]


@pytest.mark.parametrize("what", ["", "clocks/", "messages/", "attachments/"])
def test_the_clocks_of_what_is_not_seen_are_not_there(
    nordsoft: Cast, lars: Caller, consultant: Caller, what: str
) -> None:
    ticket = make_ticket(nordsoft)
    for caller in (lars, consultant):
        assert_problem(caller.get(f"tickets/{ticket.number}/{what}"), 404, "not_found")
    assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.consultant, now=MONDAY)
    assert consultant.get(f"tickets/{ticket.number}/{what}").status_code == 200


def test_they_are_on_budget(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    assert agent.queries(f"tickets/{ticket.number}/clocks/") <= 10
    assert agent.queries(f"sla/preview/?severity=high&customer={nordsoft.customer.pk}") <= 10
