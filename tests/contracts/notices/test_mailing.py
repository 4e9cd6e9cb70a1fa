"""Notices are mailed to those who subscribe: to the kind, for a product, where it concerns them; ended by one press."""

import pytest
from django.core.signing import BadSignature

from accounts.errors import NotAllowedError
from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from contracts.mailings.rounds import mail_batch, mail_round
from contracts.models import Contact, NoticeSubscription, Product
from contracts.notices.services.subscriptions import choose, end_subscription
from contracts.notices.services.writing import end_operation
from contracts.notices.tokens import unsubscribe_token
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import MONDAY, Cast, make_member
from tests.contracts.notices.making import a_notice, subscribe


def told() -> set[str]:
    mail_round(now=MONDAY)
    return set(OutboxMessage.objects.values_list("recipient", flat=True))


def test_who_subscribes_to_the_kind_is_told_once(nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, release=[None])
    subscribe(nordsoft.lars, law=[None], operation=[None])
    a_notice(nordsoft)
    assert told() == {nordsoft.karin.email}
    mail_round(now=MONDAY)
    mail = OutboxMessage.objects.get()
    assert "Version 12" in mail.subject
    assert "Nytt i *lön*." in mail.text
    assert "<em>lön</em>" in mail.html
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Unsubscribe"].strip("<>") in mail.text


def test_for_a_product_or_for_all(nordsoft: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    subscribe(nordsoft.karin, release=[nordsoft.product])
    subscribe(nordsoft.lars, release=[None])
    a_notice(nordsoft, products=[other])
    assert told() == {nordsoft.lars.email}
    a_notice(nordsoft)  # about all products: also for those who chose some
    assert told() == {nordsoft.lars.email, nordsoft.karin.email}


def test_not_for_a_product_the_contract_does_not_cover(nordsoft: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    nordsoft.contract.contract_products.create(product=other)
    subscribe(nordsoft.karin, release=[None], law=[nordsoft.product])
    a_notice(nordsoft, products=[nordsoft.product])
    a_notice(nordsoft, "law", products=[nordsoft.product])
    assert told() == set()


def test_not_to_somebody_shut_out_or_without_address(nordsoft: Cast) -> None:
    for contact in (nordsoft.karin, nordsoft.lars):
        subscribe(contact, release=[None])
    Contact.objects.filter(pk=nordsoft.karin.pk).update(email="")
    Membership.objects.filter(pk=nordsoft.lars.membership_id).update(is_active=False)
    a_notice(nordsoft)
    assert told() == set()


def test_not_to_somebody_who_left(nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, release=[None])
    Contact.objects.filter(pk=nordsoft.karin.pk).update(left_at=MONDAY)
    a_notice(nordsoft)
    assert told() == set()


def test_in_the_receivers_language_and_else_the_tenants(nordsoft: Cast) -> None:
    for contact in (nordsoft.karin, nordsoft.lars):
        subscribe(contact, release=[None])
        Contact.objects.filter(pk=contact.pk).update(language="en" if contact == nordsoft.karin else "da")
    a_notice(nordsoft, title_en="Version 12 is here", text_en="New.")
    told()
    subjects = dict(OutboxMessage.objects.values_list("recipient", "subject"))
    assert "Version 12 is here" in subjects[nordsoft.karin.email]
    assert subjects[nordsoft.lars.email].endswith("Version 12")


def test_one_press_ends_a_kind_and_nothing_else(nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, release=[None], law=[nordsoft.product], newsletter=[None])
    token = unsubscribe_token(nordsoft.karin, "law")
    for _ in range(2):
        assert end_subscription(token=token) == "law"
    assert set(NoticeSubscription.objects.values_list("kind", flat=True)) == {"release", "newsletter"}


def test_a_forged_token_and_another_tenants_end_nothing(nordsoft: Cast, lonhuset: Cast) -> None:
    subscribe(nordsoft.karin, law=[None])
    token = unsubscribe_token(nordsoft.karin, "law")
    for forged in (
        token[:-1],
        token.replace("law", "release"),
        "1-law",
        "",
        "x" * 400,
        unsubscribe_token(nordsoft.karin, "all"),
    ):
        with pytest.raises(BadSignature):
            end_subscription(token=forged)
    with tenant_context(lonhuset.tenant.pk), pytest.raises(BadSignature):
        end_subscription(token=token)
    assert NoticeSubscription.objects.count() == 1


def test_all_says_the_rest_too_and_choices_are_replaced(nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, release=[None, nordsoft.product], law=[nordsoft.product])
    assert NoticeSubscription.objects.get(kind="release").product is None
    subscribe(nordsoft.karin, date=[None])
    assert NoticeSubscription.objects.get().kind == "date"


def test_people_choose_for_themselves(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        choose(contact=nordsoft.karin, actor=nordsoft.agent, wanted={})


@pytest.mark.parametrize("count", [1, 60])
def test_a_batch_asks_the_same_however_many_it_mails(nordsoft: Cast, count: int) -> None:
    people = [make_member("customer", f"N{n} Nilsson", "x") for n in range(count)]
    contacts = Contact.objects.bulk_create(
        Contact(customer=nordsoft.customer, name=member.user.name, email=member.user.email, membership=member)
        for member in people
    )
    NoticeSubscription.objects.bulk_create(
        NoticeSubscription(contact=contact, kind="operation") for contact in contacts
    )
    notice = a_notice(nordsoft, "operation", starts_at=MONDAY, products=[nordsoft.product])
    with Budget(10):  # the mailing, the notice, its products twice, contacts, words, mails, receipts, how far it is
        mail_batch(now=MONDAY)
    end_operation(notice=notice, actor=nordsoft.agent, now=MONDAY)
    assert len(told()) == count
    assert OutboxMessage.objects.count() == 2 * count
