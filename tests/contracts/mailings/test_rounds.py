"""Mailings: each contact once, in batches that commit together with how far they have come."""

from datetime import date, timedelta
from typing import Any, Never

import pytest

from accounts.tenancy.context import tenant_context
from contracts.general_terms.services import withdraw_terms
from contracts.mailings import rounds
from contracts.mailings.letters import LETTERS
from contracts.mailings.rounds import mail_batch, mail_round
from contracts.models import Contact, Mailing, MailingReceipt
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.contracts.general_terms.test_terms import FIRST, published
from tests.contracts.notices.making import a_notice, subscribe

LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture
def change(nordsoft: Cast) -> Mailing:
    """New terms from May, published now."""
    published(nordsoft.manager, FIRST)
    published(nordsoft.manager, date(2026, 5, 1), summary_sv="Priset *stiger*.", summary_da="Prisen stiger.")
    return Mailing.objects.get()


def more_contacts(cast: Cast, count: int, **fields: Any) -> list[Contact]:
    return Contact.objects.bulk_create(
        Contact(customer=cast.customer, name=f"Nr {n}", email=f"nr{n}@x.example", is_company_wide=True, **fields)
        for n in range(count)
    )


def test_customers_are_told_once_with_day_and_summary_and_it_is_recorded(nordsoft: Cast, change: Mailing) -> None:
    assert mail_batch(now=LATER)
    mail = OutboxMessage.objects.get()
    assert mail.recipient == nordsoft.karin.email
    assert "1 maj 2026" in mail.subject
    assert "Priset *stiger*." in mail.text
    assert "/nordsoft/portal/terms/2/" in mail.text
    receipt = MailingReceipt.objects.get()
    assert (receipt.contact, receipt.email, receipt.at) == (nordsoft.karin, nordsoft.karin.email, LATER)
    change.refresh_from_db()
    assert change.finished_at == LATER
    assert not mail_batch(now=LATER)
    assert OutboxMessage.objects.count() == 1


def test_each_in_their_own_language(nordsoft: Cast, change: Mailing) -> None:
    Contact.objects.filter(pk=nordsoft.karin.pk).update(language="da")
    mail_batch(now=LATER)
    mail = OutboxMessage.objects.get()
    assert "1. maj 2026" in mail.subject
    assert "Prisen stiger." in mail.text


def test_one_address_gets_one_mail(nordsoft: Cast, change: Mailing) -> None:
    Contact.objects.create(
        customer=nordsoft.customer, name="Twin", email=nordsoft.karin.email.upper(), is_company_wide=True
    )
    mail_batch(now=LATER)
    assert OutboxMessage.objects.count() == 1
    assert MailingReceipt.objects.count() == 2


def test_a_mailing_goes_on_where_it_was_cut_off(
    nordsoft: Cast, change: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    more_contacts(nordsoft, 7)
    monkeypatch.setattr(rounds, "AT_ONCE", 3)
    assert mail_batch(now=LATER)
    change.refresh_from_db()
    assert change.finished_at is None
    assert OutboxMessage.objects.count() == 3
    mail_round(now=LATER)
    change.refresh_from_db()
    assert change.finished_at == LATER
    assert OutboxMessage.objects.values("recipient").distinct().count() == 8
    assert MailingReceipt.objects.count() == 8


def test_a_failed_batch_leaves_nothing_and_is_tried_again(
    nordsoft: Cast, change: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(MailingReceipt.objects, "bulk_create", full)
        mail_round(now=LATER)
    assert not OutboxMessage.objects.exists()
    mail_round(now=LATER + rounds.FIRST_WAIT)
    assert OutboxMessage.objects.count() == 1


def test_a_mailing_that_always_fails_holds_up_no_other_of_the_tenant(
    nordsoft: Cast, change: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_mailing: Mailing) -> Never:
        raise ValueError("no such letter")

    monkeypatch.setitem(LETTERS, change.kind, LETTERS[change.kind]._replace(writer=broken))
    subscribe(nordsoft.karin, release=[None])
    notice = a_notice(nordsoft)
    mail_round(now=LATER)
    assert notice.mailings.get().finished_at == LATER
    assert OutboxMessage.objects.count() == 1
    change.refresh_from_db()
    assert (change.finished_at, change.failures, change.next_at) == (None, 1, LATER + rounds.FIRST_WAIT)
    mail_round(now=LATER + rounds.FIRST_WAIT)
    change.refresh_from_db()
    assert (change.failures, change.next_at) == (2, LATER + 3 * rounds.FIRST_WAIT)


def test_a_withdrawal_is_told_to_those_who_were_told(nordsoft: Cast, change: Mailing) -> None:
    mail_batch(now=LATER)
    more_contacts(nordsoft, 1)
    assert change.terms
    withdraw_terms(terms=change.terms, actor=nordsoft.manager, now=LATER)
    mail_round(now=LATER)
    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [nordsoft.karin.email] * 2
    assert "/nordsoft/portal/terms/2/" in OutboxMessage.objects.latest("pk").text


def test_a_withdrawal_before_anybody_was_told_tells_nobody(nordsoft: Cast, change: Mailing) -> None:
    assert change.terms
    withdraw_terms(terms=change.terms, actor=nordsoft.manager, now=LATER)
    mail_round(now=LATER)
    assert not OutboxMessage.objects.exists()


def test_another_tenants_mailings_are_not_touched(nordsoft: Cast, lonhuset: Cast, change: Mailing) -> None:
    with tenant_context(lonhuset.tenant.pk):
        assert not mail_batch(now=LATER)
    mail_round(now=LATER)
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("count", [1, 60])
def test_a_batch_asks_the_same_however_many_it_mails(nordsoft: Cast, change: Mailing, count: int) -> None:
    more_contacts(nordsoft, count)
    with Budget(7):  # the mailing, the contacts, words, mails, receipts, how far it is
        mail_batch(now=LATER)
    assert OutboxMessage.objects.count() == count + 1
