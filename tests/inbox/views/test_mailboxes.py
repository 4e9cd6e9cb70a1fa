"""The admin's pages about mailboxes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.tenancy.context import tenant_context
from inbox.imap.troubles import Trouble
from inbox.imap.trying import Tried
from inbox.models import ImapAccount
from inbox.views import accounts as views
from outbox.sealing import unseal
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.inbox.post import letter, take
from tickets.models import Mailbox

pytestmark = pytest.mark.django_db(databases=["default", "relay"])
PAGE = "/nordsoft/mail/boxes/"
ACCOUNT = {
    "host": "imap.example", "port": "993", "security": "tls", "user": "support", "password": "kept secret",
    "folder": "INBOX", "done_folder": "Done", "refused_folder": "Refused", "is_active": "on",
}  # fmt: skip


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


def test_the_list_says_when_mail_came_and_what_is_wrong(admin: Client, nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(), now=MONDAY)
    with Budget(14):
        page = _text(admin.get(PAGE))
    assert mail.mailbox.address in page
    assert "the mail server hands it over" in page
    ImapAccount.objects.create(
        mailbox=mail.mailbox, host="x", user="x", sealed_password="x", last_error=Trouble.PASSWORD, failing_since=MONDAY
    )
    assert "The server refuses this user name and password." in _text(admin.get(PAGE))


def test_as_many_questions_for_many_mailboxes(admin: Client, nordsoft: Cast) -> None:
    for number in range(10):
        row = Mailbox.objects.create(address=f"m{number}@nordsoft.example", product=nordsoft.product)
        ImapAccount.objects.create(mailbox=row, host="x", user="x", sealed_password="x")
    with Budget(14):
        assert "m9@nordsoft.example" in _text(admin.get(PAGE))


def test_a_new_mailbox(admin: Client, nordsoft: Cast) -> None:
    sent = {"address": "Help@Nordsoft.example", "name": "Help", "product": nordsoft.product.pk, "is_active": "on"}
    answer = admin.post(PAGE + "new/", sent)
    row = Mailbox.objects.get(address="help@nordsoft.example")
    assert answer.headers["Location"] == f"{PAGE}{row.pk}/"
    assert (row.name, row.product, row.team, row.is_active) == ("Help", nordsoft.product, None, True)
    page = _text(admin.get(f"{PAGE}{row.pk}/"))
    assert "help@nordsoft.example  lmtp:inet:127.0.0.1:8024" in page
    assert "manage.py receive_mail --tenant nordsoft --to help@nordsoft.example" in page


def test_changing_a_mailbox(admin: Client, mailbox: Mailbox) -> None:
    assert admin.post(f"{PAGE}{mailbox.pk}/", {"address": mailbox.address, "name": "Pay"}).status_code == 302
    mailbox.refresh_from_db()
    assert (mailbox.name, mailbox.is_active) == ("Pay", False)


def test_an_address_twice_is_refused(admin: Client, mailbox: Mailbox) -> None:
    assert "There is a mailbox with this address already." in _text(
        admin.post(PAGE + "new/", {"address": "PAY@nordsoft.example"}), 422
    )


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_an_address_of_another_desk_is_refused_without_saying_whose(
    admin: Client, nordsoft: Cast, lonhuset: Cast
) -> None:

    with tenant_context(lonhuset.tenant.pk), transaction.atomic():
        Mailbox.objects.create(address="hej@lonhuset.example")
    page = _text(admin.post(PAGE + "new/", {"address": "hej@lonhuset.example"}), 422)
    assert "This address is in use. If it is yours, ask the operator." in page
    assert "Lønhuset" not in page


def test_an_account_keeps_its_password_and_never_shows_it(admin: Client, mailbox: Mailbox) -> None:
    page = f"{PAGE}{mailbox.pk}/account/"
    assert admin.post(page, ACCOUNT).status_code == 302
    row = ImapAccount.objects.get(mailbox=mailbox)
    assert unseal(row.sealed_password) == "kept secret"
    assert row.next_at <= timezone.now() + timedelta(seconds=5)
    shown = _text(admin.get(page)) + _text(admin.get(f"{PAGE}{mailbox.pk}/"))
    assert "kept secret" not in shown
    assert row.sealed_password not in shown
    ImapAccount.objects.update(failures=3, last_error="password", failing_since=MONDAY)
    assert admin.post(page, ACCOUNT | {"password": "", "port": "994"}).status_code == 302
    row.refresh_from_db()
    assert (unseal(row.sealed_password), row.port, row.failures, row.last_error) == ("kept secret", 994, 0, "")


@pytest.mark.parametrize("more", [{"host": "evil.example"}, {"user": "another"}, {"security": "starttls"}])
def test_a_kept_password_goes_to_no_other_server(admin: Client, mailbox: Mailbox, more: dict[str, str]) -> None:
    page = f"{PAGE}{mailbox.pk}/account/"
    admin.post(page, ACCOUNT)
    assert "Enter the password." in _text(admin.post(page, ACCOUNT | {"password": ""} | more), 422)
    assert ImapAccount.objects.get().host == "imap.example"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"password": ""}, "Enter the password."),
        ({"security": "none"}, "Without encryption only this machine itself can be reached."),
        ({"done_folder": "INBOX"}, "Three different folders are needed."),
        ({"folder": "IN*"}, "These letters cannot be in a folder’s name."),
        ({"port": "70000"}, "65535"),
    ],
)
def test_what_cannot_be_kept(admin: Client, mailbox: Mailbox, more: dict[str, str], said: str) -> None:
    assert said in _text(admin.post(f"{PAGE}{mailbox.pk}/account/", ACCOUNT | more), 422)
    assert not ImapAccount.objects.exists()


def test_without_encryption_on_this_machine(admin: Client, mailbox: Mailbox) -> None:
    sent = ACCOUNT | {"security": "none", "host": "127.0.0.1"}
    assert admin.post(f"{PAGE}{mailbox.pk}/account/", sent).status_code == 302


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (Tried(None, 1), "The connection works. 1 message waits."),
        (Tried(None, 7), "The connection works. 7 messages wait."),
        *((Tried(trouble), str(trouble.label)) for trouble in Trouble),
    ],
)
def test_trying_says_what_happened(
    admin: Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, tried: Tried, said: str
) -> None:
    monkeypatch.setattr(views, "try_account", lambda _account, now: tried)
    assert said in _text(admin.post(f"{PAGE}{mailbox.pk}/account/", ACCOUNT | {"try": "1"}))
    assert ImapAccount.objects.filter(mailbox=mailbox).exists()


def test_removing_an_account(admin: Client, mailbox: Mailbox) -> None:
    admin.post(f"{PAGE}{mailbox.pk}/account/", ACCOUNT)
    assert admin.post(f"{PAGE}{mailbox.pk}/account/removal/").status_code == 302
    assert not ImapAccount.objects.exists()
    assert admin.post(f"{PAGE}{mailbox.pk}/account/removal/").status_code == 404
