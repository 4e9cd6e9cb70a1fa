"""A mail carries files, and pictures that its HTML shows; they are kept as long as its text."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.db import transaction
from django.db.models.functions import Now

from accounts.tenancy.context import tenant_context
from embedded.mailsink import MailSink
from outbox import pruning
from outbox.files import MOST_BYTES, MailFile
from outbox.models import OutboxFile, OutboxMessage
from outbox.relay import drain
from outbox.services import queue_all, write_mail
from outbox.smtp import SmtpCarrier, compose
from outbox.states import give_up
from tests.cast import Cast
from tests.outbox.conftest import NOW, Queue

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
PICTURE = MailFile("Uppfyllda löften.png", "image/png", b"\x89PNG picture", inline=True)
PAPER = MailFile("Månadsrapport.pdf", "application/pdf", b"%PDF paper")


def arrived(sink: MailSink) -> Any:
    (path,) = sink.folder.glob("*.eml")
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def kept() -> int:
    with transaction.atomic():
        return OutboxFile.objects.count()


def test_pictures_stand_beside_the_html_and_files_are_attached(queue: Queue, sink: MailSink) -> None:
    queue(files=[PICTURE, PAPER])
    assert drain(SmtpCarrier()) == 1
    mail = arrived(sink)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    picture, paper = list(mail.walk())[-2:]
    assert picture["Content-ID"] == f"<{PICTURE.content_id}>"
    assert picture.get_content_disposition() == "inline"
    assert (picture.get_filename(), picture.get_content()) == (PICTURE.name, PICTURE.content)
    assert paper.get_content_disposition() == "attachment"
    assert (paper.get_filename(), paper.get_content()) == (PAPER.name, PAPER.content)


def test_a_mail_without_files_is_as_before(queue: Queue, sink: MailSink) -> None:
    queue()
    drain(SmtpCarrier())
    assert [part.get_content_type() for part in arrived(sink).walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_written_twice_it_is_the_same_mail_with_a_boundary_for_each_level(queue: Queue) -> None:
    message = queue(files=[PICTURE, PAPER])
    assert message is not None
    one, two = (compose(message, [PICTURE, PAPER]).message() for _ in range(2))
    assert one.as_bytes() == two.as_bytes()
    assert len({part.get_boundary() for part in one.walk() if part.is_multipart()}) == 3


def test_the_second_mail_of_a_cause_keeps_no_files(queue: Queue) -> None:
    queue(files=[PICTURE])
    assert queue(files=[PICTURE, PAPER]) is None
    assert kept() == 1


def test_many_written_mails_keep_their_own_files(nordsoft: Cast) -> None:
    values: dict[str, Any] = {"template": "letter", "context": {"about": "x"}, "language": "sv", "now": NOW}
    mails = [
        write_mail(dedupe_key=str(number), recipient="karin@nordsoft.example", files=files, **values)
        for number, files in enumerate([[PICTURE], [], [PAPER, PICTURE]])
    ]
    with transaction.atomic():
        queue_all(mails)
    with transaction.atomic():
        found = OutboxFile.objects.order_by("message", "place").values_list("message__dedupe_key", "name")
        assert list(found) == [("0", PICTURE.name), ("2", PAPER.name), ("2", PICTURE.name)]


@pytest.mark.parametrize(
    "changes",
    [
        {"files": [MailFile("x.bin", "application/zip", b"0" * (MOST_BYTES + 1))]},
        {"files": [MailFile("x\r\nBcc: eva@x.example", "image/png", b"")]},
        {"files": [MailFile("x", "image", b"")]},
        {"files": [PAPER], "is_secret": True},
    ],
)
def test_what_no_mail_can_carry_is_refused(queue: Queue, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"carries|for a mail"):
        queue(**changes)


def _prune(message: OutboxMessage, admin: Any) -> None:
    with transaction.atomic():
        OutboxMessage.objects.update(state="sent", sent_at=Now() - timedelta(days=15))
    assert pruning.prune() == 1


def _fail_for_long(message: OutboxMessage, admin: Any) -> None:
    with transaction.atomic():
        OutboxMessage.objects.update(state="failed", next_at=Now() - timedelta(days=91))
    assert pruning.prune() == 1


def _give_up(message: OutboxMessage, admin: Any) -> None:
    assert give_up(ids=[message.pk], kind="email", actor=admin, now=NOW) == 1


def _remove(message: OutboxMessage, admin: Any) -> None:
    with transaction.atomic():
        OutboxMessage.objects.update(state="sent", sent_at=Now() - timedelta(days=401))
    assert pruning.prune() == 1


@pytest.mark.parametrize("forget", [_prune, _fail_for_long, _give_up, _remove])
def test_files_go_with_the_text(queue: Queue, nordsoft: Cast, forget: Callable[[OutboxMessage, Any], None]) -> None:
    message = queue(files=[PICTURE])
    assert message is not None
    forget(message, nordsoft.admin)
    assert kept() == 0


def test_another_tenant_has_none_of_them(queue: Queue, lonhuset: Cast) -> None:
    queue(files=[PICTURE])
    with tenant_context(lonhuset.tenant.pk):
        assert kept() == 0
    assert kept() == 1
