"""A contract that names contacts is theirs; one that names none is everybody's at the customer."""

from datetime import timedelta

import pytest

from contracts.models import ContractContact
from contracts.selectors import contract_for, match_terms
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.promise import promise_for
from tickets.services.importing.terms import TermsBook
from tickets.services.terms import recount_terms


@pytest.fixture
def named(nordsoft: Cast) -> Cast:
    """Karin alone is named."""
    ContractContact.objects.create(contract=nordsoft.contract, contact=nordsoft.karin)
    return nordsoft


def test_others_file_as_if_there_were_no_contract(named: Cast) -> None:
    ours, theirs = make_ticket(named, contact=named.karin), make_ticket(named, contact=named.lars)
    assert (ours.contract, ours.clocks.exists()) == (named.contract, True)
    assert (theirs.contract, theirs.clocks.exists()) == (None, False)


def test_what_is_promised_before_is_what_is_promised_after(named: Cast) -> None:
    for contact, is_promised in ((named.karin, True), (named.lars, False), (None, True)):
        promise = promise_for(
            customer=named.customer, product=None, severity="high", channel="portal", now=MONDAY, contact=contact
        )
        assert (promise.due_at is not None) is is_promised


def test_a_question_without_contact_is_covered(named: Cast) -> None:
    assert contract_for(named.customer, None, MONDAY.date()) == named.contract
    assert match_terms(named.customer, None, MONDAY, named.lars).contract is None


def test_naming_somebody_else_moves_open_tickets_when_they_are_counted_again(named: Cast) -> None:
    theirs = make_ticket(named, contact=named.lars)
    ContractContact.objects.create(contract=named.contract, contact=named.lars)
    now = MONDAY + timedelta(minutes=1)
    assert recount_terms(customer=named.customer, actor=named.manager, now=now) == 1
    theirs.refresh_from_db()
    assert theirs.contract == named.contract


def test_imported_tickets_follow_the_same_rule(named: Cast) -> None:
    book = TermsBook()
    for contact in (named.karin, named.lars, None):
        ticket = make_ticket(named, contact=named.karin)
        ticket.contact = contact
        book.set_terms(ticket)
        assert ticket.contract == match_terms(named.customer, None, ticket.opened_at, contact).contract
