"""What is drawn once for many: each reader sees what they may, in their language, as it stands now."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Role
from accounts.tenancy.context import tenant_context
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, numbers, text_of
from tests.windows import signed_in
from tickets.selectors.queue_columns import USUAL
from tickets.services.assignment import assign
from tickets.services.messages import customer_wrote
from tickets.services.reading import mark_read

Committed = Callable[..., AbstractContextManager[Any]]
PARTS = ("", "?part=views", "?part=next", "?view=mine", "?assignee=me", "?view=unassigned")
pytestmark = pytest.mark.usefixtures("_kept")


@pytest.fixture
def _kept(settings: Any) -> None:
    settings.KEEP_PIECES = True


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """What is done inside is committed, as far as anybody is told."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def colleague(nordsoft: Cast) -> Client:
    return signed_in(nordsoft.colleague.user)


def piece(client: Client, query: str = "") -> bytes:
    return client.get(f"{QUEUE}{query}", headers={"HX-Request": "true"}).content


def new_of(content: bytes, number: int) -> tuple[str, bool]:
    """Give what a row says is new, and whether it looks so."""
    row = re.search(rf'<li class="([^"]*)" data-key="{number}".*?class="new">([^<]*)<', content.decode(), re.DOTALL)
    assert row is not None
    return row[2], "unread" in row[1].split()


@time_machine.travel(at(10), tick=False)
def test_a_second_reader_asks_for_no_ticket_and_sees_their_own_unread(
    agent: Client, colleague: Client, nordsoft: Cast, committed: Committed
) -> None:
    with committed():
        ticket, other = make_ticket(nordsoft), make_ticket(nordsoft)
        mark_read(ticket=ticket, actor=nordsoft.agent, now=at(9, 10))
        customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="?", now=at(9, 20))
    agent.get(QUEUE), colleague.get(f"{QUEUE}?part=views")
    mine, theirs = piece(agent), piece(colleague)
    assert (new_of(mine, ticket.number), new_of(mine, other.number)) == (("1 new", True), ("new", True))
    assert (new_of(theirs, ticket.number), new_of(theirs, other.number)) == (("new", True), ("new", True))
    asked = [sql for sql in count_queries(colleague, QUEUE) if "tickets_ticket" in sql]
    assert not asked, asked
    mark_read(ticket=ticket, actor=nordsoft.agent, now=at(9, 30))
    assert new_of(piece(agent), ticket.number) == ("", False)
    assert new_of(agent.get(QUEUE).content, ticket.number) == ("", False)
    assert new_of(piece(colleague), ticket.number) == ("new", True)


@time_machine.travel(at(10), tick=False)
@pytest.mark.parametrize("first", ["agent", "consultant"])
def test_a_consultant_and_an_agent_share_nothing(
    agent: Client, consultant: Client, nordsoft: Cast, committed: Committed, first: str
) -> None:
    with committed():
        hidden = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, subject="Nobody else's business")
        handed = assign(ticket=make_ticket(nordsoft), actor=nordsoft.agent, assignee=nordsoft.consultant, now=at(9, 1))
    for query in ("", "?view=unassigned", "?part=next", "?part=views"):
        readers = [agent, consultant] if first == "agent" else [consultant, agent]
        contents = {reader: [piece(reader, query), reader.get(f"{QUEUE}{query}").content] for reader in readers}
        assert all(b"Nobody else" not in content for content in contents[consultant]), query
        if query not in ("?part=views",):
            assert b"Nobody else" in contents[agent][0], query
    assert numbers(piece(consultant)) == [handed.number]
    assert numbers(piece(agent)) == [handed.number, hidden.number]
    unassigned = re.compile(rb"view=unassigned.*?class=\"n[^\"]*\">(\d+)<", re.DOTALL)
    counts = [unassigned.search(piece(reader, "?part=views")) for reader in (agent, consultant)]
    assert [count and count[1] for count in counts] == [b"1", b"0"]


