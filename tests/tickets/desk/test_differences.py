"""Two change the same ticket: nothing is overwritten, and each difference is chosen."""

import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at, page_of, text_of
from tickets.models import Ticket
from tickets.services.analysis import analyse
from tickets.services.assignment import assign
from tickets.services.severity import decide_severity
from tickets.services.status import set_status, start_work

FORMS = {"severity", "assignment", "status", "analysis"}


def form_of(client: Client, ticket: Ticket, name: str, content: bytes | None = None) -> dict[str, str]:
    """Give the hidden fields of the page's form of that name."""
    html = (content or client.get(page_of(ticket.number)).content).decode()
    start = html.index(f'class="stack change" method="post" action="{page_of(ticket.number)}{name}/"')
    form = html[start : html.index("</form>", start)]
    return {key: unescape(value) for key, value in re.findall(r'name="(version|seen|was)" value="([^"]*)"', form)}


def send(client: Client, ticket: Ticket, name: str, data: dict[str, Any]) -> Any:
    return client.post(f"{page_of(ticket.number)}{name}/", data)


@time_machine.travel(at(10), tick=False)
def test_severity_shows_before_now_and_mine_and_mine_can_be_used(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    with time_machine.travel(at(9, 30), tick=False):
        hidden = form_of(agent, ticket, "severity")
    decide_severity(ticket=ticket, actor=nordsoft.colleague, severity="high", reason="Payday.", now=at(9, 45))
    mine = {"severity": "critical", "reason": "All stands still."}
    stale = send(agent, ticket, "severity", hidden | mine)
    assert stale.status_code == 409
    text = text_of(stale.content)
    assert "Was “Normal”, is now “High”. Oskar Nyström, 09:45 Keep “High” Use mine: “Critical”" in text
    assert b"All stands still.</textarea>" in stale.content
    assert b'value="theirs" required>' in stale.content  # both changed it: nothing is chosen for me
    ticket.refresh_from_db()
    assert ticket.severity == "high"
    hidden = form_of(agent, ticket, "severity", stale.content)
    again = send(agent, ticket, "severity", hidden | mine | {"choose-severity": "mine"})
    assert again.status_code == 302
    ticket.refresh_from_db()
    assert ticket.severity == "critical"


@time_machine.travel(at(10), tick=False)
def test_theirs_can_be_kept(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    with time_machine.travel(at(9, 30), tick=False):
        hidden = form_of(agent, ticket, "assignment")
    assign(ticket=ticket, actor=nordsoft.manager, assignee=nordsoft.colleague, now=at(9, 45))
    mine = {"assignee": str(nordsoft.agent.pk), "team": ""}
    stale = send(agent, ticket, "assignment", hidden | mine)
    assert "Was “Nobody”, is now “Oskar Nyström”. Henrik Lund, 09:45" in text_of(stale.content)
    hidden = form_of(agent, ticket, "assignment", stale.content)
    kept = agent.post(
        f"{page_of(ticket.number)}assignment/", hidden | mine | {"choose-assignee": "theirs"}, follow=True
    )
    assert "Nothing was changed." in text_of(kept.content)
    ticket.refresh_from_db()
    assert ticket.assignee == nordsoft.colleague
    assert ticket.events.filter(kind="assigned").count() == 1


@time_machine.travel(at(10), tick=False)
def test_status(agent: Client, nordsoft: Cast) -> None:
    ticket = start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=at(9, 10))
    with time_machine.travel(at(9, 30), tick=False):
        hidden = form_of(agent, ticket, "status")
    set_status(ticket=ticket, actor=nordsoft.colleague, status="waiting_third_party", now=at(9, 45))
    stale = send(agent, ticket, "status", hidden | {"status": "waiting_customer"})
    said = "Was “In progress”, is now “Waiting for a third party”. Oskar Nyström, 09:45"
    assert said in text_of(stale.content)


@time_machine.travel(at(10), tick=False)
def test_an_analysis_takes_theirs_where_i_changed_nothing(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    with time_machine.travel(at(9, 30), tick=False):
        hidden = form_of(agent, ticket, "analysis")
    analyse(
        ticket=ticket, actor=nordsoft.colleague, category="Printing", finding="A driver.", outcome="fix_here",
        now=at(9, 45),
    )  # fmt: skip
    mine = {"category": "", "product": str(nordsoft.product.pk), "finding": "The window.", "outcome": "fix_here"}
    stale = send(agent, ticket, "analysis", hidden | mine)
    html = stale.content.decode()
    assert re.findall(r'name="choose-(\w+)" value="theirs" required( checked)?', html) == [
        ("category", " checked"),
        ("finding", ""),
    ]
    hidden = form_of(agent, ticket, "analysis", stale.content)
    choice = {"choose-category": "theirs", "choose-finding": "mine"}
    assert send(agent, ticket, "analysis", hidden | mine | choice).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.category, ticket.finding) == ("Printing", "The window.")


@time_machine.travel(at(10), tick=False)
def test_the_same_change_by_both_is_no_difference(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    with time_machine.travel(at(9, 30), tick=False):
        hidden = form_of(agent, ticket, "severity")
    decide_severity(ticket=ticket, actor=nordsoft.colleague, severity="high", reason="Payday.", now=at(9, 45))
    stale = send(agent, ticket, "severity", hidden | {"severity": "high", "reason": "Payday"})
    assert stale.status_code == 409
    assert b"choose-severity" not in stale.content


@time_machine.travel(at(10), tick=False)
@pytest.mark.parametrize("was", ["", "{", "[]", '"x"', '{"severity": 7}', '{"severity": {}}'])
def test_made_up_fields_break_nothing(agent: Client, nordsoft: Cast, was: str) -> None:
    ticket = make_ticket(nordsoft)
    data = {"version": 99, "seen": 0, "was": was, "severity": "high", "reason": "x"}
    assert send(agent, ticket, "severity", data).status_code == 409
    for name in ("beginning", "reopening", "resolution"):
        assert send(agent, ticket, name, data | {"choose-severity": "theirs"}).status_code in (409, 422), name
