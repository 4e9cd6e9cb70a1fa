"""Several tickets at once, and put back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Macro, Ticket
from tickets.services.assignment import assign
from tickets.services.bulk import Outcome, change_tickets, undo
from tickets.services.macros import MacroCard, save_macro, send_macro
from tickets.services.merging import merge
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


def macro(cast: Cast, **card: Any) -> Macro:
    values: dict[str, Any] = {
        "name": "Ask",
        "owner": cast.agent,
        "text_en": "Hi {{contact.first_name}}, which version?",
    }
    return save_macro(macro=Macro(), actor=cast.agent, card=MacroCard(**values | card))


def send(cast: Cast, macro: Macro, kind: str, *tickets: Ticket) -> Outcome:
    def step(ticket: Ticket, now: datetime) -> Ticket:
        return send_macro(ticket=ticket, macro=macro, actor=cast.agent, kind=kind, now=now)

    return change_tickets(tickets=tickets, actor=cast.agent, applies=[step], now=LATER)


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_a_macro_writes_on_each_and_undoing_leaves_what_was_written(nordsoft: Cast, kind: str) -> None:
    fine, done = make_ticket(nordsoft), make_ticket(nordsoft)
    resolve(ticket=done, actor=nordsoft.agent, solution="So.", now=MONDAY)
    mails = OutboxMessage.objects.count()
    outcome = send(nordsoft, macro(nordsoft, set_status="waiting_customer"), kind, fine, done)
    assert (outcome.changed, outcome.wrote) == ([fine.number], True)
    assert outcome.refused == {"The ticket is already solved.": [done.number]}
    assert OutboxMessage.objects.count() - mails == (1 if kind == "reply" else 0)
    written = fine.messages.get(kind=kind)
    assert written.text == "Hi Karin, which version?"
    fine.refresh_from_db()
    assert fine.status == "waiting_customer"
    assert outcome.change
    undone = undo(change=outcome.change, actor=nordsoft.agent, now=LATER)
    assert (undone.changed, undone.wrote) == ([fine.number], True)
    fine.refresh_from_db()
    assert (fine.status, fine.assignee) == ("new", None)
    assert fine.messages.filter(pk=written.pk).exists()


def test_a_text_alone_is_a_change_and_a_macro_without_text_writes_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert send(nordsoft, macro(nordsoft), "note", ticket).changed == [ticket.number]
    quiet = macro(nordsoft, text_en="", set_status="in_progress")
    outcome = send(nordsoft, quiet, "note", ticket)
    assert (outcome.changed, ticket.messages.count()) == ([ticket.number], 2)
    assert send(nordsoft, quiet, "note", ticket).refused == {"It was so already.": [ticket.number]}


def test_merged_tickets_are_taken_apart_again(nordsoft: Cast) -> None:
    into, same, other = (make_ticket(nordsoft) for _ in range(3))
    stranger = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)

    def step(ticket: Ticket, now: datetime) -> Ticket:
        return merge(ticket=ticket, into=into, actor=nordsoft.agent, now=now)

    outcome = change_tickets(tickets=[same, other, stranger], actor=nordsoft.agent, applies=[step], now=MONDAY)
    assert outcome.changed == [same.number, other.number]
    assert list(outcome.refused.values()) == [[stranger.number]]
    assert set(Ticket.objects.filter(merged_into=into)) == {same, other}
    assert outcome.change
    assert undo(change=outcome.change, actor=nordsoft.agent, now=LATER).changed == [same.number, other.number]
    same.refresh_from_db()
    assert (same.status, same.merged_into) == ("new", None)
