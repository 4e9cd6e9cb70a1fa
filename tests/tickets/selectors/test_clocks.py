"""Kept clocks, read at a moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.models import SlaClock, Ticket
from tickets.selectors.clocks import ClockBook, Reading
from tickets.services.messages import reply
from tickets.services.resolution import resolve
from tickets.services.status import start_work

ZONE = ZoneInfo("Europe/Stockholm")


def book(ticket: Ticket, now: datetime) -> ClockBook:
    return ClockBook(SlaClock.objects.filter(ticket=ticket), now=now, zone=ZONE)


def main(ticket: Ticket, now: datetime) -> Reading:
    reading = book(ticket, now).main(ticket.pk)
    assert reading is not None
    return reading


def test_left_counts_opening_hours_and_the_warning_share_is_the_policys(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)  # 09:00, 4 h over lunch: due 14:00, warning after 3 h: 12:00
    before, after = main(ticket, at(11, 59)), main(ticket, at(12))
    assert (before.state, before.left, before.target) == ("ok", 3660, 14400)
    assert (after.state, after.left, after.face.notch) == ("risk", 3600, 75)
    assert main(ticket, at(14)).state == "risk"
    assert (main(ticket, at(14, 0).replace(second=1)).state, main(ticket, at(14, 30)).left) == ("over", -1800)


def test_a_paused_clock_keeps_what_it_had(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="critical")  # solution in 8 h
    reply(ticket=ticket, actor=nordsoft.agent, text="?", now=at(9, 10), then_wait=True)
    reading = main(ticket, at(16, day=5))
    assert (reading.state, reading.left, reading.used) == ("paused", 8 * 3600 - 600, 600)
    assert not reading.face.is_live


def test_the_next_deadline_stands_for_the_ticket_and_then_what_stopped_last(nordsoft: Cast) -> None:
    ticket = start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=at(10))
    assert main(ticket, at(11)).row.metric == "resolution"
    assert [r.row.metric for r in book(ticket, at(11)).others(ticket.pk, main(ticket, at(11)))] == ["start"]
    resolve(ticket=ticket, actor=nordsoft.agent, solution="So.", now=at(15))
    reading = main(ticket, at(16))
    assert (reading.row.metric, reading.state, reading.used) == ("resolution", "met", 5 * 3600)


def test_round_the_clock_cover_ticks_at_night(nordsoft: Cast) -> None:
    nordsoft.contract.covers_critical = True
    nordsoft.contract.save()
    ticket = make_ticket(nordsoft, severity="critical", now=at(22))
    reading = main(ticket, at(22, 5))
    assert (reading.left, reading.row.due_at) == (600, at(22, 15))
    opened = book(ticket, at(22, 5)).openings([reading])
    [pairs] = opened.values()
    assert pairs[0][0] == int(at(22, 5).timestamp())
