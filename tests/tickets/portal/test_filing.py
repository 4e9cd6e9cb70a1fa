"""Filing, with the promise before it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from accounts.tenancy.context import tenant_context
from contracts.models import Contact, Contract, ContractProduct, Product
from contracts.selectors.plans import newest_version
from sla.services.defaults import create_policy
from sla.services.policies import PolicyDraft, change_policy
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.portal.conftest import signed_in
from tickets.models import Attachment, HeldFile, Message, Ticket
from tickets.services.resolution import resolve

NEW = "/nordsoft/portal/new/"
PROMISE = f"{NEW}promise/"
# Thursday 30 April 2026, 14:10 in Sweden: closed since 13:00, Friday is a red day.
EVE = datetime(2026, 4, 30, 12, 10, tzinfo=UTC)
ANSWERS = {"subject": "Payments end on the wrong account", "text": "Since Wednesday.", "severity": "high"}
Budget = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def english(nordsoft: Cast) -> None:
    for member in (nordsoft.karin.membership, nordsoft.lars.membership):
        assert member
        member.user.language = "en"
        member.user.save()


@time_machine.travel(EVE, tick=False)
def test_the_page_shows_what_each_severity_promises_before_anything_is_sent(karin: Client, budget: Budget) -> None:
    with budget(12):
        page = karin.get(NEW).content.decode()
    assert "Work starts at once, within 15 minutes of opening time." in page
    assert "Work starts within 2 opening hours." in page
    assert "Mon 4 May<br>13:00" not in page
    assert "Mon 4 May<br>12:00" in page  # Normal is chosen: four hours from Monday 08:00
    assert "Fast track" in page


@time_machine.travel(EVE, tick=False)
def test_the_promise_explains_itself_without_the_desks_words(karin: Client, budget: Budget) -> None:
    with budget(8):
        answer = karin.get(PROMISE, {"severity": "high"})
    page = answer.content.decode()
    assert "Mon 4 May<br>10:00" in page
    assert "2 opening hours, Professional" in page
    assert "Day before Första maj" in page
    assert "Fri 1 May" in page
    assert "Promised for High" in page
    assert not {"SLA", "policy", "Breach", "breach"} & set(page.split())
    assert "<svg" in page


@time_machine.travel(EVE, tick=False)
@pytest.mark.parametrize("severity", ["critical", "high", "normal"])
def test_the_promise_is_the_filed_tickets_deadline(karin: Client, severity: str) -> None:
    shown = karin.get(PROMISE, {"severity": severity}).context["promise"]
    karin.post(NEW, ANSWERS | {"severity": severity})
    clock = Ticket.objects.get().clocks.get(metric="start")
    assert shown.key.endswith(f"-{int(clock.due_at.timestamp())}")
    assert clock.severity == severity


@time_machine.travel(EVE, tick=False)
def test_nothing_is_sent_while_the_promise_holds(karin: Client) -> None:
    shown = karin.get(PROMISE, {"severity": "high"}).context["promise"].key
    assert karin.get(PROMISE, {"severity": "high", "shown": shown}).status_code == 204
    assert karin.get(PROMISE, {"severity": "normal", "shown": shown}).status_code == 200
    assert karin.get(PROMISE, {"severity": "no such"}).status_code == 400


@time_machine.travel(EVE, tick=False)
def test_round_the_clock_cover_counts_by_any_clock_for_critical_alone(nordsoft: Cast, karin: Client) -> None:
    Contract.objects.update(covers_critical=True)
    page = karin.get(PROMISE, {"severity": "critical"}).content.decode()
    assert "Thu 30 Apr<br>14:25" in page
    assert "15 minutes, round the clock" in page
    assert "Your contract covers this round the clock." in page
    assert "Mon 4 May<br>10:00" in karin.get(PROMISE, {"severity": "high"}).content.decode()


@time_machine.travel(EVE, tick=False)
def test_a_product_outside_the_contract_is_promised_nothing(nordsoft: Cast, karin: Client) -> None:
    other = Product.objects.create(name="Nord Payroll")
    ContractProduct.objects.create(contract=nordsoft.contract, product=nordsoft.product)
    page = karin.get(PROMISE, {"severity": "high", "product": other.pk}).content.decode()
    assert "No time promised" in page
    assert "You have no contract for this." in page
    assert 'id="when-high" hx-swap-oob="true">We will answer, but promise no time.' in page
    assert "10:00" in karin.get(PROMISE, {"severity": "high", "product": nordsoft.product.pk}).content.decode()


def test_without_contract_the_ticket_is_taken_and_nothing_promised(nordsoft: Cast, karin: Client) -> None:
    Contract.objects.all().delete()
    assert "We will answer, but promise no time." in karin.get(NEW).content.decode()
    karin.post(NEW, ANSWERS)
    assert Ticket.objects.get().clocks.count() == 0


def test_a_plan_without_support_says_which(nordsoft: Cast, karin: Client) -> None:
    Contract.objects.update(plan=nordsoft.plans["basic"], plan_version=newest_version(nordsoft.plans["basic"]))
    assert "Your plan, Basic, does not include support by ticket." in karin.get(NEW).content.decode()


def test_a_policy_without_this_clock_promises_no_time_and_blames_no_plan(nordsoft: Cast, karin: Client) -> None:
    policy = create_policy(name="Solutions", calendar=nordsoft.calendar, now=MONDAY, metrics=["resolution"])
    Contract.objects.update(policy=policy)
    page = karin.get(PROMISE, {"severity": "high"}).content.decode()
    assert "No time promised" in page
    assert "does not include support" not in page
    assert "You have no contract" not in page


def test_filing_leads_to_the_ticket_with_its_files(nordsoft: Cast, karin: Client) -> None:
    file = SimpleUploadedFile("bank.xml", b"<a/>", "text/xml")
    answer = karin.post(NEW, ANSWERS | {"files": [file], "product": nordsoft.product.pk})
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/nordsoft/portal/tickets/{ticket.number}/"
    assert (ticket.contact, ticket.customer, ticket.channel) == (nordsoft.karin, nordsoft.customer, "portal")
    assert ticket.product == nordsoft.product
    assert Message.objects.get().text == "Since Wednesday."
    assert Attachment.objects.get().name == "bank.xml"


def test_without_script_a_button_shows_the_promise_and_keeps_what_was_written(karin: Client) -> None:
    with time_machine.travel(EVE, tick=False):
        page = karin.post(NEW, ANSWERS | {"text": "", "show_promise": "1"}).content.decode()
    assert "Mon 4 May<br>10:00" in page
    assert 'value="Payments end on the wrong account"' in page
    assert "This field is required" not in page
    assert not Ticket.objects.exists()


def test_an_error_keeps_every_word_and_the_files(karin: Client) -> None:
    file = SimpleUploadedFile("bank.xml", b"<a/>", "text/xml")
    page = karin.post(
        NEW, {"subject": "", "text": "Kept <words>", "severity": "high", "files": [file]}
    ).content.decode()
    assert "Kept &lt;words&gt;" in page
    assert 'value="high" checked' in page
    assert "bank.xml" in page
    assert not Ticket.objects.exists()


@override_settings(ATTACHMENT_MAX_BYTES=10)
def test_each_file_refused_is_named(karin: Client) -> None:
    files = [
        SimpleUploadedFile("run.exe", b"MZ"),
        SimpleUploadedFile("long.txt", b"x" * 11),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("good.txt", b"fine"),
    ]
    page = karin.post(NEW, ANSWERS | {"files": files}).content.decode()
    assert "run.exe was not attached: files of this kind are not accepted." in page
    assert "long.txt was not attached: it is larger than" in page
    assert "empty.txt was not attached: it is empty." in page
    assert "good.txt was not attached" not in page
    assert HeldFile.objects.get().name == "good.txt"
    assert not Ticket.objects.exists()


def similar(client: Client, subject: str) -> list[str]:
    found: Any = client.get(f"{NEW}similar/", {"subject": subject}).context["similar"]
    return [ticket.subject for ticket in found]


def test_similar_questions_are_solved_ones_of_the_same_customer(nordsoft: Cast, karin: Client, lars: Client) -> None:
    solved = make_ticket(nordsoft, subject="Fakturorna skrivs inte ut")
    resolve(ticket=solved, actor=nordsoft.agent, solution="Byt skrivare.", now=MONDAY)
    make_ticket(nordsoft, subject="Fakturorna är ännu inte löst")
    foreign = Contact.objects.create(customer=nordsoft.stranger, name="Else")
    others = make_ticket(nordsoft, customer=nordsoft.stranger, contact=foreign, subject="Fakturorna hos någon annan")
    resolve(ticket=others, actor=nordsoft.agent, solution="Hemligt.", now=MONDAY)
    assert similar(karin, "hur skriver jag ut fakturor") == ["Fakturorna skrivs inte ut"]  # by the Swedish stemmer
    assert similar(karin, "ut") == []
    assert similar(lars, "fakturor") == []  # Karin's own, and Lars sees his alone


def test_another_tenants_product_is_no_choice(nordsoft: Cast, lonhuset: Cast, karin: Client) -> None:
    assert karin.get(PROMISE, {"severity": "high", "product": lonhuset.product.pk}).status_code == 400
    with tenant_context(lonhuset.tenant.pk):
        dane = signed_in(lonhuset.karin.membership)
    assert dane.get(NEW).status_code == 404


def test_the_desk_has_no_portal_and_a_member_without_company_is_told_so(nordsoft: Cast, lars: Client) -> None:
    for staff in (nordsoft.agent, nordsoft.consultant, nordsoft.manager, nordsoft.admin):
        assert signed_in(staff).get(NEW).status_code == 404
    Contact.objects.filter(pk=nordsoft.lars.pk).update(membership=None)
    answer = lars.get(NEW)
    assert answer.status_code == 403
    assert "You are not tied to a company yet" in answer.content.decode()


def test_a_policy_without_a_start_for_a_severity_promises_no_time(karin: Client, nordsoft: Cast) -> None:
    draft = PolicyDraft("Standard", nordsoft.calendar, targets={("high", "start"): {"minutes": 60}}, pauses={})
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft, now=MONDAY)
    for path in ("/nordsoft/portal/", "/nordsoft/portal/new/", "/nordsoft/portal/contract/"):
        assert karin.get(path).status_code == 200, path
    ticket = make_ticket(nordsoft)
    assert ticket.queue_section == Ticket.Section.NO_CLOCK
    assert karin.get(f"/nordsoft/portal/tickets/{ticket.number}/").status_code == 200
