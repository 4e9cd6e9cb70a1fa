"""A ticket's clocks follow its events."""

from datetime import UTC, datetime

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import SlaClock, Ticket
from tickets.services.analysis import analyse
from tickets.services.messages import customer_wrote, reply
from tickets.services.resolution import reopen, resolve
from tickets.services.severity import decide_severity
from tickets.services.status import set_status, start_work


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """Give Swedish local time in March 2026 (UTC+1)."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def clock(ticket: Ticket, metric: str, sequence: int = 1) -> SlaClock:
    return ticket.clocks.get(metric=metric, sequence=sequence)


def test_filing_starts_the_start_and_resolution_clocks(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=MONDAY)
    assert clock(ticket, "start").due_at == at(14)  # 09:00 + 4 h, over lunch 12–13
    assert clock(ticket, "resolution").due_at == at(17, day=16)  # closing time of the 10th working day
    assert ticket.number == 1001
    assert ticket.next_due_at == at(14)
    assert ticket.queue_at == at(9)  # Professional has the fast track: as if due 4 business hours earlier


def test_starting_work_meets_the_start_clock(nordsoft: Cast) -> None:
    ticket = start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=at(10))
    assert clock(ticket, "start").state == "met"
    assert clock(ticket, "start").used_seconds == 3600
    assert ticket.status == "in_progress"


def test_work_started_at_the_very_deadline_is_met_a_second_later_is_breached(nordsoft: Cast) -> None:
    on_time = start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=at(14))
    late = start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=at(14).replace(second=1))
    assert clock(on_time, "start").state == "met"
    assert clock(late, "start").state == "breached"


def test_a_severity_decision_counts_again_from_the_report(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    ticket = decide_severity(
        ticket=ticket, actor=nordsoft.agent, severity="high", reason="Printing stands still.", now=at(10)
    )
    assert clock(ticket, "start").due_at == at(11)


def test_a_breached_clock_is_frozen_history(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high")  # due 11:00
    ticket = decide_severity(ticket=ticket, actor=nordsoft.agent, severity="normal", reason="One user.", now=at(11, 30))
    assert clock(ticket, "start").due_at == at(11)
    assert clock(ticket, "resolution").severity == "normal"


def test_waiting_for_the_customer_pauses_the_resolution_alone(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="critical")  # solution in 480 open minutes
    ticket = reply(ticket=ticket, actor=nordsoft.agent, text="Which version?", now=at(9, 10), then_wait=True)
    assert clock(ticket, "start").state == "met"
    assert clock(ticket, "resolution").state == "paused"
    assert ticket.queue_section == Ticket.Section.PAUSED
    ticket = customer_wrote(
        ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, text="8.1", now=at(10, 10)
    )
    # 8 open hours from 09:00 are over at 17:00 less lunch: 18:00 → next day 09:00; the hour waited comes on top.
    assert clock(ticket, "resolution").due_at == at(10, day=3)
    assert clock(ticket, "next_reply").due_at == at(11, 10)
    assert ticket.status == "in_progress"


def test_a_second_question_while_the_first_waits_starts_no_new_clock(nordsoft: Cast) -> None:
    ticket = reply(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="Hello", now=at(9, 10))
    for minute in (20, 30):
        ticket = customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="?", now=at(9, minute))
    assert ticket.clocks.filter(metric="next_reply").count() == 1
    ticket = reply(ticket=ticket, actor=nordsoft.agent, text="Here", now=at(9, 40))
    ticket = customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="And?", now=at(9, 50))
    assert clock(ticket, "next_reply", 2).state == "running"


def test_solving_stops_every_clock_and_opening_again_continues_the_solution(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="critical")
    ticket = resolve(ticket=ticket, actor=nordsoft.agent, solution="Reinstall the template.", now=at(10))
    assert {c.state for c in ticket.clocks.all()} == {"met", "breached"}  # start was due 09:15
    assert ticket.queue_section == Ticket.Section.DONE
    assert ticket.close_due_at == at(17, day=9)
    ticket = reopen(ticket=ticket, actor=nordsoft.agent, now=at(11))
    resolution = clock(ticket, "resolution")
    assert resolution.state == "running"
    assert resolution.due_at == at(10, day=3)


def test_without_contract_there_are_no_clocks(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    assert ticket.clocks.count() == 0
    assert ticket.queue_section == Ticket.Section.NO_CONTRACT


def test_round_the_clock_cover_counts_critical_at_night(nordsoft: Cast) -> None:
    nordsoft.contract.covers_critical = True
    nordsoft.contract.save()
    night = datetime(2026, 3, 7, 22, 0, tzinfo=UTC)
    assert clock(make_ticket(nordsoft, severity="critical", now=night), "start").due_at.hour == 22
    assert clock(make_ticket(nordsoft, severity="high", now=night), "start").due_at == at(10, day=9)


def test_the_first_analysis_is_started_work(nordsoft: Cast) -> None:
    ticket = analyse(
        ticket=make_ticket(nordsoft),
        actor=nordsoft.agent,
        category="Printing",
        finding="A field is missing.",
        outcome="fix_here",
        now=at(9, 30),
    )
    assert clock(ticket, "start").state == "met"


def test_waiting_for_a_third_party_does_not_pause(nordsoft: Cast) -> None:
    ticket = set_status(ticket=make_ticket(nordsoft), actor=nordsoft.agent, status="waiting_third_party", now=at(9, 30))
    assert clock(ticket, "resolution").state == "running"
