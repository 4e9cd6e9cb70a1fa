"""What is written on a ticket."""

from datetime import timedelta

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.resolution import confirm_solved, resolve


def test_a_reply_on_a_closed_ticket_opens_a_follow_up_that_links_to_it(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    ticket = confirm_solved(ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, now=MONDAY)
    later = customer_wrote(
        ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, text="Again", now=MONDAY
    )
    assert later.follow_up_of == ticket
    assert later.number == ticket.number + 1
    assert ticket.events.filter(kind="followed_up").count() == 1


def test_a_reply_on_a_solved_ticket_brings_it_back_to_work(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    ticket = customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="No", now=MONDAY)
    assert (ticket.status, ticket.resolved_at) == (Ticket.Status.IN_PROGRESS, None)


def test_the_first_reply_is_started_work_and_takes_the_ticket(nordsoft: Cast) -> None:
    ticket = reply(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="Hello", now=MONDAY + timedelta(minutes=5))
    assert ticket.assignee == nordsoft.agent
    assert ticket.clocks.get(metric="start").state == "met"


def test_a_note_stops_no_clock(nordsoft: Cast) -> None:
    ticket = add_note(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="Odd.", now=MONDAY)
    assert ticket.clocks.get(metric="start").state == "running"


def test_words_on_a_ticket_that_closed_meanwhile_open_a_follow_up(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    seen = Ticket.objects.get(pk=ticket.pk)
    confirm_solved(ticket=ticket, contact=nordsoft.karin, actor=None, now=MONDAY)
    after = customer_wrote(ticket=seen, contact=nordsoft.karin, actor=None, text="Again.", now=MONDAY)
    assert after.follow_up_of == ticket
    assert ticket.messages.filter(text="Again.").count() == 0
