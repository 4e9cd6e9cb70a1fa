"""Several tickets at once, and put back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.services.assignment import assign
from tickets.services.bulk import Outcome, change_tickets, undo
from tickets.services.resolution import resolve
from tickets.services.status import set_status

LATER = MONDAY + timedelta(minutes=5)


def give_to_colleague(cast: Cast, *tickets: Ticket) -> Outcome:
    def step(ticket: Ticket, now: object) -> Ticket:
        moved = set_status(ticket=ticket, actor=cast.agent, status="waiting_customer", now=MONDAY)
        return assign(ticket=moved, actor=cast.agent, assignee=cast.colleague, now=MONDAY)

    return change_tickets(tickets=tickets, actor=cast.agent, applies=[step], now=MONDAY)


def test_each_ticket_has_its_own_outcome(nordsoft: Cast) -> None:
    fine, done = make_ticket(nordsoft), make_ticket(nordsoft)
    done = resolve(ticket=done, actor=nordsoft.agent, solution="So.", now=MONDAY)
    outcome = give_to_colleague(nordsoft, fine, done)
    assert outcome.changed == [fine.number]
    assert list(outcome.refused.values()) == [[done.number]]
    again = give_to_colleague(nordsoft, Ticket.objects.get(pk=fine.pk))
    assert again.refused == {"It was so already.": [fine.number]}
    assert again.change is None


def test_undo_puts_back_what_was_there_as_new_events(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    outcome = give_to_colleague(nordsoft, ticket)
    assert outcome.change
    events = ticket.events.count()
    assert undo(change=outcome.change, actor=nordsoft.agent, now=LATER).changed == [ticket.number]
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("new", None)
    assert ticket.events.count() == events + 2
    assert ticket.started_at is not None  # that work had started is history


def test_what_somebody_changed_since_is_left_and_said(nordsoft: Cast) -> None:
    mine, theirs = make_ticket(nordsoft), make_ticket(nordsoft)
    outcome = give_to_colleague(nordsoft, mine, theirs)
    theirs.refresh_from_db()
    assign(ticket=theirs, actor=nordsoft.colleague, assignee=nordsoft.consultant, now=LATER)
    assert outcome.change
    undone = undo(change=outcome.change, actor=nordsoft.agent, now=LATER)
    assert undone.changed == [mine.number]
    assert undone.refused == {"It has been changed since.": [theirs.number]}
    theirs.refresh_from_db()
    assert theirs.assignee == nordsoft.consultant


@pytest.mark.parametrize("case", ["late", "twice", "somebody else"])
def test_no_undo(nordsoft: Cast, case: str) -> None:
    outcome = give_to_colleague(nordsoft, make_ticket(nordsoft))
    assert outcome.change
    if case == "twice":
        undo(change=outcome.change, actor=nordsoft.agent, now=LATER)
    actor = nordsoft.colleague if case == "somebody else" else nordsoft.agent
    with pytest.raises(ValidationError):
        undo(change=outcome.change, actor=actor, now=MONDAY + timedelta(minutes=16 if case == "late" else 5))
