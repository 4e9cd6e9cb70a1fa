"""The admin's page about mail that was refused."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from tests.cast import Cast

State = OutboxMessage.State
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PAGE = "/nordsoft/account/mail/"


def message(number: int, state: str) -> OutboxMessage:
    return OutboxMessage.objects.create(
        dedupe_key=str(number),
        message_id=f"<{number}@nordsoft.example>",
        sender="support@nordsoft.example",
        recipient=f"person{number}@bergs.example",
        subject=f"Subject {number}",
        text="https://nordsoft.example/secret-link",
        state=state,
        next_at=NOW,
        queued_at=NOW,
        attempts=1,
        last_error=f"550 no mailbox {number}",
    )


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    client.force_login(nordsoft.admin.user)
    return client


def test_it_shows_what_failed_and_why_and_not_the_letter(admin: Client) -> None:
    message(1, State.FAILED)
    message(2, State.QUEUED)
    page = admin.get(PAGE).content.decode()
    assert "person1@bergs.example" in page
    assert "550 no mailbox 1" in page
    assert "person2@bergs.example" not in page
    assert "secret-link" not in page


def test_it_says_so_when_nothing_failed(admin: Client, nordsoft: Cast) -> None:
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    assert "Nothing was refused" in admin.get(PAGE).content.decode()


def test_a_failed_one_is_sent_again(admin: Client) -> None:
    failed = message(1, State.FAILED)
    response = admin.post(f"{PAGE}{failed.pk}/sending/")
    assert (response.status_code, response["Location"]) == (302, PAGE)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.message_id) == (State.QUEUED, 0, "<1@nordsoft.example>")


def test_one_that_is_out_is_not_sent_twice(admin: Client) -> None:
    sent = message(1, State.SENT)
    assert admin.post(f"{PAGE}{sent.pk}/sending/").status_code == 302
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_another_tenants_message_is_not_there(admin: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        theirs = message(1, State.FAILED)
    assert admin.post(f"{PAGE}{theirs.pk}/sending/").status_code == 404


@pytest.mark.parametrize("role", ["customer", "agent", "consultant", "manager"])
def test_it_is_the_admins_alone(client: Client, nordsoft: Cast, role: str) -> None:
    failed = message(1, State.FAILED)
    client.force_login(nordsoft.member(role).user)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{failed.pk}/sending/").status_code == 404
    failed.refresh_from_db()
    assert failed.state == State.FAILED
