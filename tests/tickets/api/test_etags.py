"""Copies that are fresh are not sent again."""

from contracts.models import Customer
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller
from tickets.services.messages import add_note


def test_a_fresh_copy_is_304_without_body(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    path = f"tickets/{ticket.number}/"
    first = agent.get(path)
    assert first["ETag"].startswith('"1-')
    assert "Authorization" in first["Vary"]
    assert first["Cache-Control"] == "private, no-cache"
    again = agent.get(path, If_None_Match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert agent.get(path, If_None_Match=f'"x", W/{first["ETag"]}').status_code == 304
    add_note(ticket=ticket, actor=nordsoft.agent, text="More.", now=MONDAY)
    changed = agent.get(path, If_None_Match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"].startswith('"2-')


def test_what_stands_in_the_answer_changes_the_tag_though_the_ticket_does_not(nordsoft: Cast, agent: Caller) -> None:
    path = f"tickets/{make_ticket(nordsoft).number}/"
    tag = agent.get(path)["ETag"]
    Customer.objects.filter(pk=nordsoft.customer.pk).update(name="Bergs Hus AB")
    changed = agent.get(path, If_None_Match=tag)
    assert (changed.status_code, changed.json()["customer"]["name"]) == (200, "Bergs Hus AB")


def test_a_customers_copy_has_another_tag(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    path = f"tickets/{make_ticket(nordsoft).number}/"
    assert agent.get(path)["ETag"] != karin.get(path)["ETag"]


def test_everything_else_has_a_tag_as_well(nordsoft: Cast, agent: Caller) -> None:
    for path in (
        "tickets/",
        f"customers/{nordsoft.customer.pk}/",
        f"contracts/{nordsoft.contract.pk}/",
        f"calendars/{nordsoft.calendar.pk}/",
        "schema/",
    ):
        answer = agent.get(path)
        assert agent.get(path, If_None_Match=answer["ETag"]).status_code == 304
    assert "ETag" not in agent.get("tickets/1/")
