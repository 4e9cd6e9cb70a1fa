"""Signing in at a mail provider by OAuth: through the pages, to a real IMAP server, with a provider on this machine."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from imapclient import IMAPClient

from accounts.tenancy.context import tenant_context
from inbox.imap import rounds
from inbox.imap.oauth import tokens
from inbox.imap.troubles import Trouble
from inbox.models import ImapAccount, InboundMail, OAuthGrant
from outbox.sealing import unseal
from tests.cast import Cast
from tests.inbox import dovecot as servers
from tests.inbox.dovecot import Dovecot
from tests.inbox.provider import Provider
from tests.inbox.signing import BOXES, account, back, entered, grant, sign_in
from tickets.models import Mailbox

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "relay"]),
    servers.needs_dovecot,
]
MAIL = b"From: karin@bergs.example\r\nSubject: one\r\nMessage-ID: <%d@bergs.example>\r\n\r\nHello\r\n"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def dovecot(running_provider: Provider) -> Iterator[Dovecot]:
    with servers.dovecot(running_provider.url) as server:
        yield server


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    with transaction.atomic():
        nordsoft.admin.user.language = "en"
        nordsoft.admin.user.save()
    client.force_login(nordsoft.admin.user)
    return client


@pytest.fixture
def mailbox(nordsoft: Cast) -> Mailbox:
    with transaction.atomic():
        return Mailbox.objects.create(address="support@nordsoft.example")


@pytest.fixture
def form(at: Provider, dovecot: Dovecot, request: pytest.FixtureRequest) -> dict[str, str]:
    """What the admin enters; a user of each test's own."""
    at.user = f"user-{abs(hash(request.node.name))}"
    return entered(at, dovecot.port)


def _round(now: datetime) -> ImapAccount:
    """Fetch, whatever the pause; give the account afterwards."""
    with transaction.atomic():
        ImapAccount.objects.update(next_at=timezone.now() - HOUR)
    assert rounds.fetch_due(now=now) == 1
    return account()


def _kept() -> int:
    with transaction.atomic():
        return InboundMail.objects.count()


def test_signed_in_by_code_fetched_and_renewed_with_the_rotated_token(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, dovecot: Dovecot, nordsoft: Cast
) -> None:
    dovecot.put(at.user, MAIL % 1)
    assert "Signed in. The connection works. 1 message waits." in sign_in(admin, mailbox, form, at)
    now, row = timezone.now(), grant()
    assert (row.signed_in_by_id, unseal(row.sealed_refresh)) == (nordsoft.admin.pk, "refresh-2")
    assert _round(now).last_error == ""
    assert (_kept(), dovecot.count(at.user), dovecot.count(at.user, "Done"), len(at.asked)) == (1, 0, 1, 1)
    dovecot.put(at.user, MAIL % 2)
    at.access.clear()  # it has expired
    assert _round(now + HOUR).last_error == ""
    assert (_kept(), at.asked[-1]["grant_type"], at.asked[-1]["refresh_token"]) == (2, "refresh_token", "refresh-2")
    at.access.clear()
    assert _round(now + 2 * HOUR).last_error == ""
    assert at.asked[-1]["refresh_token"] == "refresh-3", "the one that took its place"


def test_a_consent_that_has_ended_is_told_and_nothing_is_lost(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, dovecot: Dovecot
) -> None:
    sign_in(admin, mailbox, form, at)
    dovecot.put(at.user, MAIL % 1)
    at.refusal = "invalid_grant"
    found = _round(timezone.now() + HOUR)
    assert (found.last_error, found.last_answer) == (Trouble.CONSENT, "invalid_grant: No more.")
    assert (_kept(), dovecot.count(at.user)) == (0, 1)
    listed = admin.get(BOXES).content.decode()
    assert "sign in again" in listed
    assert f"{BOXES}{mailbox.pk}/account/" in listed, "one press away"
    page = admin.get(f"{BOXES}{mailbox.pk}/account/").content.decode()
    assert "Sign in again: Another provider" in page
    at.refusal = ""
    begun = admin.post(f"{BOXES}{mailbox.pk}/account/sign-in/").context["url"]
    assert "Signed in." in back(admin, at.authorize(begun))[1]
    assert account().last_error == "", "at once, not at the next round"
    assert _round(timezone.now()).last_error == ""
    assert (_kept(), dovecot.count(at.user)) == (1, 0)


@pytest.mark.parametrize("refusal", [503, "temporarily_unavailable", 429])
def test_a_provider_that_is_away_is_tried_again(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, dovecot: Dovecot, refusal: str | int
) -> None:
    sign_in(admin, mailbox, form, at)
    dovecot.put(at.user, MAIL % 1)
    at.refusal = refusal
    found = _round(timezone.now() + HOUR)
    assert (found.last_error, found.failures, dovecot.count(at.user)) == (Trouble.PROVIDER, 1, 1)
    at.refusal = ""
    assert _round(timezone.now() + HOUR).last_error == ""
    assert (_kept(), account().failures) == (1, 0)


def test_a_token_that_the_server_refuses_is_asked_for_anew(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    sign_in(admin, mailbox, form, at)
    at.access.clear()  # before its time
    found = _round(timezone.now())
    assert found.last_error == Trouble.TOKEN
    assert "invalid_token" in found.last_answer, "what the server says of it"
    assert _round(timezone.now()).last_error == ""
    assert len(at.asked) == 2


def test_somebody_elses_consent_opens_no_mailbox(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider
) -> None:
    user, at.user = at.user, "somebody-else"
    assert user != at.user
    assert "is it the right account" in sign_in(admin, mailbox, form, at)


def test_xoauth2_where_the_server_has_nothing_else(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    has = IMAPClient.has_capability
    monkeypatch.setattr(IMAPClient, "has_capability", lambda self, name: name != "AUTH=OAUTHBEARER" and has(self, name))
    assert "The connection works." in sign_in(admin, mailbox, form, at)
    at.access.clear()
    assert _round(timezone.now()).last_error == Trouble.TOKEN
    monkeypatch.setattr(IMAPClient, "has_capability", lambda self, name: "AUTH" not in name and has(self, name))
    assert _round(timezone.now()).last_error == Trouble.METHOD


def test_the_application_by_itself_needs_nobody(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, dovecot: Dovecot
) -> None:
    admin.post(f"{BOXES}{mailbox.pk}/account/?way=other", form)
    with transaction.atomic():
        OAuthGrant.objects.update(is_app_only=True)
    dovecot.put(at.user, MAIL % 1)
    assert _round(timezone.now()).last_error == ""
    assert (_kept(), at.asked[-1]["grant_type"], at.asked[-1]["client_id"]) == (1, "client_credentials", "desk")
    assert _round(timezone.now() + 2 * HOUR).last_error == ""
    assert "Nobody has to sign in" in admin.post(f"{BOXES}{mailbox.pk}/account/sign-in/", follow=True).content.decode()


def test_nobody_has_signed_in_yet(admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider) -> None:
    admin.post(f"{BOXES}{mailbox.pk}/account/?way=other", form)
    assert _round(timezone.now()).last_error == Trouble.CONSENT
    assert at.asked == []


def test_two_at_once_renew_once(
    admin: Client, mailbox: Mailbox, form: dict[str, str], at: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(admin, mailbox, form, at)
    mine, later, before = account(), timezone.now() + HOUR, len(at.asked)

    def renewed(_turn: int) -> str:
        try:
            with tenant_context(mine.tenant_id):
                return tokens.access_token(mine, now=later)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(renewed, range(4)))) == 1
    assert len(at.asked) == before + 1
