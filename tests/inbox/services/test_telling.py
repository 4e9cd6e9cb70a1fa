"""Admins are told that a mailbox is not fetched."""

from datetime import timedelta

import pytest

from inbox.imap import rounds
from inbox.imap.fetching import Fetched
from inbox.imap.oauth.errors import ConsentError
from inbox.imap.troubles import Trouble
from inbox.models import ImapAccount, OAuthGrant
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tickets.models import Mailbox

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def account(nordsoft: Cast) -> ImapAccount:
    mailbox = Mailbox.objects.create(address="support@nordsoft.example")
    return ImapAccount.objects.create(mailbox=mailbox, host="mail.example", user="x")


def _round(account: ImapAccount, monkeypatch: pytest.MonkeyPatch, error: Exception | None, minutes: int) -> int:
    """Let a round end so; give how many mails the admins have by then."""

    def fetch(*_args: object, **_more: object) -> Fetched:
        if error:
            raise error
        return Fetched()

    monkeypatch.setattr(rounds, "fetch_all", fetch)
    ImapAccount.objects.update(next_at=MONDAY)
    assert rounds.fetch_one(account.tenant_id, account.pk, now=MONDAY + minutes * MINUTE)
    return OutboxMessage.objects.count()


def test_once_after_half_an_hour_and_again_the_next_time(
    account: ImapAccount, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = TimeoutError("timed out")
    assert [_round(account, monkeypatch, slow, at) for at in (0, 29, 30, 60, 600)] == [0, 0, 1, 1, 1]
    mail = OutboxMessage.objects.get()
    assert mail.recipient == nordsoft.admin.user.email
    assert account.mailbox.address in mail.subject
    assert f"/nordsoft/mail/boxes/{account.mailbox_id}/account/" in mail.text
    assert _round(account, monkeypatch, None, 700) == 1
    assert ImapAccount.objects.get().told_error == ""
    assert [_round(account, monkeypatch, slow, at) for at in (701, 731)] == [1, 2]


def test_an_ended_consent_is_told_at_once_and_besides(account: ImapAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ConsentError("invalid_grant")
    grant = OAuthGrant.objects.create(account=account, client_id="desk")
    assert _round(account, monkeypatch, gone, 0) == 0, "nobody has signed in yet: it is being set up"
    OAuthGrant.objects.filter(pk=grant.pk).update(signed_in_at=MONDAY)
    assert [_round(account, monkeypatch, gone, at) for at in (1, 2, 60)] == [1, 1, 1]
    assert ImapAccount.objects.get().told_error == Trouble.CONSENT
    _round(account, monkeypatch, None, 61)
    slow = TimeoutError("timed out")
    assert [_round(account, monkeypatch, error, at) for error, at in ((slow, 62), (slow, 93), (gone, 94))] == [1, 2, 3]


def test_messages_that_cannot_be_had_are_told_as_well(account: ImapAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "fetch_all", lambda *_args, **_more: Fetched(failed=1))
    for minutes in (0, 30, 31):
        ImapAccount.objects.update(next_at=MONDAY)
        rounds.fetch_one(account.tenant_id, account.pk, now=MONDAY + minutes * MINUTE)
    assert OutboxMessage.objects.count() == 1
