"""The admins' lists as files, and mail that came in: all that the page's question finds, and no secret."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation
from accounts.services.tokens import issue_token
from accounts.views import outgoing
from inbox.views import mails
from outbox.webhooks.endpoints import add_endpoint, send_test
from tests.accounts.views.test_outgoing import State, message
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.inbox.post import STRANGER, letter, take

ACCOUNT = "/nordsoft/account/"


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    """Sign the admin in, who reads English."""
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    client.force_login(nordsoft.admin.user)
    return client


def text_of(client: Client, path: str) -> str:
    answer: Any = client.get(path)
    assert answer.status_code == 200
    return str(answer.getvalue().decode("utf-8-sig"))


def rows(client: Client, path: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text_of(client, path), newline="")))[1:]


def test_users_are_who_works_here_who_is_shut_out_and_who_is_invited(admin: Client, nordsoft: Cast) -> None:
    nordsoft.colleague.is_active = False
    nordsoft.colleague.save()
    Invitation.objects.create(email="ny@x.example", name="Ny", role="agent", token_hash="0" * 64, expires_at=MONDAY)
    states = {row[0]: row[3] for row in rows(admin, f"{ACCOUNT}users/?file=csv")}
    assert states[nordsoft.agent.user.name] == "works here"
    assert states[nordsoft.colleague.user.name] == "shut out"
    assert states["Ny"] == "Invited, not yet here"
    assert nordsoft.karin.name not in states


def test_mail_that_goes_out_is_what_was_asked_without_the_letters(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "SHOWN", 1)
    for number, state in enumerate([State.FAILED, State.SENT, State.FAILED]):
        message(number, state)
    text = text_of(admin, f"{ACCOUNT}mail/?state=failed&file=csv")
    assert text.count("550 no mailbox") == 2
    assert "Subject 1" not in text
    assert "secret-link" not in text
    with Budget(8):
        admin.get(f"{ACCOUNT}mail/?file=csv")


def test_deliveries_are_the_endpoints_own(admin: Client, nordsoft: Cast) -> None:
    given: Any = {"kinds": ["ticket.created"], "description": "", "actor": nordsoft.admin, "now": MONDAY}
    made = [add_endpoint(url=f"https://{name}.example/", **given)[0] for name in ("one", "other")]
    for endpoint in made:
        send_test(endpoint=endpoint, actor=nordsoft.admin, now=timezone.now())
    assert [row[0] for row in rows(admin, f"{ACCOUNT}webhooks/{made[0].pk}/?file=csv")] == ["Test"]
    assert {(row[0], row[5]) for row in rows(admin, f"{ACCOUNT}webhooks/?file=csv")} == {
        ("https://one.example/", "1"), ("https://other.example/", "1"),
    }  # fmt: skip


def test_tokens_are_ones_own_or_the_desks_and_never_whole(admin: Client, nordsoft: Cast) -> None:
    _token, secret = issue_token(actor=nordsoft.admin, name="Reports")
    issue_token(actor=nordsoft.agent, name="Agent's")
    text = text_of(admin, f"{ACCOUNT}tokens/?file=csv")
    assert "Reports" in text
    assert secret not in text
    assert "Agent's" not in text
    assert rows(admin, f"{ACCOUNT}tokens/tenant/?file=csv") == []


@pytest.mark.django_db(databases=["default", "relay"])
def test_mail_that_came_in_is_what_was_asked(client: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "SHOWN", 1)
    for number in range(2):
        take(nordsoft, letter(subject=f"Mail {number}", text="Between us."))
    take(nordsoft, letter(subject="Offers", sender=STRANGER, list_id="<offers.example>"))
    client.force_login(nordsoft.manager.user)
    text = text_of(client, "/nordsoft/mail/in/?sender=karin&file=csv")
    assert text.count("karin@nordsoft.example") == 2
    assert "Offers" not in text
    assert "Between us." not in text
