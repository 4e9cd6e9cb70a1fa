"""Changes of one ticket, by every role."""

from typing import Any

import pytest

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.models import Ticket
from tickets.services.assignment import assign
from tickets.services.resolution import resolve


@pytest.fixture
def ticket(nordsoft: Cast) -> Ticket:
    return make_ticket(nordsoft)


def _path(ticket: Ticket, what: str) -> str:
    return f"tickets/{ticket.number}/{what}/"


def test_the_desk_decides_the_severity_and_says_why(ticket: Ticket, agent: Caller, karin: Caller) -> None:
    body = assert_problem(agent.put(_path(ticket, "severity"), {"severity": "critical"}), 400, "invalid")
    assert list(body["errors"]) == ["reason"]
    answer = agent.put(_path(ticket, "severity"), {"severity": "critical", "reason": "Nobody can work."})
    assert answer.json()["severity"] == {"asked": "normal", "decided": "critical", "reason": "Nobody can work."}
    assert karin.get(f"tickets/{ticket.number}/").json()["severity"]["reason"] == "Nobody can work."


def test_a_customer_asks_and_the_desk_decides(ticket: Ticket, karin: Caller) -> None:
    answer = karin.put(_path(ticket, "severity"), {"severity": "high", "reason": "Salaries are due."})
    assert answer.json()["severity"] == {"asked": "high", "decided": "normal", "reason": ""}
    assert list(
        assert_problem(karin.put(_path(ticket, "severity"), {"severity": "high"}), 400, "invalid")["errors"]
    ) == ["reason"]


def test_assignment(nordsoft: Cast, lonhuset: Cast, ticket: Ticket, agent: Caller) -> None:
    to = {"assignee": nordsoft.colleague.pk, "team": nordsoft.team.pk}
    shown = agent.put(_path(ticket, "assignment"), to).json()
    assert shown["assignee"] == {"id": nordsoft.colleague.pk, "name": "Oskar Nyström"}
    assert shown["desk"]["team"]["name"] == "Business systems"
    assert agent.put(_path(ticket, "assignment"), {"assignee": None}).json()["assignee"] is None
    assert nordsoft.karin.membership
    for stranger in (nordsoft.karin.membership.pk, lonhuset.agent.pk, 0, "x"):
        body = assert_problem(agent.put(_path(ticket, "assignment"), {"assignee": stranger}), 400, "invalid")
        assert list(body["errors"]) == ["assignee"]


def test_status(ticket: Ticket, agent: Caller) -> None:
    shown = agent.put(_path(ticket, "status"), {"status": "waiting_customer"}).json()
    assert shown["status"] == "waiting_customer"
    assert shown["started_at"]
    assert_problem(agent.put(_path(ticket, "status"), {"status": "closed"}), 400, "invalid")


def test_analysis(nordsoft: Cast, ticket: Ticket, agent: Caller) -> None:
    said = {"finding": "The printer is old.", "outcome": "consultant"}
    body = assert_problem(agent.put(_path(ticket, "analysis"), said), 400, "invalid")
    assert set(body["errors"]) == {"consultant", "notice"}
    more = {"consultant": nordsoft.consultant.pk, "notice": "Sigrid takes over.", "category": "Printing"}
    shown = agent.put(_path(ticket, "analysis"), said | more).json()
    assert shown["desk"]["outcome"] == "consultant"
    assert shown["assignee"]["name"] == "Sigrid Åhman"


def test_solving_opening_again_and_confirming(ticket: Ticket, agent: Caller, karin: Caller) -> None:
    assert_problem(karin.post(_path(ticket, "confirmation")), 409, "conflict")
    assert list(assert_problem(agent.post(_path(ticket, "resolution"), {}), 400, "invalid")["errors"]) == ["solution"]
    assert agent.post(_path(ticket, "resolution"), {"solution": "Restart it."}).json()["status"] == "resolved"
    assert_problem(agent.post(_path(ticket, "resolution"), {"solution": "Again."}), 409, "conflict")
    assert agent.delete(_path(ticket, "resolution")).json()["status"] == "in_progress"
    agent.post(_path(ticket, "resolution"), {"solution": "Restart it twice."})
    assert karin.delete(_path(ticket, "resolution")).json()["status"] == "in_progress"
    agent.post(_path(ticket, "resolution"), {"solution": "Replace it."})
    assert karin.post(_path(ticket, "confirmation")).json()["status"] == "closed"
    assert_problem(agent.delete(_path(ticket, "resolution")), 409, "conflict")


def test_a_customer_says_what_solved_it(ticket: Ticket, karin: Caller) -> None:
    shown = karin.post(_path(ticket, "resolution"), {"solution": "It was the cable."}).json()
    assert (shown["status"], shown["solution"]) == ("resolved", "It was the cable.")


