"""Ctrl-K."""

from typing import Any

import time_machine
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at


def items(client: Client, q: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{QUEUE}palette/", {"q": q}).json()["items"]
    return found


@time_machine.travel(at(10), tick=False)
def test_a_number_a_word_a_customer_and_an_action(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, subject="Skrivaren står stilla")
    expected = {
        "label": f"{ticket.number} Skrivaren står stilla",
        "hint": "Bergs Bygg AB",
        "url": f"{QUEUE}tickets/{ticket.number}/",
        "kind": "ticket",
    }
    for words in (str(ticket.number), f"#{ticket.number}", "skrivare"):
        assert items(agent, words)[0] == expected, words
    assert items(agent, "bergs")[0]["url"] == f"{QUEUE}customers/{nordsoft.customer.pk}/"
    assert [item["label"] for item in items(agent, "breach")] == ["Breached", "Search for “breach”"]
    assert {item["kind"] for item in items(agent, "")} == {"action", "view"}
    (nothing,) = items(agent, "\0 99999999999999")
    assert nothing["url"] == f"{QUEUE}search/?q=99999999999999"


@time_machine.travel(at(10), tick=False)
def test_a_consultant_finds_only_what_they_may_see(consultant: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for words in (str(ticket.number), "bergs"):
        assert [item["kind"] for item in items(consultant, words)] == ["action"], words
