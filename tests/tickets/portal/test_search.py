"""What customers find, and what no search tells them."""

import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.portal.test_lists import COMPANY, MINE, larses, subjects
from tickets.selectors.portal_search import portal_hits
from tickets.services.messages import add_note, reply
from tickets.services.watchers import add_watcher


def found(contact: Contact, words: str, **asked: object) -> list[int]:
    return [hit.ticket for hit in portal_hits(contact.pk, words, **asked)]  # type: ignore[arg-type]


def test_words_are_found_in_any_of_three_languages_and_by_their_beginning(nordsoft: Cast, karin: Client) -> None:
    make_ticket(nordsoft, subject="Fakturorna skrivs inte ut")
    make_ticket(nordsoft, subject="Leverantörsreskontran stämmer inte")
    assert subjects(karin, MINE, q="fakturan") == ["Fakturorna skrivs inte ut"]
    assert subjects(karin, MINE, q="leverantörsres") == ["Leverantörsreskontran stämmer inte"]


def test_a_number_finds_its_ticket(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft, subject="A")
    make_ticket(nordsoft, subject="B")
    assert subjects(karin, MINE, q=str(ticket.number)) == ["A"]


@pytest.mark.parametrize("words", ["hopeless", "hopel", "invoices -hopeless", "-hopeless"])
def test_a_note_is_neither_found_nor_told_by_what_is_left_out(nordsoft: Cast, words: str) -> None:
    noted, plain = make_ticket(nordsoft), make_ticket(nordsoft)
    add_note(ticket=noted, actor=nordsoft.agent, text="Hopeless customer.", now=MONDAY)
    both = [] if words.startswith("hope") else [plain.pk, noted.pk]
    assert found(nordsoft.karin, words) == both


def test_answers_are_found(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    reply(ticket=ticket, actor=nordsoft.agent, text="Restart the spooler.", now=MONDAY)
    assert found(nordsoft.karin, "spooler") == [ticket.pk]


def test_the_function_itself_knows_what_a_contact_may_see(nordsoft: Cast, lonhuset: Cast) -> None:
    karins, his = make_ticket(nordsoft), larses(nordsoft, "Invoices twice")
    elsewhere = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    assert found(nordsoft.lars, "invoices") == [his.pk]
    assert found(nordsoft.karin, "invoices") == [his.pk, karins.pk]
    assert found(nordsoft.karin, "invoices", mine=True) == [karins.pk]
    add_watcher(ticket=karins, actor=None, now=MONDAY, contact=nordsoft.lars)
    assert found(nordsoft.lars, "invoices") == [his.pk, karins.pk]
    assert elsewhere.pk not in found(nordsoft.karin, "invoices")
    with tenant_context(lonhuset.tenant.pk):
        assert found(nordsoft.karin, "invoices") == []
    assert found(Contact(pk=0), "invoices") == []


def test_who_moves_leaves_the_first_companys_tickets_unfound(nordsoft: Cast) -> None:
    larses(nordsoft, "Invoices twice")
    Contact.objects.filter(pk=nordsoft.lars.pk).update(customer=nordsoft.stranger)
    assert found(nordsoft.lars, "invoices") == []


def test_the_company_is_searched_whole_and_mine_alone_in_mine(nordsoft: Cast, karin: Client) -> None:
    larses(nordsoft, "Invoices twice")
    assert subjects(karin, COMPANY, q="invoice") == ["Invoices twice"]
    assert subjects(karin, MINE, q="invoice") == []


@pytest.mark.parametrize("words", ["-", '"', "!!", "a" * 200, "or or", "\\", "%", "'"])
def test_any_text_may_be_asked(nordsoft: Cast, karin: Client, words: str) -> None:
    make_ticket(nordsoft)
    assert karin.get(COMPANY, {"q": words}).status_code == 200