@pytest.mark.parametrize("what", ["assignment", "status", "analysis"])
def test_what_is_the_desks_is_not_there_for_a_customer(ticket: Ticket, karin: Caller, what: str) -> None:
    assert_problem(karin.put(_path(ticket, what), {}), 404, "not_found")


def test_a_consultant_changes_what_they_see_alone(nordsoft: Cast, ticket: Ticket, consultant: Caller) -> None:
    assert_problem(consultant.put(_path(ticket, "status"), {"status": "in_progress"}), 404, "not_found")
    assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.consultant, now=MONDAY)
    assert consultant.put(_path(ticket, "status"), {"status": "in_progress"}).status_code == 200


def test_a_change_based_on_an_old_version_is_refused(ticket: Ticket, agent: Caller) -> None:
    tag = agent.get(f"tickets/{ticket.number}/")["ETag"]
    assert agent.put(_path(ticket, "status"), {"status": "in_progress"}, If_Match=tag).status_code == 200
    late = agent.put(_path(ticket, "status"), {"status": "waiting_customer"}, If_Match=tag)
    assert assert_problem(late, 412, "stale")["version"] == ticket.version + 1
    ticket.refresh_from_db()
    assert ticket.status == "in_progress"


CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("PUT", "severity", {"severity": "high", "reason": "So."}),
    ("PUT", "assignment", {"assignee": None}),
    ("PUT", "status", {"status": "in_progress"}),
    ("PUT", "analysis", {"finding": "Old.", "outcome": "fix_here"}),
    ("POST", "resolution", {"solution": "Restart it."}),
    ("POST", "messages", {"text": "Hello"}),
    ("POST", "messages", {"text": "Hello", "kind": "note"}),
]


@pytest.mark.parametrize("tag", ['"99-abc"', '"abc"', "W/{}", "nonsense", '"99-abc", "98-abc"'])
@pytest.mark.parametrize(("method", "what", "body"), CHANGES)
def test_every_change_of_the_desks_honours_if_match(
    ticket: Ticket, agent: Caller, method: str, what: str, body: dict[str, Any], tag: str
) -> None:
    own = agent.get(f"tickets/{ticket.number}/")["ETag"]
    refused = agent.ask(method, _path(ticket, what), body, If_Match=tag.format(own))
    assert assert_problem(refused, 412, "stale")["version"] == ticket.version
    assert agent.ask(method, _path(ticket, what), body, If_Match=f'"7-abc", {own}').status_code in (200, 201)


@pytest.mark.parametrize(
    ("method", "what", "body"),
    [
        ("PUT", "severity", {"severity": "high", "reason": "So."}),
        ("POST", "messages", {"text": "Hello"}),
        ("POST", "confirmation", None),
        ("DELETE", "resolution", None),
    ],
)
def test_every_change_of_a_customers_honours_if_match(
    nordsoft: Cast, ticket: Ticket, karin: Caller, method: str, what: str, body: dict[str, Any] | None
) -> None:
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    assert_problem(karin.ask(method, _path(ticket, what), body, If_Match='"1-abc"'), 412, "stale")
    own = karin.get(f"tickets/{ticket.number}/")["ETag"]
    assert karin.ask(method, _path(ticket, what), body, If_Match=own).status_code in (200, 201)


def test_a_customers_solution_honours_if_match(ticket: Ticket, karin: Caller) -> None:
    said = {"solution": "The cable."}
    assert_problem(karin.post(_path(ticket, "resolution"), said, If_Match='"9-abc"'), 412, "stale")
    assert karin.post(_path(ticket, "resolution"), said, If_Match="*").status_code == 200


def test_the_answer_to_a_change_has_the_tag_of_the_next(ticket: Ticket, agent: Caller) -> None:
    first = agent.put(_path(ticket, "status"), {"status": "in_progress"})
    second = agent.put(_path(ticket, "status"), {"status": "waiting_customer"}, If_Match=first["ETag"])
    assert second.status_code == 200
    assert agent.get(f"tickets/{ticket.number}/", If_None_Match=second["ETag"]).status_code == 304


def test_a_consultant_hands_a_ticket_back(nordsoft: Cast, ticket: Ticket, consultant: Caller) -> None:
    assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.consultant, now=MONDAY)
    answer = consultant.put(f"tickets/{ticket.number}/assignment/", {"assignee": nordsoft.agent.pk})
    assert (answer.status_code, answer.json()["assignee"]["id"]) == (200, nordsoft.agent.pk)
    ticket.refresh_from_db()
    assert ticket.assignee == nordsoft.agent
    assert consultant.get(f"tickets/{ticket.number}/").status_code == 404
