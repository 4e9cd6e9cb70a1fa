"""A mailbox is removed."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from inbox.models import ImapAccount, InboundMail
from inbox.services.handling import handle
from inbox.services.storing import find_mailbox
from inbox.services.whose import our_addresses
from tests.cast import MONDAY, Cast
from tests.inbox.post import keep, letter, take
from tickets.models import Mailbox

pytestmark = pytest.mark.django_db(databases=["default", "relay"])
PAGE = "/nordsoft/mail/boxes/"


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    client.force_login(nordsoft.admin.user)
    return client


@pytest.fixture
def mailbox(nordsoft: Cast) -> Mailbox:
    return Mailbox.objects.create(address="pay@nordsoft.example")


def _text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


def _remove(admin: Client, mailbox: Mailbox) -> None:
    assert admin.post(f"{PAGE}{mailbox.pk}/removal/").headers["Location"] == PAGE


def test_it_asks_first_and_says_what_it_means(admin: Client, nordsoft: Cast, mailbox: Mailbox) -> None:
    keep(nordsoft, letter(), at=mailbox)
    ImapAccount.objects.create(mailbox=mailbox, host="x", user="x", sealed_password="x")
    page = _text(admin.get(f"{PAGE}{mailbox.pk}/removal/"))
    assert "1 mail that came and is not read yet is still taken up." in page
    assert "The account at the provider is forgotten" in page
    assert "customers’ answers do not reach their tickets" in page, "it is the last one"
    other = Mailbox.objects.create(address="support@nordsoft.example")
    Mailbox.objects.create(address="loner@nordsoft.example", product=nordsoft.product)
    page = _text(admin.get(f"{PAGE}{mailbox.pk}/removal/"))
    assert f"come from {other.address} then." in page
    assert "do not reach their tickets" not in page
    mailbox.refresh_from_db()
    assert (mailbox.is_active, mailbox.removed_at) == (True, None)


def test_a_products_mailbox_is_followed_by_the_products_next(admin: Client, nordsoft: Cast, mailbox: Mailbox) -> None:
    Mailbox.objects.filter(pk=mailbox.pk).update(product=nordsoft.product)
    Mailbox.objects.create(address="all@nordsoft.example")
    Mailbox.objects.create(address="loner@nordsoft.example", product=nordsoft.product)
    assert "come from loner@nordsoft.example then." in _text(admin.get(f"{PAGE}{mailbox.pk}/removal/"))


def test_what_came_stays_and_the_account_is_forgotten(admin: Client, nordsoft: Cast, mailbox: Mailbox) -> None:
    came = take(nordsoft, letter(), at=mailbox)
    assert came.ticket
    ImapAccount.objects.create(mailbox=mailbox, host="x", user="x", sealed_password="x")
    _remove(admin, mailbox)
    assert not ImapAccount.objects.exists()
    assert InboundMail.objects.get(pk=came.pk).ticket == came.ticket
    assert mailbox.address in _text(admin.get(f"/nordsoft/mail/in/{came.pk}/"))


def test_it_is_gone_from_every_page_and_told_who_did_it(admin: Client, nordsoft: Cast, mailbox: Mailbox) -> None:
    _remove(admin, mailbox)
    mailbox.refresh_from_db()
    assert mailbox.removed_by == nordsoft.admin
    page = _text(admin.get(PAGE))
    assert "No mailboxes yet" in page
    assert f"<b>{mailbox.address}</b>" in page.partition("Removed mailboxes")[2]
    assert nordsoft.admin.user.name in page.partition("Removed mailboxes")[2]
    for path in ("", "removal/", "account/"):
        assert admin.get(f"{PAGE}{mailbox.pk}/{path}").status_code == 404
    assert admin.post(f"{PAGE}{mailbox.pk}/", {"address": "x@nordsoft.example", "is_active": "on"}).status_code == 404


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_nothing_more_is_taken_there(admin: Client, nordsoft: Cast) -> None:
    with transaction.atomic():
        mailbox = Mailbox.objects.create(address="pay@nordsoft.example")
    assert find_mailbox(mailbox.address)
    _remove(admin, mailbox)
    assert find_mailbox(mailbox.address) is None
    with transaction.atomic():
        assert mailbox.address not in our_addresses(nordsoft.tenant), "whoever has it now may write to us"


def test_what_was_kept_and_not_read_is_still_taken_up(admin: Client, nordsoft: Cast, mailbox: Mailbox) -> None:
    mail = keep(nordsoft, letter(), at=mailbox)
    _remove(admin, mailbox)
    handle(mail=mail, now=MONDAY)
    mail.refresh_from_db()
    assert mail.ticket


def test_the_address_can_be_added_again(admin: Client, mailbox: Mailbox) -> None:
    for _time in range(2):
        _remove(admin, Mailbox.objects.get(removed_at=None))
        assert admin.post(PAGE + "new/", {"address": mailbox.address, "is_active": "on"}).status_code == 302
    assert Mailbox.objects.filter(address=mailbox.address).count() == 3


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_the_address_is_free_for_another_desk(admin: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk), transaction.atomic():
        who = Membership.objects.get(pk=lonhuset.admin.pk)
        Mailbox.objects.create(address="hej@hej.example", is_active=False, removed_at=MONDAY, removed_by=who)
    assert admin.post(PAGE + "new/", {"address": "hej@hej.example", "is_active": "on"}).status_code == 302
