"""One incident, many customers: each is told in their own ticket, and nothing of the others."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from contracts.models import Contact, Customer
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.services.incidents import attach, detach, mark_incident, resolve_incident, update_affected
from tickets.services.replaying import replayed
from tickets.services.resolution import resolve


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour - 1, minute, tzinfo=UTC)


def no_differences() -> bool:
    return [found for one in replayed(mend=False) for found in one] == []


@pytest.fixture
def incident(nordsoft: Cast) -> Ticket:
    ticket = make_ticket(nordsoft, subject="Payroll server down", severity="critical")
    return mark_incident(ticket=ticket, actor=nordsoft.agent, is_incident=True, now=at(9, 1))


def affected(cast: Cast, count: int) -> list[Ticket]:
    """File tickets of as many customers; every other contact reads Danish."""
    found = []
    for number in range(count):
        customer = Customer.objects.create(name=f"Company {number}")
        contact = Contact.objects.create(
            customer=customer,
            name=f"Person {number}",
            email=f"p{number}@company{number}.example",
            language="da" if number % 2 else "sv",
        )
        ticket = make_ticket(cast, customer=cast.customer if number % 3 == 0 else customer, contact=contact, actor=None)
        found.append(ticket)
    return found


def test_an_update_goes_to_everybody_and_names_nobody_else(nordsoft: Cast, incident: Ticket) -> None:
    children = affected(nordsoft, 4)
    done = resolve(ticket=children.pop(), actor=nordsoft.agent, solution="By itself.", now=at(9, 2))
    assert attach(tickets=children, incident=incident, actor=nordsoft.agent, now=at(9, 3)) == 3
    Ticket.objects.filter(pk=done.pk).update(incident=incident)
    sent = update_affected(ticket=incident, actor=nordsoft.agent, text="We have found the fault.", now=at(9, 10))
    assert sent == 4
    mails = OutboxMessage.objects.filter(text__contains="We have found the fault.")
    told = {f"p{n}@company{n}.example" for n in range(3)} | {nordsoft.karin.email}
    assert {mail.recipient for mail in mails} == told
    for mail in mails:
        others = {f"Person {n}" for n in range(3) if mail.recipient != f"p{n}@company{n}.example"} | {"Company"}
        assert [name for name in others if name in mail.text + mail.subject + mail.html] == []
    assert '<html lang="da">' in mails.get(recipient="p1@company1.example").html
    for child in children:
        child.refresh_from_db()
        assert child.messages.get(kind="reply").text == "We have found the fault."
        assert (child.status, child.started_at, child.assignee) == ("in_progress", at(9, 10), None)
        states = set(child.clocks.values_list("metric", "state"))
        assert states <= {("start", "met"), ("resolution", "running")}
    assert not done.messages.filter(text="We have found the fault.").exists()
    assert no_differences()


def test_the_solution_solves_those_chosen(nordsoft: Cast, incident: Ticket) -> None:
    children = affected(nordsoft, 3)
    attach(tickets=children, incident=incident, actor=nordsoft.agent, now=at(9, 3))
    chosen = [child.pk for child in children[:2]]
    other = make_ticket(nordsoft)
    keys = [*chosen, other.pk]
    solved = resolve_incident(ticket=incident, actor=nordsoft.agent, solution="A new disk.", children=keys, now=at(11))
    assert solved == 3
    assert set(Ticket.objects.filter(status="resolved").values_list("pk", flat=True)) == {incident.pk, *chosen}
    assert set(Ticket.objects.filter(solution="A new disk.").values_list("resolved_at", flat=True)) == {at(11)}
    assert Ticket.objects.get(pk=chosen[0]).close_due_at
    assert OutboxMessage.objects.filter(text__contains="A new disk.").count() == 3
    assert no_differences()


def test_what_cannot_be_part_of_it(nordsoft: Cast, incident: Ticket) -> None:
    ticket = make_ticket(nordsoft)
    done = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="So.", now=at(9, 2))
    second = mark_incident(ticket=make_ticket(nordsoft), actor=nordsoft.agent, is_incident=True, now=at(9, 2))
    for wrong in (done, second):
        with pytest.raises(ValidationError, match=str(wrong.number)):
            attach(tickets=[ticket, wrong], incident=incident, actor=nordsoft.agent, now=at(9, 3))
    ticket.refresh_from_db()
    assert ticket.incident is None
    with pytest.raises(ValidationError, match="not an open incident"):
        attach(tickets=[done], incident=ticket, actor=nordsoft.agent, now=at(9, 3))
    for service in (update_affected, resolve_incident):
        more = {"text": "x"} if service is update_affected else {"solution": "x", "children": []}
        with pytest.raises(ValidationError, match="not an open incident"):
            service(ticket=ticket, actor=nordsoft.agent, now=at(9, 3), **more)  # type: ignore[operator]


def test_out_of_it_and_an_ordinary_ticket_again(nordsoft: Cast, incident: Ticket) -> None:
    ticket = make_ticket(nordsoft)
    attach(tickets=[ticket], incident=incident, actor=nordsoft.agent, now=at(9, 3))
    assert attach(tickets=[ticket], incident=incident, actor=nordsoft.agent, now=at(9, 4)) == 0
    with pytest.raises(ValidationError, match="still has tickets"):
        mark_incident(ticket=incident, actor=nordsoft.agent, is_incident=False, now=at(9, 5))
    assert detach(ticket=ticket, actor=nordsoft.agent, now=at(9, 6)).incident is None
    ordinary = mark_incident(ticket=incident, actor=nordsoft.agent, is_incident=False, now=at(9, 7))
    assert not ordinary.is_incident


@pytest.mark.parametrize("count", [5, 200])
def test_two_hundred_ask_little_more_than_five(nordsoft: Cast, incident: Ticket, count: int) -> None:
    """Budgets: 40 questions for 5 or for 200 in joining, some more in telling them."""
    children = affected(nordsoft, count)
    with Budget(most=40):
        attach(tickets=children, incident=incident, actor=nordsoft.agent, now=at(9, 30))
    with Budget(most=54):
        update_affected(ticket=incident, actor=nordsoft.agent, text="Wait.", now=at(9, 40))
    with Budget(most=54):
        keys = [child.pk for child in children]
        resolve_incident(ticket=incident, actor=nordsoft.agent, solution="Done.", children=keys, now=at(9, 50))
    assert Ticket.objects.filter(status="resolved").count() == count + 1
    assert OutboxMessage.objects.filter(text__contains="Done.").count() == count + 1
    assert no_differences()
