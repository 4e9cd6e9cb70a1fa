"""Merging, splitting, linking, incidents and remote sessions on the desk's pages."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, page_of, text_of
from tests.windows import signed_in
from tickets.models import RemoteSession, Ticket, TicketLink
from tickets.services.incidents import attach, mark_incident
from tickets.services.merging import merge
from tickets.services.messages import reply
from tickets.services.remote_sessions import begin_session

pytestmark = pytest.mark.usefixtures("_ten")


@pytest.fixture
def _ten() -> Any:
    with time_machine.travel(at(10), tick=False):
        yield


def shown(client: Client, ticket: Ticket) -> str:
    return text_of(client.get(page_of(ticket.number)).content)


def send(client: Client, ticket: Ticket, what: str, /, **data: Any) -> tuple[int, str]:
    answer = client.post(f"{page_of(ticket.number)}{what}/", data, follow=True)
    return answer.status_code, text_of(answer.content)


def test_merge_and_undo(agent: Client, nordsoft: Cast) -> None:
    into, ticket = make_ticket(nordsoft), make_ticket(nordsoft, text="The same again.", subject="Twice")
    other = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    assert f"{into.number} Invoices cannot be printed" in text_of(agent.get(f"{page_of(ticket.number)}merge/").content)
    assert send(agent, ticket, "merge", into=999_999)[0] == 422
    status, text = send(agent, ticket, "merge", into=other.number)
    assert (status, "Only tickets of the same customer can be merged" in text) == (422, True)
    status, text = send(agent, ticket, "merge", into=into.number)
    assert (status, f"from ticket {ticket.number}" in text, "The same again." in text) == (200, True, True)
    assert f"Maja Sandell merged in ticket {ticket.number}" in text
    text = shown(agent, ticket)
    assert f"Merged into {into.number}" in text
    assert "Send and next" not in text
    _status, text = send(agent, ticket, "merge/undo")
    assert "The merge is undone." in text
    assert "from ticket" not in shown(agent, into)


def test_the_portal_points_to_the_ticket_that_goes_on(nordsoft: Cast) -> None:
    into, ticket = make_ticket(nordsoft), make_ticket(nordsoft, text="The same again.")
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(9, 30))
    assert nordsoft.karin.membership
    karin = signed_in(nordsoft.karin.membership.user)
    portal = "/nordsoft/portal/tickets/"
    text = text_of(karin.get(f"{portal}{ticket.number}/").content)
    assert f"This ticket goes on in ticket {into.number}" in text
    text = text_of(karin.get(f"{portal}{into.number}/").content)
    assert "The same again." in text
    assert f"Ticket {ticket.number} is about the same and goes on here." in text
    answer = karin.post(f"{portal}{ticket.number}/messages/", {"text": "More."})
    assert answer["Location"] == f"{portal}{into.number}/"


def test_split_from_a_message(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    message = ticket.messages.get()
    page = agent.get(f"{page_of(ticket.number)}split/?message={message.pk}").content.decode()
    assert f'value="{message.pk}" id="id_messages_0" checked' in page or "checked" in page
    assert send(agent, ticket, "split", subject="Another")[0] == 422
    status, text = send(agent, ticket, "split", subject="Another", messages=[message.pk])
    assert (status, f"Split off from {ticket.number}" in text) == (200, True)
    assert "Split off to" in shown(agent, ticket)


def test_link_and_remove(agent: Client, nordsoft: Cast) -> None:
    ticket, other = make_ticket(nordsoft), make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    _status, text = send(agent, ticket, "links", kind="caused_by", other=other.number)
    assert f"Caused by {other.number}" in text
    assert f"Cause of {ticket.number}" in shown(agent, other)
    made = TicketLink.objects.get()
    _status, text = send(agent, other, f"links/{made.pk}/removal")
    assert "The link is removed." in text
    assert not TicketLink.objects.exists()


def test_an_incident_from_child_to_solution(agent: Client, nordsoft: Cast) -> None:
    incident, one, two = (make_ticket(nordsoft, subject=name) for name in ("Server down", "One", "Two"))
    send(agent, incident, "incident/mark", what="mark")
    _status, text = send(agent, one, "incident", incident=incident.pk)
    assert f"Part of incident {incident.number} Server down" in text
    chosen = {"ticket": [two.number]}
    assert "1 ticket is chosen" in text_of(agent.post(f"{QUEUE}selection/incident/", chosen).content)
    assert agent.post(f"{QUEUE}selection/incident/joining/", chosen).status_code == 422
    agent.post(f"{QUEUE}selection/incident/joining/", chosen | {"incident": incident.pk})
    text = shown(agent, incident)
    assert "Incident: 2 tickets are affected" in text
    assert "Solved with it, by the same solution" in text
    _status, text = send(agent, incident, "incident/update", text="We have found the fault.")
    assert "The update went to 3 tickets." in text
    assert "We have found the fault." in shown(agent, one)
    incident.refresh_from_db()
    said = {"version": incident.version, "solution": "A new disk.", "children": [two.pk]}
    assert send(agent, incident, "resolution", **said)[0] == 200
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.status, two.status, two.solution) == ("in_progress", "resolved", "A new disk.")
    send(agent, one, "incident/mark", what="detach")
    assert "Part of incident" not in shown(agent, one).replace("Part of an incident", "")


def test_the_customer_sees_nothing_of_the_incident(nordsoft: Cast) -> None:
    incident = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, subject="Server down")
    mark_incident(ticket=incident, actor=nordsoft.agent, is_incident=True, now=at(9, 1))
    ticket = make_ticket(nordsoft)
    attach(tickets=[ticket], incident=incident, actor=nordsoft.agent, now=at(9, 2))
    assert nordsoft.karin.membership
    page = signed_in(nordsoft.karin.membership.user).get(f"/nordsoft/portal/tickets/{ticket.number}/").content.decode()
    assert "Server down" not in page
    assert str(incident.number) not in text_of(page.encode())


def test_a_follow_up_by_hand(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    address = f"{QUEUE}tickets/new/?customer={nordsoft.customer.pk}&follows={ticket.number}"
    assert f"It follows ticket {ticket.number}." in text_of(agent.get(address).content)
    said = {"channel": "phone", "severity": "normal", "subject": "Again", "text": "It is back."}
    agent.post(address, said)
    assert Ticket.objects.get(subject="Again").follow_up_of == ticket
    assert "Maja Sandell opened follow-up ticket" in shown(agent, ticket)
    assert agent.get(address.replace(str(ticket.number), "999999")).status_code == 404


def test_a_remote_session_begun_ended_and_by_hand(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert send(agent, ticket, "sessions", consent_by="", purpose="Look")[0] == 422
    _status, text = send(agent, ticket, "sessions", consent_by="Karin Bergman", purpose="Look at the printer")
    assert "Karin Bergman consented" in text
    session = RemoteSession.objects.get()
    _status, text = send(agent, ticket, f"sessions/{session.pk}/end")
    assert "The session has ended." in text
    past = {"consent_by": "Lars", "purpose": "Look", "consent_at": "2026-03-02T08:00"}
    times = {"started_at": "2026-03-02T08:05", "ended_at": "2026-03-02T08:30"}
    agent.post(f"{page_of(ticket.number)}sessions/?past", past | times)
    by_hand = RemoteSession.objects.get(consent_by="Lars")
    assert (by_hand.started_at, by_hand.ended_at) == (at(8, 5), at(8, 30))


def test_a_text_to_start_from(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    address = f"{page_of(ticket.number)}notice/"
    chosen = {"outcome": "consultant", "consultant": nordsoft.consultant.pk}
    assert "Sigrid Åhman" in agent.get(address, chosen).json()["text"]
    assert agent.get(address, {"outcome": "fix_here"}).json() == {"text": ""}


def test_ctrl_k_knows_the_ticket_it_is_pressed_on(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    asked = {"q": "merge", "here": page_of(ticket.number)}
    found = [item["url"] for item in agent.get(f"{QUEUE}palette/", asked).json()["items"]]
    elsewhere = [item["url"] for item in agent.get(f"{QUEUE}palette/", {"q": "merge", "here": QUEUE}).json()["items"]]
    assert found == [f"{page_of(ticket.number)}merge/", *elsewhere]
    assert elsewhere == [f"{QUEUE}search/?q=merge"]


def test_the_pages_of_a_full_ticket_are_on_budget(agent: Client, nordsoft: Cast) -> None:
    """Budgets: the page of an incident with 30 tickets, one of them merged, and a session ≤ 22; a small page ≤ 12."""
    incident, *children = (make_ticket(nordsoft) for _ in range(31))
    mark_incident(ticket=incident, actor=nordsoft.agent, is_incident=True, now=at(9, 1))
    attach(tickets=children, incident=incident, actor=nordsoft.agent, now=at(9, 2))
    merge(ticket=children[0], into=incident, actor=nordsoft.agent, now=at(9, 3))
    reply(ticket=incident, actor=nordsoft.agent, text="Wait.", now=at(9, 4))
    begin_session(ticket=incident, actor=nordsoft.agent, consent_by="Karin", purpose="Look", now=at(9, 5))
    agent.get(page_of(incident.number))
    assert len(count_queries(agent, page_of(incident.number))) <= 22
    for what in ("merge", "split", "links", "incident", "incident/update", "sessions"):
        assert len(count_queries(agent, f"{page_of(incident.number)}{what}/")) <= 12, what
