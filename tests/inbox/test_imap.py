"""Fetching from a real IMAP server."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from ipaddress import ip_network
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError

from inbox.imap import connecting, fetching, rounds, waiting
from inbox.imap.fetching import fetch_all
from inbox.imap.troubles import Trouble
from inbox.imap.trying import try_account
from inbox.models import ImapAccount, InboundMail
from outbox.sealing import seal
from tests.cast import MONDAY, Cast
from tests.inbox import dovecot as servers
from tests.inbox.dovecot import PASSWORD, Dovecot
from tests.inbox.running import free_port
from tickets.models import Mailbox

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "relay"]),
    servers.needs_dovecot,
]
Account = Callable[..., ImapAccount]
users = (f"user{number}" for number in count())


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with servers.dovecot() as running:
        yield running


@pytest.fixture(autouse=True)
def _loopback_allowed(settings: Any) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1/128")]


@pytest.fixture
def account(nordsoft: Cast, dovecot: Dovecot) -> Account:
    def make(**more: Any) -> ImapAccount:
        values = {"host": "127.0.0.1", "port": dovecot.port, "security": "none", "user": next(users)} | more
        with transaction.atomic():
            mailbox = Mailbox.objects.create(address=f"{values['user']}@nordsoft.example")
            made = ImapAccount.objects.create(mailbox=mailbox, sealed_password=seal(PASSWORD), **values)
            return ImapAccount.objects.select_related("mailbox", "tenant").get(pk=made.pk)

    return make


def _mail(number: int, body: bytes = b"Hello\r\n") -> bytes:
    return (
        b"From: karin@bergs.example\r\nSubject: %d\r\nMessage-ID: <%d@bergs.example>\r\n\r\n" % (number, number) + body
    )


def _kept() -> list[InboundMail]:
    with transaction.atomic():
        return list(InboundMail.objects.order_by("pk"))


def _again(account: ImapAccount) -> ImapAccount:
    with transaction.atomic():
        return ImapAccount.objects.get(pk=account.pk)


def _due(account: ImapAccount) -> None:
    with transaction.atomic():
        ImapAccount.objects.filter(pk=account.pk).update(next_at=F("next_at") - timedelta(days=1))


def test_every_message_is_kept_and_moved_and_none_is_marked_as_read(account: Account, dovecot: Dovecot) -> None:
    karin = account()
    many = waiting.AT_ONCE + 3
    dovecot.put(karin.user, *(_mail(number) for number in range(many)))
    assert rounds.fetch_due(now=MONDAY) == 1
    kept = _kept()
    assert [bytes(mail.raw) for mail in kept] == [_mail(number) for number in range(many)]
    assert (kept[0].source, kept[0].recipient, kept[0].envelope_from) == ("imap", karin.mailbox.address, None)
    assert (dovecot.count(karin.user), dovecot.count(karin.user, karin.done_folder)) == (0, many)
    with dovecot.mailbox(karin.user) as client:
        client.select_folder(karin.done_folder)
        assert client.search("SEEN") == []
    assert _again(karin).last_polled_at == MONDAY
    assert rounds.fetch_due(now=MONDAY) == 0, "not due again yet"


def test_killed_between_keeping_and_moving_takes_each_once(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1), _mail(2))

    def die(*_args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(fetching, "_move", die)
        with pytest.raises(SystemExit):
            fetch_all(karin, now=MONDAY)
    assert (len(_kept()), dovecot.count(karin.user)) == (2, 2)
    assert fetch_all(karin, now=MONDAY).kept == 2
    assert (len(_kept()), dovecot.count(karin.user)) == (2, 0)


def test_what_could_not_be_kept_is_not_moved(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1))

    def full(**_values: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(fetching, "store", full)
    with pytest.raises(OSError, match="no space"):
        fetch_all(karin, now=MONDAY)
    assert (dovecot.count(karin.user), dovecot.count(karin.user, karin.done_folder)) == (1, 0)


@pytest.mark.parametrize("missing", [{"MOVE"}, {"MOVE", "UIDPLUS"}])
def test_a_server_without_move(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, missing: set[str]
) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1))
    has = IMAPClient.has_capability
    monkeypatch.setattr(IMAPClient, "has_capability", lambda self, name: name not in missing and has(self, name))
    assert fetch_all(karin, now=MONDAY).kept == 1
    assert fetch_all(karin, now=MONDAY).kept == 0, "what is marked is not taken again"
    left = int("UIDPLUS" in missing)  # others may have marked messages, too: nothing is expunged
    assert (dovecot.count(karin.user), dovecot.count(karin.user, karin.done_folder)) == (left, 1)


def test_too_large_is_put_aside_and_said(account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    karin = account()
    monkeypatch.setattr(fetching, "LARGEST", 2000)
    head = b"Content-Type: text/html;\r\n charset=latin-1\r\n"
    dovecot.put(karin.user, head + _mail(1, b"x" * 3000), _mail(2))
    assert fetch_all(karin, now=MONDAY)[:2] == (1, 1)
    notice = bytes(_kept()[0].raw).decode()
    assert notice.startswith("From: karin@bergs.example\r\nSubject: 1\r\nMessage-ID: <1@bergs.example>\r\nMIME-Version")
    assert karin.refused_folder in notice
    assert "latin-1" not in notice
    assert (dovecot.count(karin.user, karin.refused_folder), dovecot.count(karin.user, karin.done_folder)) == (1, 1)


def test_folders_with_letters_of_their_own(account: Account, dovecot: Dovecot) -> None:
    karin = account(folder="Ärenden & frågor", done_folder="Återkopplat 'så' \"här\"")
    dovecot.put(karin.user, _mail(1), folder=karin.folder)
    assert fetch_all(karin, now=MONDAY).kept == 1
    assert (dovecot.count(karin.user, karin.folder), dovecot.count(karin.user, karin.done_folder)) == (0, 1)


def test_a_server_that_wants_all_folders_below_the_inbox(account: Account) -> None:
    with servers.dovecot(below="INBOX.") as server:
        karin = account(port=server.port, folder="Ärenden")
        server.put(karin.user, _mail(1), folder="INBOX.Ärenden")
        assert try_account(karin, now=MONDAY).waiting == 1
        assert fetch_all(karin, now=MONDAY).kept == 1
        assert (server.count(karin.user, "INBOX.Ärenden"), server.count(karin.user, "INBOX.Supportdesk")) == (0, 1)
        assert fetch_all(karin, now=MONDAY).kept == 0, "and again, with the folders there"


def test_a_server_that_does_not_tell_of_prefixes(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_client: IMAPClient) -> None:
        raise fetching.IMAPClientError("NO not now")

    monkeypatch.setattr(IMAPClient, "namespace", refuse)
    karin = account()
    dovecot.put(karin.user, _mail(1))
    assert fetch_all(karin, now=MONDAY).kept == 1


def test_ten_megabytes(account: Account, dovecot: Dovecot) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1, b"x" * 76 + b"\r\n"), _mail(2, (b"y" * 76 + b"\r\n") * 135_000))
    assert fetch_all(karin, now=MONDAY).kept == 2
    assert _kept()[1].size > 10_000_000


def test_bare_line_feeds_and_bytes_that_are_no_text(account: Account, dovecot: Dovecot) -> None:
    karin = account()
    raw = b"Subject: bare\nFrom: a@b.example\n\n\xff\xfe one\ntwo\r\n"
    dovecot.put(karin.user, raw)
    fetch_all(karin, now=MONDAY)
    assert bytes(_kept()[0].raw).replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")


def test_a_message_that_the_server_cannot_give_holds_up_no_other(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1), _mail(2))
    body = fetching._body

    def broken(client: IMAPClient, uid: int, part: str) -> bytes:
        if uid == 1:
            raise fetching.IMAPClientError("NO [SERVERBUG]")
        return body(client, uid, part)

    monkeypatch.setattr(fetching, "_body", broken)
    rounds.fetch_one(karin.tenant_id, karin.pk, now=MONDAY)
    assert [mail.recipient for mail in _kept()] == [karin.mailbox.address]
    assert dovecot.count(karin.user) == 1
    assert _again(karin).last_error == Trouble.MESSAGES


def test_another_account_of_the_same_folder_takes_nothing_twice(account: Account, dovecot: Dovecot) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1))
    with transaction.atomic():
        ImapAccount.objects.filter(pk=karin.pk).update(next_at=F("next_at") + timedelta(minutes=5))
    assert rounds.fetch_one(karin.tenant_id, karin.pk, now=MONDAY) is False, "somebody is at it"
    assert dovecot.count(karin.user) == 1


@pytest.mark.parametrize(
    ("more", "trouble"),
    [
        ({"sealed_password": "another key's"}, Trouble.SEALED),
        ({"sealed_password": seal("wrong")}, Trouble.PASSWORD),
        ({"host": "nowhere.invalid"}, Trouble.HOST),
        ({"port": 1}, Trouble.REFUSED),
        ({"folder": "Nothing here"}, Trouble.FOLDER),
        ({"done_folder": "/"}, Trouble.FOLDER),
        ({"security": "tls", "port": "tls_port"}, Trouble.CERTIFICATE),
        ({"security": "starttls"}, Trouble.CERTIFICATE),
        ({"security": "tls"}, Trouble.TLS),
    ],
)
def test_what_can_be_wrong_is_said_and_tried_later_each_time(
    account: Account, dovecot: Dovecot, more: dict[str, Any], trouble: Trouble
) -> None:
    if more.get("port") == "tls_port":
        more = more | {"port": dovecot.tls_port}
    karin = account()
    with transaction.atomic():
        ImapAccount.objects.filter(pk=karin.pk).update(**more)
    for failures in (1, 2):
        _due(karin)
        assert rounds.fetch_due(now=MONDAY + timedelta(minutes=failures)) == 1
        found = _again(karin)
        assert (found.last_error, found.failures) == (trouble, failures)
        assert found.failing_since == MONDAY + timedelta(minutes=1)
        assert found.last_answer
    with transaction.atomic():
        values = {name: getattr(karin, name) for name in more} | {"next_at": MONDAY}
        ImapAccount.objects.filter(pk=karin.pk).update(**values)
    assert rounds.fetch_due(now=MONDAY) == 1
    assert (_again(karin).last_error, _again(karin).failing_since, _again(karin).failures) == ("", None, 0)


def test_a_network_that_the_operator_has_not_allowed_is_not_asked(account: Account, settings: Any) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    karin = account()
    rounds.fetch_due(now=MONDAY)
    assert _again(karin).last_error == Trouble.PRIVATE


def test_trying_an_account_takes_nothing(account: Account, dovecot: Dovecot) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1), _mail(2))
    assert try_account(karin, now=MONDAY) == (None, 2, "")
    assert (dovecot.count(karin.user), len(_kept())) == (2, 0)
    karin.sealed_password = seal("wrong")
    assert try_account(karin, now=MONDAY).trouble == Trouble.PASSWORD


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted(account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.cert))
    port = dovecot.tls_port if security == "tls" else dovecot.port
    karin = account(host="localhost", port=port, security=security)
    dovecot.put(karin.user, _mail(1))
    assert fetch_all(karin, now=MONDAY).kept == 1


@pytest.mark.parametrize("says", [b"", b"* OK hello\r\n" + b"* {99999999999}\r\n" * 3, b"\xff\0nonsense\r\n" * 50])
def test_a_hostile_server_does_not_hold_up_the_others(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, says: bytes
) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 0.5)
    port = free_port()
    with closing(socket.create_server(("127.0.0.1", port))) as listener:
        threading.Thread(target=_answer, args=(listener, says), daemon=True).start()
        hostile = account(port=port)
        karin = account()
        dovecot.put(karin.user, _mail(1))
        assert rounds.fetch_due(now=MONDAY) == 2
    assert len(_kept()) == 1
    assert _again(hostile).last_error in {Trouble.SLOW, Trouble.ANSWER}
    assert _again(karin).last_error == ""


def test_a_server_that_drips_is_left_after_a_while(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    stop = threading.Event()

    def drip(listener: socket.socket) -> None:
        taken, _peer = listener.accept()
        taken.sendall(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
        with closing(taken):
            while not stop.wait(0.05):
                try:
                    taken.sendall(b"*")
                except OSError:
                    return

    with closing(socket.create_server(("127.0.0.1", port))) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        dripping = account(port=port)
        with pytest.raises((IMAPClientAbortError, OSError)), connecting.signed_in(dripping, now=MONDAY, longest=0.5):
            pass
        stop.set()


def _pass_on(listener: socket.socket, port: int, most: int) -> None:
    """Stand between us and the server, and hang up after so many bytes of its."""
    ours, _peer = listener.accept()
    with closing(ours), closing(socket.create_connection(("127.0.0.1", port))) as theirs:
        while most > 0:
            for line in select.select([ours, theirs], [], [])[0]:
                data = line.recv(min(most, 4096))
                if not data:
                    return
                (ours if line is theirs else theirs).sendall(data)
                most -= len(data) if line is theirs else 0


def _answer(listener: socket.socket, says: bytes) -> None:
    taken, _peer = listener.accept()
    with closing(taken):
        taken.sendall(says)
        while taken.recv(1000):
            pass


def test_a_message_at_which_the_server_hangs_up_holds_up_no_other(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, *(_mail(number) for number in range(1, 5)))
    fetch, evil = IMAPClient.fetch, {1, 3}

    def hang_up(self: IMAPClient, uids: Any, parts: Any) -> Any:
        if evil & set(uids) and parts != ["RFC822.SIZE"]:
            self.shutdown()
        return fetch(self, uids, parts)

    monkeypatch.setattr(IMAPClient, "fetch", hang_up)
    for _round in range(3):
        _due(karin)
        rounds.fetch_due(now=MONDAY)
    assert (len(_kept()), dovecot.count(karin.user)) == (2, 2), "both others came, past both"
    found = _again(karin)
    assert (found.last_error, found.failures, sorted(found.stuck_uids)) == (Trouble.MESSAGES, 0, [1, 3])
    evil.remove(3)
    for _round in range(2):
        _due(karin)
        rounds.fetch_due(now=MONDAY)
    assert (len(_kept()), dovecot.count(karin.user)) == (3, 1), "they take turns in being last"
    evil.clear()
    for _round in range(2):
        _due(karin)
        rounds.fetch_due(now=MONDAY)
    assert (len(_kept()), dovecot.count(karin.user)) == (4, 0)
    assert (_again(karin).stuck_uids, _again(karin).last_error) == ([], "")


def test_a_uid_that_means_another_message_by_now_is_fetched_like_any(account: Account, dovecot: Dovecot) -> None:
    karin = account(stuck_uids=[1, 77])
    dovecot.put(karin.user, _mail(1), _mail(2))
    _due(karin)
    rounds.fetch_due(now=MONDAY)
    assert [bytes(mail.raw) for mail in _kept()] == [_mail(2), _mail(1)]
    assert (dovecot.count(karin.user), _again(karin).stuck_uids) == (0, [1])
    _due(karin)
    rounds.fetch_due(now=MONDAY)
    assert _again(karin).stuck_uids == []


def test_half_a_message_is_never_kept(account: Account, dovecot: Dovecot) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1, b"x" * 70 + b"\r\n"), _mail(2, (b"y" * 70 + b"\r\n") * 3000))
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        threading.Thread(target=_pass_on, args=(listener, dovecot.port, 100_000), daemon=True).start()
        karin.port = listener.getsockname()[1]
        with pytest.raises((IMAPClientAbortError, OSError)):
            fetch_all(karin, now=MONDAY)
    assert [bytes(mail.raw)[-72:] for mail in _kept()] == [b"x" * 70 + b"\r\n"]
    assert (dovecot.count(karin.user), _again(karin).stuck_uids) == (2, [2])
    _due(karin)
    rounds.fetch_due(now=MONDAY)
    assert [mail.size > 200_000 for mail in _kept()] == [False, True]
    assert dovecot.count(karin.user) == 0


def test_a_message_whose_size_breaks_the_connection_is_found_out(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, *(_mail(number) for number in range(1, 4)))
    fetch = IMAPClient.fetch

    def hang_up(self: IMAPClient, uids: Any, parts: Any) -> Any:
        if 2 in uids:
            self.shutdown()
        return fetch(self, uids, parts)

    monkeypatch.setattr(IMAPClient, "fetch", hang_up)
    for _round in range(4):
        _due(karin)
        rounds.fetch_due(now=MONDAY)
    assert (len(_kept()), dovecot.count(karin.user), _again(karin).stuck_uids) == (2, 1, [2])


def test_a_size_that_the_server_cannot_say_holds_up_no_other(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, *(_mail(number) for number in range(1, 4)))
    fetch = IMAPClient.fetch

    def refuse(self: IMAPClient, uids: Any, parts: Any) -> Any:
        if 2 in uids and parts == ["RFC822.SIZE"]:
            raise fetching.IMAPClientError("NO some messages could not be fetched")
        return fetch(self, uids, parts)

    monkeypatch.setattr(IMAPClient, "fetch", refuse)
    assert fetch_all(karin, now=MONDAY) == (3, 0, 0)
    assert dovecot.count(karin.user) == 0


def test_a_size_that_is_a_lie_is_put_aside_and_an_empty_message_is_told(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1, b"x" * 3000), _mail(2), _mail(3))
    monkeypatch.setattr(fetching, "LARGEST", 2000)
    monkeypatch.setattr(fetching, "_sizes", lambda _client, uids: dict.fromkeys(uids, 10))
    body = fetching._body
    monkeypatch.setattr(fetching, "_body", lambda client, uid, part: b"" if uid == 2 else body(client, uid, part))
    assert fetch_all(karin, now=MONDAY) == (1, 1, 1)
    assert (dovecot.count(karin.user), dovecot.count(karin.user, karin.refused_folder)) == (1, 1)
    monkeypatch.setattr(fetching, "_body", lambda *_args: None)
    assert fetch_all(karin, now=MONDAY) == (0, 0, 0), "somebody else has taken it"


def test_messages_that_cannot_be_moved_are_kept_all_the_same(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    many = waiting.AT_ONCE + 1
    dovecot.put(karin.user, *(_mail(number) for number in range(many)))
    with monkeypatch.context() as patched:

        def full(*_args: object) -> None:
            raise fetching.IMAPClientError("NO [OVERQUOTA] Quota exceeded")

        patched.setattr(fetching, "_move", full)
        rounds.fetch_due(now=MONDAY)
    assert (len(_kept()), dovecot.count(karin.user)) == (many, many), "those of the second batch, too"
    assert (_again(karin).last_error, _again(karin).last_answer) == (Trouble.MOVE, "NO [OVERQUOTA] Quota exceeded")
    _due(karin)
    rounds.fetch_due(now=MONDAY)
    assert (len(_kept()), dovecot.count(karin.user), _again(karin).last_error) == (many, 0, "")


def test_a_huge_folder_is_taken_bit_by_bit_oldest_first(
    account: Account, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    karin = account()
    dovecot.put(karin.user, *(_mail(number) for number in range(12)))
    with dovecot.mailbox(karin.user) as client:
        client.select_folder("INBOX")
        client.add_flags([1, 2, 3, 4], [fetching.DELETED])  # by somebody else
    monkeypatch.setattr(waiting, "WINDOW", 3)
    monkeypatch.setattr(fetching, "MOST", 4)
    assert try_account(karin, now=MONDAY).waiting == 8
    assert fetch_all(karin, now=MONDAY).kept == 5, "two windows of three, less the marked one"
    assert [bytes(mail.raw) for mail in _kept()] == [_mail(number) for number in range(4, 9)]
    assert fetch_all(karin, now=MONDAY).kept == 3
    assert fetch_all(karin, now=MONDAY).kept == 0
    assert dovecot.count(karin.user) == 4, "what others have marked stays"


def test_a_round_ends_after_its_time_and_goes_on_in_the_next(account: Account, dovecot: Dovecot) -> None:
    karin = account()
    dovecot.put(karin.user, _mail(1))
    assert fetch_all(karin, now=MONDAY, seconds=-1).kept == 0
    assert dovecot.count(karin.user) == 1
    assert fetch_all(karin, now=MONDAY).kept == 1