@time_machine.travel(at(10), tick=False)
@pytest.mark.parametrize("query", ["?view=mine", "?assignee=me"])
def test_mine_is_nobody_elses(
    agent: Client, colleague: Client, nordsoft: Cast, committed: Committed, query: str
) -> None:
    with committed():
        mine = assign(ticket=make_ticket(nordsoft), actor=nordsoft.agent, assignee=nordsoft.agent, now=at(9, 1))
        theirs = assign(ticket=make_ticket(nordsoft), actor=nordsoft.agent, assignee=nordsoft.colleague, now=at(9, 1))
        assign(ticket=make_ticket(nordsoft), actor=nordsoft.agent, assignee=nordsoft.colleague, now=at(9, 1))
    assert numbers(piece(agent, query)) == [mine.number]
    assert theirs.number in numbers(piece(colleague, query))
    assert mine.number not in numbers(piece(colleague, query))
    count = re.compile(rb"view=mine.*?class=\"n[^\"]*\">(\d+)<", re.DOTALL)
    counts = [count.search(piece(reader, "?part=views")) for reader in (agent, colleague)]
    assert [found and found[1] for found in counts] == [b"1", b"2"]


@time_machine.travel(at(10), tick=False)
def test_a_language_and_a_choice_of_columns_are_their_own(
    agent: Client, colleague: Client, nordsoft: Cast, committed: Committed
) -> None:
    with committed():
        make_ticket(nordsoft, severity="high")
    assert "High" in text_of(piece(agent))
    nordsoft.colleague.user.language = "sv"
    nordsoft.colleague.user.save()
    assert "Hög" in text_of(piece(colleague))
    assert "High" in text_of(piece(agent))
    nordsoft.colleague.queue_columns = [name for name in USUAL if name not in ("unread", "severity")]
    nordsoft.colleague.save()
    theirs = piece(colleague)
    assert b'class="new"' not in theirs
    assert b'class="sev ' not in theirs
    assert b'class="new">new<' in piece(agent)


@time_machine.travel(at(10), tick=False)
def test_a_tenant_gets_its_own(agent: Client, nordsoft: Cast, lonhuset: Cast, committed: Committed) -> None:
    with committed():
        make_ticket(nordsoft)
        with tenant_context(lonhuset.tenant.pk):
            make_ticket(lonhuset, subject="Hemmeligt")
    assert numbers(piece(agent))
    assert b"Hemmeligt" not in piece(agent)
    danish = signed_in(lonhuset.agent.user).get("/lonhuset/desk/").content
    assert b"Hemmeligt" in danish
    assert numbers(danish) == [1001]


@time_machine.travel(at(10), tick=False)
@pytest.mark.parametrize("query", PARTS)
def test_a_change_is_seen_at_once(agent: Client, nordsoft: Cast, committed: Committed, query: str) -> None:
    piece(agent, query), agent.get(f"{QUEUE}{query}")
    before = piece(agent, query)
    assert piece(agent, query) == before
    with committed():
        make_ticket(nordsoft)
        ticket = make_ticket(nordsoft, subject="Just came")
        assign(ticket=ticket, actor=nordsoft.colleague, assignee=nordsoft.agent, now=at(9, 1))
    assert piece(agent, query) != before
    if query in ("", "?part=next", "?view=mine", "?assignee=me"):
        assert b"Just came" in piece(agent, query)


@time_machine.travel(at(10), tick=False)
def test_a_new_name_is_seen_at_once(agent: Client, nordsoft: Cast, committed: Committed) -> None:
    with committed():
        make_ticket(nordsoft)
    assert nordsoft.customer.name in text_of(piece(agent))
    with committed():
        nordsoft.customer.name = "Under another name"
        nordsoft.customer.save()
    assert "Under another name" in text_of(piece(agent))
    with committed():
        nordsoft.team.name = "The night shift"
        nordsoft.team.save()
    assert b"The night shift</option>" in agent.get(QUEUE).content


def test_what_is_breached_within_the_minute_is_seen(agent: Client, nordsoft: Cast, committed: Committed) -> None:
    due = at(8, 15).replace(second=50)
    with committed():
        make_ticket(nordsoft, severity="critical", now=at(8).replace(second=50))
    with time_machine.travel(due.replace(second=40), tick=False):
        assert b'class="is-risk' in piece(agent)
    with time_machine.travel(due.replace(second=55), tick=False):
        assert b'class="is-over' in piece(agent)


@time_machine.travel(at(10), tick=False)
def test_another_role_sees_its_own_at_once(agent: Client, nordsoft: Cast, committed: Committed) -> None:
    with committed():
        make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    assert len(numbers(agent.get(QUEUE).content)) == 1
    with committed():
        nordsoft.agent.role = Role.CONSULTANT
        nordsoft.agent.save()
    assert numbers(agent.get(QUEUE).content) == []
    assert numbers(piece(agent)) == []
