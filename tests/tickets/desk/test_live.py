"""Who else is on a ticket's page, and what comes while it is open."""

import re
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from redis import ConnectionError as Away

from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at, page_of, text_of
from tests.windows import signed_in
from tickets import presence
from tickets.models import Ticket
from tickets.services.messages import add_note, customer_wrote


@pytest.fixture
def colleague(nordsoft: Cast) -> Client:
    return signed_in(nordsoft.colleague.user)


def ask(client: Client, ticket: Ticket, etag: str = "", **about: Any) -> Any:
    headers = {"HX-Request": "true"} | ({"If-None-Match": etag} if etag else {})
    values: dict[str, Any] = {"version": ticket.version, "after": 0, "seen": 0, "typing": ""} | about
    return client.get(f"{page_of(ticket.number)}live/", values, headers=headers)


def micro(hour: int, minute: int = 0) -> int:
    return int(at(hour, minute).timestamp()) * 1_000_000


@time_machine.travel(at(10), tick=False)
def test_each_sees_the_other_and_what_they_write_until_they_leave(
    agent: Client, colleague: Client, nordsoft: Cast
) -> None:
    ticket = make_ticket(nordsoft)
    assert "looking" not in text_of(ask(agent, ticket).content)
    assert "Maja Sandell is looking at this" in text_of(ask(colleague, ticket, typing="reply").content)
    assert "Oskar Nyström is writing an answer" in text_of(ask(agent, ticket, typing="note").content)
    assert "Maja Sandell is writing a note" in text_of(ask(colleague, ticket, typing="<b>").content)
    assert "Oskar Nyström is looking at this" in text_of(ask(agent, ticket).content)
    assert colleague.post(f"{page_of(ticket.number)}live/").status_code == 204
    assert "Oskar" not in text_of(ask(agent, ticket).content)


def test_whoever_no_longer_asks_has_gone(agent: Client, colleague: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    with time_machine.travel(at(10), tick=False):
        ask(colleague, ticket)
        assert "Oskar" in text_of(ask(agent, ticket).content)
    with time_machine.travel(at(10, 1), tick=False):
        assert "Oskar" not in text_of(ask(agent, ticket).content)


@time_machine.travel(at(10), tick=False)
def test_nobody_is_seen_on_another_ticket_or_by_who_may_not_see_it(
    agent: Client, colleague: Client, consultant: Client, nordsoft: Cast
) -> None:
    ticket, other = make_ticket(nordsoft), make_ticket(nordsoft)
    ask(colleague, other)
    assert "Oskar" not in text_of(ask(agent, ticket).content)
    assert ask(consultant, other).status_code == 404
    assert consultant.post(f"{page_of(other.number)}live/").status_code == 404


@time_machine.travel(at(10), tick=False)
def test_without_valkey_the_answer_comes_all_the_same(agent: Client, colleague: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    ask(colleague, ticket)
    store: Any = cache
    with mock.patch.object(store._cache, "get_client", side_effect=Away):
        answer = ask(agent, ticket)
        assert agent.post(f"{page_of(ticket.number)}live/").status_code == 204
    assert answer.status_code == 200
    assert "Oskar" not in text_of(answer.content)


@time_machine.travel(at(10), tick=False)
def test_what_came_since_is_added_once_and_counted_from_the_form(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    version = ticket.version
    for minute in (30, 40):
        customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text=f"At {minute}", now=at(9, minute))
    add_note(ticket=ticket, actor=nordsoft.agent, text="My own", now=at(9, 50))
    content = ask(agent, ticket, version=version, after=micro(9, 35), seen=micro(9, 5)).content
    text = text_of(content)
    assert "At 40" in text
    assert "My own" in text
    assert "At 30" not in text
    assert "2 new messages since you opened this" in text
    ticket.refresh_from_db()
    assert f'data-version="{ticket.version}" data-latest="{micro(9, 50)}"' in content.decode()
    mark = ticket.read_marks.get(membership=nordsoft.agent)
    assert mark.seen_at == at(10)


@time_machine.travel(at(10), tick=False)
def test_unchanged_is_304_for_one_question_beside_who_asks(agent: Client, colleague: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    first = ask(agent, ticket)
    with Budget() as budget:
        assert ask(agent, ticket, etag=first["ETag"]).status_code == 304
    about_tickets = [sql for sql in budget.asked if "tickets_" in sql]
    assert len(about_tickets) == 1
    ask(colleague, ticket)
    assert ask(agent, ticket, etag=first["ETag"]).status_code == 200


@time_machine.travel(at(10), tick=False)
@pytest.mark.parametrize("wrong", ["", "x", "9" * 40, "-1"])
def test_made_up_numbers_break_nothing(agent: Client, nordsoft: Cast, wrong: str) -> None:
    ticket = make_ticket(nordsoft)
    assert ask(agent, ticket, version=wrong, after=wrong, seen=wrong).status_code == 200


def test_the_key_is_the_tenants_and_short_lived(nordsoft: Cast) -> None:
    presence.look(1, member=nordsoft.agent, typing="", now=at(10))
    store: Any = cache
    client = store._cache.get_client(None, write=True)
    (key,) = client.keys("*presence:*")
    assert re.search(rf"presence:{nordsoft.tenant.pk}:1$", key.decode())
    assert 0 < client.ttl(key) <= presence.LIFE_SECONDS
