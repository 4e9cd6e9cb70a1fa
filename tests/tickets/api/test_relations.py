"""Merging, splitting, linking, incidents and remote sessions by programs."""

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.models import Ticket


def path(ticket: Ticket, what: str) -> str:
    return f"tickets/{ticket.number}/{what}/"


def test_merging_and_undoing_it(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    into, ticket = make_ticket(nordsoft), make_ticket(nordsoft, text="The same again.")
    other = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    for number in (other.number, 999_999, -1):
        assert_problem(agent.post(path(ticket, "merge"), {"into": number}), 400, "invalid")
    shown = agent.post(path(ticket, "merge"), {"into": into.number}).json()
    assert (shown["status"], shown["merged_into"]) == ("closed", into.number)
    for caller in (agent, karin):
        told = caller.get(path(into, "messages")).json()["results"]
        assert [message["ticket"] for message in told] == [into.number, ticket.number]
    written = karin.post(path(ticket, "messages"), {"text": "More."})
    assert written.json()["ticket"] == into.number
    shown = agent.delete(path(ticket, "merge")).json()
    assert (shown["status"], shown["merged_into"]) == ("new", None)
    assert_problem(agent.delete(path(ticket, "merge")), 409, "conflict")


def test_splitting_and_linking(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    message = ticket.messages.get()
    answer = agent.post(path(ticket, "split"), {"subject": "Another", "messages": [message.pk]})
    assert answer.status_code == 201
    new = answer.json()["number"]
    listed = agent.get(path(ticket, "links")).json()["results"]
    assert [(row["kind"], row["ticket"], row["other"]) for row in listed] == [("split_from", new, ticket.number)]
    made = agent.post(path(ticket, "links"), {"kind": "related", "other": new})
    assert made.status_code == 201
    assert agent.delete(f"{path(ticket, 'links')}{made.json()['id']}/").status_code == 204
    assert len(agent.get(path(ticket, "links")).json()["results"]) == 1
    assert_problem(agent.post(path(ticket, "links"), {"kind": "enemy", "other": new}), 400, "invalid")


def test_an_incident(nordsoft: Cast, agent: Caller) -> None:
    incident, one, two = (make_ticket(nordsoft) for _ in range(3))
    assert_problem(agent.put(path(one, "incident"), {"incident": incident.number}), 400, "invalid")
    assert agent.post(path(incident, "incident")).json()["desk"]["is_incident"] is True
    for ticket in (one, two):
        shown = agent.put(path(ticket, "incident"), {"incident": incident.number}).json()
        assert shown["desk"]["incident"] == incident.number
    assert agent.post(path(incident, "updates"), {"text": "We know."}).json() == {"tickets": 3}
    said = {"solution": "A new disk.", "children": [one.number, 999_999]}
    assert_problem(agent.post(path(incident, "resolution"), said), 400, "invalid")
    assert agent.post(path(incident, "resolution"), said | {"children": [one.number]}).json()["status"] == "resolved"
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.status, two.status) == ("resolved", "in_progress")
    assert agent.put(path(two, "incident"), {"incident": None}).json()["desk"]["incident"] is None


def test_remote_sessions_and_partners(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    said = {"consent_by": "Karin Bergman", "purpose": "Look at the printer"}
    assert_problem(agent.post(path(ticket, "sessions"), {"purpose": "Look"}), 400, "invalid")
    begun = agent.post(path(ticket, "sessions"), said)
    assert (begun.status_code, begun.json()["ended_at"]) == (201, None)
    assert_problem(agent.post(path(ticket, "sessions"), said), 409, "conflict")
    ended = agent.delete(f"{path(ticket, 'sessions')}{begun.json()['id']}/").json()
    assert ended["ended_at"]
    assert [row["consent_by"] for row in agent.get(path(ticket, "sessions")).json()["results"]] == ["Karin Bergman"]
    assert agent.get("partners/").json()["results"] == []
