"""manage.py mail_server as a real process."""

import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from accounts.tenancy.context import tenant_context
from inbox.lmtp import LONGEST_LINE
from inbox.models import InboundMail
from inbox.services.storing import LARGEST
from tests.cast import Cast
from tests.inbox.running import MailServer, answers_to_data
from tickets.models import Mailbox

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
MAIL = b"From: karin@bergs.example\r\nTo: support@nordsoft.example\r\nSubject: Hello\r\n\r\n..\r\nHello\r\n"


@pytest.fixture
def mailboxes(nordsoft: Cast, lonhuset: Cast) -> list[Mailbox]:
    with transaction.atomic():
        ours = [Mailbox.objects.create(address=f"{name}@nordsoft.example") for name in ("support", "pay")]
    with tenant_context(lonhuset.tenant.pk), transaction.atomic():
        theirs = Mailbox.objects.create(address="hjælp@lonhuset.example")
    return [*ours, theirs]


@pytest.fixture(scope="module")
def running(django_db_setup: None) -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def server(running: MailServer, mailboxes: list[Mailbox]) -> MailServer:
    return running


def _kept() -> list[InboundMail]:
    with transaction.atomic():
        return list(InboundMail.objects.order_by("pk"))


def test_one_answer_for_each_recipient_in_order(server: MailServer, nordsoft: Cast, lonhuset: Cast) -> None:
    with server.lmtp() as client:
        assert {"size", "8bitmime", "smtputf8", "pipelining", "enhancedstatuscodes"} <= set(client.esmtp_features)
        assert client.esmtp_features["size"] == str(LARGEST)
        client.mail("karin@bergs.example", ["SMTPUTF8"])
        client.command_encoding = "utf-8"
        wanted = [
            "support@nordsoft.example",
            "nobody@nordsoft.example",
            "hjælp@lonhuset.example",
            "pay+x@nordsoft.example",
        ]
        assert [client.rcpt(address)[0] for address in wanted] == [250, 550, 250, 250]
        answers = answers_to_data(client, MAIL, count=3)
        assert client.noop()[0] == 250  # and not an answer more
    ours = _kept()
    with tenant_context(lonhuset.tenant.pk):
        theirs = _kept()
    assert [mail.recipient for mail in (*ours, *theirs)] == [wanted[0], wanted[3], wanted[2]]
    keys = [ours[0].pk, theirs[0].pk, ours[1].pk]
    assert answers == [b"250 2.0.0 Kept as %d" % key for key in keys]
    assert bytes(ours[0].raw) == MAIL.replace(b"\r\n..\r\n", b"\r\n.\r\n")
    assert (ours[0].source, ours[0].envelope_from, ours[0].state) == ("lmtp", "karin@bergs.example", "stored")


def test_the_same_message_again_is_kept_once(server: MailServer, nordsoft: Cast) -> None:
    with server.lmtp() as client:
        for trace in ("one", "two"):
            raw = f"Received: by {trace}.example\r\n".encode() + MAIL
            assert client.sendmail("karin@bergs.example", ["support@nordsoft.example"], raw) == {}
    assert len(_kept()) == 1


def test_an_empty_sender_is_kept_as_such(server: MailServer, nordsoft: Cast) -> None:
    with server.lmtp() as client:
        client.sendmail("", ["support@nordsoft.example"], MAIL)
    assert [mail.envelope_from for mail in _kept()] == [""]


def test_too_large_is_said_before_and_after_it_is_sent_to_each_recipient(server: MailServer, nordsoft: Cast) -> None:
    both = ["support@nordsoft.example", "pay@nordsoft.example"]
    with server.lmtp() as client:
        assert client.mail("karin@bergs.example", [f"SIZE={LARGEST + 1}"])[0] == 552
        client.mail("karin@bergs.example")
        assert [client.rcpt(address)[0] for address in both] == [250, 250]
        line = b"x" * (LONGEST_LINE // 4) + b"\r\n"
        answers = answers_to_data(client, MAIL + line * (LARGEST // len(line) + 1), count=2)
        assert [answer[:3] for answer in answers] == [b"552", b"552"]
        assert client.sendmail("karin@bergs.example", both, MAIL) == {}, "the connection goes on"
    assert len(_kept()) == 2


def test_lines_longer_than_the_standard_allows_are_kept(server: MailServer, nordsoft: Cast) -> None:
    raw = MAIL + b"y" * 100_000 + b"\r\n"
    with server.lmtp() as client:
        client.sendmail("karin@bergs.example", ["support@nordsoft.example"], raw)
    assert _kept()[0].size == len(raw)


def test_a_client_that_leaves_in_the_middle_leaves_nothing(server: MailServer, nordsoft: Cast) -> None:
    with server.lmtp() as client:
        client.mail("karin@bergs.example")
        client.rcpt("support@nordsoft.example")
        client.docmd("DATA")
        client.send(MAIL)
    with server.lmtp() as client:
        assert client.noop()[0] == 250
    assert _kept() == []


def test_commands_sent_all_at_once(server: MailServer, nordsoft: Cast) -> None:
    lines = ["LHLO mx", "MAIL FROM:<a@b.example>", "RCPT TO:<support@nordsoft.example>", "DATA"]
    with socket.create_connection(("127.0.0.1", server.port), 10) as raw, raw.makefile("rb") as answers:
        raw.sendall("\r\n".join([*lines, ""]).encode() + MAIL + b".\r\nQUIT\r\n")
        said = answers.read()
    assert b"\r\n250 2.0.0 Kept" in said
    assert len(_kept()) == 1


def test_by_smtp_there_is_one_answer(mailboxes: list[Mailbox], nordsoft: Cast) -> None:
    with MailServer("--smtp") as server, smtplib.SMTP("127.0.0.1", server.port) as client:
        both = ["support@nordsoft.example", "pay@nordsoft.example", "nobody@nordsoft.example"]
        assert list(client.sendmail("karin@bergs.example", both, MAIL)) == ["nobody@nordsoft.example"]
        assert client.noop()[0] == 250
    assert len(_kept()) == 2


def test_the_database_away_means_later(nordsoft: Cast) -> None:
    with MailServer(database_away=True) as server, server.lmtp() as client:
        client.mail("karin@bergs.example")
        assert client.rcpt("support@nordsoft.example")[0] == 451
        assert client.noop()[0] == 250


def test_sigterm_lets_the_message_in_hand_end(mailboxes: list[Mailbox], nordsoft: Cast) -> None:
    with MailServer() as server, server.lmtp() as idle, server.lmtp() as busy:
        busy.mail("karin@bergs.example")
        busy.rcpt("support@nordsoft.example")
        busy.docmd("DATA")
        server.process.terminate()
        assert idle.getreply()[0] == 421
        busy.send(MAIL + b".\r\n")
        assert busy.getreply()[0] == 250
        assert server.process.wait(timeout=15) == 0
    assert len(_kept()) == 1


def test_a_socket_in_the_file_system(mailboxes: list[Mailbox], nordsoft: Cast, tmp_path: Path) -> None:
    path = tmp_path / "lmtp"
    with MailServer(path=path):
        client = smtplib.LMTP(str(path), 0, local_hostname="mx.example")
        client.sendmail("karin@bergs.example", ["support@nordsoft.example"], MAIL)
        client.close()
        assert path.stat().st_mode & 0o777 == 0o660
    assert len(_kept()) == 1
