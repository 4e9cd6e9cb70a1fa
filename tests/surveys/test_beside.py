"""What a customer said, on the ticket's and the customer's page."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from surveys.models import FollowUp, Invitation
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.surveys.test_visible import answered
from tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(name="now")
def _now() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def ticket(nordsoft: Cast) -> Ticket:
    found = make_ticket(nordsoft, team=nordsoft.team)
    answer = answered(found, 3, reason="Nobody called back")
    FollowUp.objects.create(answer=answer, due_at=MONDAY, owner=nordsoft.manager)
    return found


def piece(client: Client, path: str, *, htmx: bool = True) -> str:
    response = client.get(f"/nordsoft/survey/{path}/", headers={"hx-request": "true"} if htmx else {})
    assert response.status_code == 200
    return response.content.decode()


def places(ticket: Ticket) -> list[str]:
    return [f"of-ticket/{ticket.number}", f"of-customer/{ticket.customer_id}"]


def test_the_pages_fetch_it(client: Client, nordsoft: Cast, ticket: Ticket) -> None:
    client.force_login(nordsoft.manager.user)
    for page, place in zip(
        (f"tickets/{ticket.number}", f"customers/{ticket.customer_id}"), places(ticket), strict=True
    ):
        shown = client.get(f"/nordsoft/desk/{page}/").content.decode()
        assert f'hx-get="/nordsoft/survey/{place}/"' in shown


def test_a_manager_sees_answer_and_call_with_its_owner(client: Client, nordsoft: Cast, ticket: Ticket) -> None:
    client.force_login(nordsoft.manager.user)
    for place in places(ticket):
        with Budget(12):
            shown = piece(client, place)
        assert "Nobody called back" in shown
        assert f"/nordsoft/survey/follow-ups/{FollowUp.objects.get().pk}/" in shown
        assert "Henrik Lund" in shown
        assert "<html" in piece(client, place, htmx=False)


def test_an_agent_of_the_team_sees_it_without_names_and_another_nothing(
    client: Client, nordsoft: Cast, ticket: Ticket
) -> None:
    for place in places(ticket):
        client.force_login(nordsoft.agent.user)
        shown = piece(client, place)
        assert "Nobody called back" in shown
        assert "Henrik" not in shown
        assert "follow-ups/" not in shown
        client.force_login(nordsoft.colleague.user)
        assert piece(client, place).strip() == ""


def test_a_consultant_sees_no_satisfaction(client: Client, nordsoft: Cast, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(assignee=nordsoft.consultant)
    client.force_login(nordsoft.consultant.user)
    assert [piece(client, place).strip() for place in places(ticket)] == ["", ""]


def test_a_manager_sees_why_nobody_was_asked(client: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    client.force_login(nordsoft.manager.user)
    assert piece(client, f"of-ticket/{ticket.number}").strip() == ""
    Invitation.objects.create(ticket=ticket, resolved_at=MONDAY, send_at=MONDAY, state="not_sent", reason="july")
    assert "Inga enkäter i juli" in piece(client, f"of-ticket/{ticket.number}")
