"""Mail is signed where its domain has a key, and whoever receives it can prove it by the record that the page shows."""

from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any

import dkim
import pytest
import structlog
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.tenancy.context import tenant_context
from embedded.mailsink import MailSink
from outbox.dkim import Key, Keys
from outbox.models import OutboxMessage, SigningKey
from outbox.relay import drain
from outbox.services import queue_mail
from outbox.signing_keys import make_key, remove_key, use_key
from outbox.smtp import SmtpCarrier, compose
from tests.cast import Cast
from tests.outbox.conftest import Queue

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


@pytest.fixture
def key(nordsoft: Cast) -> SigningKey:
    with transaction.atomic():
        made = make_key(domain="Nordsoft.example.", actor=nordsoft.admin, now=NOW)
        use_key(key=made, actor=nordsoft.admin)
    return made


def is_signed(raw: bytes, key: SigningKey) -> bool:
    """Verify as a receiver does, with the record that the page shows as the domain's DNS."""

    def txt(name: bytes, timeout: int = 5) -> bytes:
        return key.record.encode() if name.rstrip(b".").decode() == key.record_name else b""

    return bool(dkim.verify(raw, dnsfunc=txt))


def sent(sink: MailSink) -> bytes:
    (path,) = sink.folder.glob("*.eml")
    return path.read_bytes()


def raw_of(message: OutboxMessage) -> bytes:
    mail = compose(message)
    mail.signing_key = Keys().of(message)
    return bytes(mail.message().as_bytes(linesep="\r\n"))


def test_what_arrives_is_signed_and_nothing_of_it_can_be_changed(queue: Queue, sink: MailSink, key: SigningKey) -> None:
    stop = {
        "List-Unsubscribe": "<https://nordsoft.example/stop/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    queue(context={"about": "Åsa & “Örjan” < 3\n.\nend"}, reply_to="hjalp+1042.x@nordsoft.example", headers=stop)
    assert drain(SmtpCarrier()) == 1
    raw = sent(sink)
    assert is_signed(raw, key)
    signed = message_from_bytes(raw)["DKIM-Signature"]
    for name in ("from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "list-unsubscribe"):
        assert name in signed.lower()
    for old, new in [
        (b"Subject: ", b"Subject: x"),
        (b"/stop/", b"/other/"),
        (b"hjalp+1042", b"hjalp+1043"),
        (b"</html>", b"<p>x</p></html>"),
    ]:
        assert old in raw
        assert not is_signed(raw.replace(old, new, 1), key)
    assert not is_signed(b"From: ceo@nordsoft.example\r\n" + raw, key)


def test_sent_twice_it_is_the_same_mail(queue: Queue, key: SigningKey) -> None:
    message = queue()
    assert message
    assert compose(message).message().as_bytes() == compose(message).message().as_bytes()
    first, second = raw_of(message), raw_of(message)
    assert is_signed(first, key)
    assert is_signed(second, key)


def test_no_key_no_signature(queue: Queue, nordsoft: Cast, lonhuset: Cast, key: SigningKey) -> None:
    elsewhere = queue(sender="Support <support@other.example>")
    assert elsewhere
    assert b"DKIM-Signature" not in raw_of(elsewhere)
    with tenant_context(lonhuset.tenant.pk), transaction.atomic():
        theirs = queue_mail(
            dedupe_key="x", recipient="a@b.example", template="letter", context={"about": "x"}, language="da", now=NOW,
            sender="x@nordsoft.example",
        )  # fmt: skip
        assert theirs
        assert b"DKIM-Signature" not in raw_of(theirs)  # a key signs for its own tenant alone
    with transaction.atomic():
        use_key(key=key, actor=nordsoft.admin, is_active=False)
    mine = queue(dedupe_key="cause:2")
    assert mine
    assert b"DKIM-Signature" not in raw_of(mine)


def test_a_round_reads_a_key_once_and_an_unreadable_one_holds_up_no_mail(
    queue: Queue, sink: MailSink, key: SigningKey, settings: Any, django_assert_num_queries: Any
) -> None:
    message = queue()
    assert message
    keys = Keys()
    with django_assert_num_queries(1, using="relay"):
        assert keys.of(message) == keys.of(message) != None  # noqa: E711
    settings.SECRET_KEY = "another one"
    with structlog.testing.capture_logs() as logs:
        assert drain(SmtpCarrier()) == 1
    assert b"DKIM-Signature" not in sent(sink)
    assert [line["record"] for line in logs if line["event"] == "outbox.unsigned"] == [key.record_name]


def test_what_cannot_be_signed_goes_out_unsigned(queue: Queue) -> None:
    message = queue()
    assert message
    mail = compose(message)
    mail.signing_key = Key("nordsoft.example", "d1", b"no key")
    with structlog.testing.capture_logs() as logs:
        assert "DKIM-Signature" not in mail.message()
    assert [line["event"] for line in logs] == ["outbox.unsigned"]


def test_one_key_signs_for_a_domain_and_the_private_half_is_sealed(nordsoft: Cast, key: SigningKey) -> None:
    assert "PRIVATE" not in key.private
    with transaction.atomic():
        second = make_key(domain="nordsoft.example", actor=nordsoft.admin, now=NOW)
        names = (key.record_name, second.record_name)
        assert names == ("d20260302._domainkey.nordsoft.example", "d202603022._domainkey.nordsoft.example")
        use_key(key=second, actor=nordsoft.admin)
        assert list(SigningKey.objects.filter(is_active=True)) == [second]
        with pytest.raises(ValidationError, match="in use"):
            remove_key(key=second, actor=nordsoft.admin)
        remove_key(key=key, actor=nordsoft.admin)
        assert SigningKey.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "localhost", "a b.example", "support@nordsoft.example", "example.com\nx: y"])
def test_a_key_is_for_a_domain(nordsoft: Cast, wrong: str) -> None:
    with pytest.raises(ValidationError, match="Write a domain"):
        make_key(domain=wrong, actor=nordsoft.admin, now=NOW)
