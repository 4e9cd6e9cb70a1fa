"""One ticket as its owner sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.portal.conftest import signed_in
from tickets.models import Message, Ticket, TicketEvent
from tickets.services.assignment import assign
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.resolution import confirm_solved, resolve
from tickets.services.severity import decide_severity
from tickets.services.status import start_work

Budget = Callable[[int], AbstractContextManager[object]]
TEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # ten o'clock in Sweden


@pytest.fixture(autouse=True)
def english(nordsoft: Cast) -> None:
    for member in (nordsoft.karin.membership, nordsoft.lars.membership):
        assert member
        member.user.language = "en"
        member.user.save()


def address(ticket: Ticket, what: str = "") -> str:
    return f"/nordsoft/portal/tickets/{ticket.number}/{what}"


def shown(client: Client, ticket: Ticket) -> str:
    return client.get(address(ticket)).content.decode()


@time_machine.travel(TEN, tick=False)
def test_the_deadline_stands_in_plain_words_with_its_ledger(nordsoft: Cast, karin: Client, budget: Budget) -> None:
    ticket = make_ticket(nordsoft)  # Monday 09:00, four opening hours, lunch 12–13
    with budget(16):
        page = shown(karin, ticket)
    assert "Work starts by" in page
    assert "Mon 2 Mar<br>14:00" in page
    assert "<span data-left>3 h left</span>, only opening hours count" in page
    assert "Mon 12:00–13:00: Lunch" in page
    assert '<span aria-hidden="true">–</span><span class="vh">does not count</span>' in page
    assert "Promised for Normal: 4 opening hours" in page
    assert "<b>Work starts</b><span>by 14:00</span>" in page
    assert not {"SLA", "policy", "breach", "Breached"} & set(page.split())


@time_machine.travel(TEN + timedelta(hours=5), tick=False)
def test_a_late_start_is_said_in_words(nordsoft: Cast, karin: Client) -> None:
    page = shown(karin, make_ticket(nordsoft))
    assert "Work should have started by" in page
    assert "1 h over" in page


@time_machine.travel(TEN, tick=False)
def test_the_conversation_holds_a_whole_story_within_its_budget(nordsoft: Cast, karin: Client, budget: Budget) -> None:
    ticket = make_ticket(nordsoft, severity="critical", files=[SimpleUploadedFile("bank.xml", b"<a/>")])
    start_work(ticket=ticket, actor=nordsoft.agent, now=MONDAY + timedelta(minutes=5))
    later = MONDAY + timedelta(minutes=30)
    reason = "You can still work by hand."
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="high", reason=reason, now=later)
    assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.colleague, now=later)
    ticket = reply(
        ticket=ticket, actor=nordsoft.colleague, text="Which **version**?", then_wait=True, now=MONDAY + timedelta(1)
    )
    with budget(16):
        page = shown(karin, ticket)
    assert "Maja Sandell started work. The deadline was Mon 2 Mar 09:15 and was kept." in page
    assert "We decided that it is High: You can still work by hand." in page
    assert "Oskar Nyström takes over." in page
    assert "<strong>version</strong>" in page
    assert "We wait for your answer" in page
    assert "bank.xml" in page


@time_machine.travel(TEN, tick=False)
def test_time_we_waited_for_the_customer_does_not_count_and_is_said_so(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft, severity="critical", now=MONDAY)
    ticket = reply(ticket=ticket, actor=nordsoft.agent, text="?", then_wait=True, now=MONDAY + timedelta(minutes=10))
    assert "7 h 50 min is kept" in shown(karin, ticket)
    ticket = customer_wrote(
        ticket=ticket, contact=nordsoft.karin, actor=None, text="8.1", now=MONDAY + timedelta(minutes=40)
    )
    reply(ticket=ticket, actor=nordsoft.agent, text="Thanks", now=MONDAY + timedelta(minutes=50))
    page = shown(karin, ticket)
    assert "We aim for a solution by" in page
    assert "We waited for your answer" in page


@time_machine.travel(TEN, tick=False)
def test_a_note_is_never_shown(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft)
    file = SimpleUploadedFile("inside.txt", b"only for us")
    add_note(ticket=ticket, actor=nordsoft.agent, text="A difficult customer", files=[file], now=TEN)
    page = shown(karin, ticket)
    assert "A difficult customer" not in page
    assert "inside.txt" not in page


def test_a_reply_brings_its_files_and_the_ticket_back_to_work(nordsoft: Cast, karin: Client) -> None:
    ticket = reply(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="Version?", then_wait=True, now=TEN)
    answer = karin.post(address(ticket, "messages/"), {"text": "8.1", "files": [SimpleUploadedFile("a.log", b"x")]})
    assert answer["Location"] == address(ticket)
    ticket.refresh_from_db()
    assert ticket.status == "in_progress"
    message = ticket.messages.order_by("pk").last()
    assert message
    assert (message.text, message.kind, message.contact) == ("8.1", "customer", nordsoft.karin)
    assert [file.name for file in message.attachments.all()] == ["a.log"]


def test_a_refused_reply_keeps_its_words(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft)
    files = [SimpleUploadedFile("run.exe", b"MZ")]
    page = karin.post(address(ticket, "messages/"), {"text": "Long story", "files": files}).content.decode()
    assert "Long story" in page
    assert "run.exe was not attached" in page
    assert Message.objects.count() == 1


def test_a_reply_on_a_closed_ticket_opens_a_follow_up_that_links_both_ways(nordsoft: Cast, karin: Client) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Reinstall.", now=TEN)
    confirm_solved(ticket=ticket, contact=nordsoft.karin, actor=None, now=TEN)
    answer = karin.post(address(ticket, "messages/"), {"text": "It is back"})
    follow_up = Ticket.objects.get(follow_up_of=ticket)
    assert answer["Location"] == address(follow_up)
    assert f'href="{address(ticket)}"' in shown(karin, follow_up)
    assert f'href="{address(follow_up)}"' in shown(karin, ticket)


def test_the_customer_says_that_an_open_ticket_is_solved_and_how(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft)
    assert "What solved it?" in karin.get(address(ticket, "solution/")).content.decode()
    assert "This field is required" in karin.post(address(ticket, "solution/"), {"text": " "}).content.decode()
    karin.post(address(ticket, "solution/"), {"text": "A restart."})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.solution) == ("resolved", "A restart.")
    assert "You said that it is solved." in shown(karin, ticket)


def test_a_solved_ticket_is_confirmed_or_opened_again(nordsoft: Cast, karin: Client) -> None:
    first, second = (
        resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Reinstall.", now=TEN) for _ in range(2)
    )
    assert "Is it solved?" in shown(karin, first)
    karin.post(address(first, "solution/"))
    karin.post(address(second, "opening/"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("closed", "in_progress")
    karin.post(address(first, "opening/"))
    first.refresh_from_db()
    assert first.status == "closed"
    assert "Only a solved ticket can be opened again." in shown(karin, first)


def test_more_urgent_is_asked_for_with_a_reason_and_decided_by_support(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft, severity="high")
    page = karin.get(address(ticket, "urgency/")).content.decode()
    assert 'value="critical"' in page
    assert 'value="normal"' not in page
    assert (
        "This field is required" in karin.post(address(ticket, "urgency/"), {"severity": "critical"}).content.decode()
    )
    karin.post(address(ticket, "urgency/"), {"severity": "normal", "reason": "Less"})
    assert not TicketEvent.objects.filter(kind="severity_asked").exists()
    karin.post(address(ticket, "urgency/"), {"severity": "critical", "reason": "Payday."})
    ticket.refresh_from_db()
    assert (ticket.severity_asked, ticket.severity) == ("critical", "high")
    assert "You asked for Critical: Payday." in shown(karin, ticket)


def test_nothing_is_more_urgent_than_critical(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft, severity="critical")
    assert "It is more urgent" not in shown(karin, ticket)
    assert karin.get(address(ticket, "urgency/"))["Location"] == address(ticket)


@pytest.mark.parametrize("what", ["", "messages/", "solution/", "opening/", "urgency/"])
def test_only_those_who_may_see_a_ticket_reach_it(nordsoft: Cast, lonhuset: Cast, lars: Client, what: str) -> None:
    karins = make_ticket(nordsoft)
    other = Contact.objects.create(customer=nordsoft.stranger, name="Else")
    foreign = make_ticket(nordsoft, customer=nordsoft.stranger, contact=other)
    with tenant_context(lonhuset.tenant.pk):
        danish = make_ticket(lonhuset)
        dane = signed_in(lonhuset.karin.membership)
    for ticket in (karins, foreign):
        assert lars.post(address(ticket, what), {"text": "x", "reason": "x", "severity": "critical"}).status_code in (
            [405] if not what else [404]
        )
        assert lars.get(address(ticket, what)).status_code in (404, 405)
    assert signed_in(nordsoft.agent).get(address(karins, what)).status_code == 404
    assert dane.get(address(karins, what)).status_code == 404
    assert karins.number == danish.number
    assert TicketEvent.objects.filter(kind__in=["customer_wrote", "resolved", "severity_asked"]).count() == 0


def test_a_company_wide_contact_sees_colleagues_tickets(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft, contact=nordsoft.lars, actor=nordsoft.lars.membership)
    assert "Lars Holm" in shown(karin, ticket)
