"""Time, tags and fields by programs."""

from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.models import CustomField
from tickets.services.custom_fields import Definition, define_field


def test_time_is_logged_and_listed(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    ticket = make_ticket(nordsoft)
    path = f"tickets/{ticket.number}/time/"
    made = agent.post(path, {"minutes": 90, "note": "Looked."})
    assert made.status_code == 201
    shown = made.json()
    assert (shown["minutes"], shown["kind"], shown["why"], shown["member"]["name"]) == (
        90, "covered", "support", "Maja Sandell",
    )  # fmt: skip
    assert_problem(agent.post(path, {"minutes": 0}), 400, "invalid")
    assert_problem(agent.post(path, {"minutes": 5, "kind": "billable"}), 400, "invalid")
    assert_problem(agent.post(path, {"minutes": 5, "day": "2999-01-01"}), 400, "invalid")
    assert [row["id"] for row in agent.get(path).json()["results"]] == [shown["id"]]
    assert karin.get(path).status_code == 404


def test_tags_are_set_and_seen_at_the_desk_alone(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    ticket = make_ticket(nordsoft)
    path = f"tickets/{ticket.number}/"
    shown = agent.put(f"{path}tags/", {"tags": ["Printer", "printer", "Update"]}).json()
    assert shown["desk"]["tags"] == ["printer", "update"]
    assert_problem(agent.put(f"{path}tags/", {"tags": [" "]}), 400, "invalid")
    assert agent.get(path).json()["desk"]["tags"] == ["printer", "update"]
    assert karin.get(path).json()["desk"] is None
    make_ticket(nordsoft)
    with Budget() as asked:
        agent.get("tickets/")
    make_ticket(nordsoft)
    with Budget(len(asked.asked)):
        agent.get("tickets/")


def test_fields_are_asked_for_filled_in_and_shown(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    def define(name: str, **more: bool) -> CustomField:
        definition = Definition(name, "number", **more)  # type: ignore[arg-type]
        return define_field(actor=nordsoft.admin, product=nordsoft.product, definition=definition)

    users, inside = define("Users", is_required=True), define("Servers", in_portal=False)
    fields = f"products/{nordsoft.product.pk}/fields/"
    assert [row["name"] for row in agent.get(fields).json()["results"]] == ["Users", "Servers"]
    assert [row["name"] for row in karin.get(fields).json()["results"]] == ["Users"]
    filing = {"subject": "No", "text": "No.", "severity": "normal", "product": nordsoft.product.pk}
    assert_problem(karin.post("tickets/", filing), 400, "invalid")
    assert_problem(karin.post("tickets/", filing | {"custom": {"x": "1"}}), 400, "invalid")
    number = karin.post("tickets/", filing | {"custom": {str(users.pk): "12"}}).json()["number"]
    path = f"tickets/{number}/"
    changed = agent.put(f"{path}fields/", {"values": {str(inside.pk): "2,5"}}).json()
    assert [(row["name"], row["value"]) for row in changed["custom"]] == [("Users", "12"), ("Servers", "2.5")]
    assert [row["name"] for row in karin.get(path).json()["custom"]] == ["Users"]
    assert_problem(agent.put(f"{path}fields/", {"values": {str(users.pk): ""}}), 400, "invalid")
