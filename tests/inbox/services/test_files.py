"""The files of a mail: attached, or named as refused on the ticket and in one polite answer to the sender."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.models import Contact
from inbox.services.limits import MOST_ANSWERS
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import STRANGER, letter, take
from tickets.models import Attachment, Message
from tickets.threads import new_message_id, reply_address, ticket_of_address

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 300


def said(cast: Cast, **more: Any) -> Message:
    return Message.objects.get(pk=take(cast, letter(**more)).message_id)


def answers() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(dedupe_key__startswith="inbox-refused:").order_by("pk"))


def with_picture(text: str, *, kind: str = "html", picture: bytes = PNG) -> bytes:
    body = f"""From: karin@nordsoft.example
To: support@nordsoft.example
Subject: Look
MIME-Version: 1.0
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/{kind}; charset=utf-8

{text}
--b
Content-Type: image/png
Content-ID: <one@x>
Content-Disposition: inline; filename="window.png"

""".replace("\n", "\r\n").encode()
    return body + picture + b"\r\n--b--\r\n"


def test_files_are_attached(nordsoft: Cast) -> None:
    message = said(nordsoft, files={"log.txt": b"one", "räkning.pdf": b"two"})
    attached = Attachment.objects.filter(message=message).order_by("pk")
    assert [(file.name, file.size) for file in attached] == [("log.txt", 3), ("räkning.pdf", 3)]
    assert not answers()


def test_a_refused_file_is_named_on_the_ticket_and_to_the_sender(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(files={"run.exe": b"MZ", "log.txt": b"one"}, message_id="<one@bergs.example>"))
    message = Message.objects.get(pk=mail.message_id)
    assert "run.exe" in message.text
    assert [file.name for file in message.attachments.all()] == ["log.txt"]
    (answer,) = answers()
    assert mail.was_answered
    assert answer.recipient == "karin@nordsoft.example"
    assert "run.exe" in answer.text
    assert "log.txt" not in answer.text
    assert answer.headers["Auto-Submitted"] == "auto-replied"
    assert mail.ticket is not None
    assert answer.subject == f"[#{mail.ticket.number}] {mail.ticket.subject}"
    assert answer.headers["In-Reply-To"] == "<one@bergs.example>"
    assert answer.headers["References"].endswith(" <one@bergs.example>")
    assert ticket_of_address(answer.headers["Reply-To"]) == mail.ticket.number


def test_the_answer_is_in_the_contacts_language(nordsoft: Cast) -> None:
    Contact.objects.filter(pk=nordsoft.karin.pk).update(language="en")
    take(nordsoft, letter(files={"run.exe": b"MZ"}))
    assert "Not all of its files could be taken" in answers()[0].text


def test_winmail_dat_is_refused_with_what_to_do(nordsoft: Cast) -> None:
    assert "winmail.dat" in said(nordsoft, files={"winmail.dat": b"TNEF"}).text
    assert len(answers()) == 1


def test_too_large_and_too_many_are_refused(nordsoft: Cast, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100
    message = said(nordsoft, files={"big.txt": b"x" * 101, **{f"{n}.txt": b"x" for n in range(12)}})
    assert message.attachments.count() == 10
    assert [name in message.text for name in ("big.txt", "9.txt", "10.txt", "11.txt")] == [True, False, True, True]


def test_a_long_name_keeps_its_ending(nordsoft: Cast) -> None:
    (file,) = said(nordsoft, files={"x" * 400 + ".pdf": b"two"}).attachments.all()
    assert file.name.endswith("x.pdf")


@pytest.mark.parametrize("headers", [{"auto_submitted": "auto-replied"}, {"sender": "maja@nordsoft.example"}])
def test_no_program_and_no_colleague_is_answered(nordsoft: Cast, headers: dict[str, str]) -> None:
    ours = new_message_id(make_ticket(nordsoft).number, "nordsoft.example")
    mail = take(nordsoft, letter(in_reply_to=ours, files={"run.exe": b"MZ"}, **headers))
    assert (mail.outcome, mail.was_answered, answers()) == ("noted", False, [])


def test_only_a_few_answers_an_hour(nordsoft: Cast) -> None:
    for number in range(MOST_ANSWERS + 1):
        take(nordsoft, letter(text=str(number), files={"run.exe": b"MZ"}))
    assert len(answers()) == MOST_ANSWERS
    take(nordsoft, letter(text="Later.", files={"run.exe": b"MZ"}), now=MONDAY + timedelta(minutes=61))
    assert len(answers()) == MOST_ANSWERS + 1


def test_a_stranger_is_answered_too(nordsoft: Cast) -> None:
    signed = reply_address("support@nordsoft.example", make_ticket(nordsoft).number)
    take(nordsoft, letter(sender=STRANGER, to=signed, files={"run.exe": b"MZ"}))
    assert answers()[0].recipient == "ida@nyab.example"


def test_a_picture_in_the_text_stays_in_the_text(nordsoft: Cast) -> None:
    message = Message.objects.get(
        pk=take(nordsoft, with_picture('<p>So: <img src="cid:one@x" alt="it"></p>')).message_id
    )
    assert "![it](window.png)" in message.text
    assert [file.name for file in message.attachments.all()] == ["window.png"]


def test_a_picture_that_the_quoted_part_alone_shows_is_not_attached_again(nordsoft: Cast) -> None:
    html = '<p>It works again now, thank you.</p><p>-- <br>Karin</p><p><img src="cid:one@x" alt="logo"></p>'
    message = Message.objects.get(pk=take(nordsoft, with_picture(html)).message_id)
    assert "logo" in message.quoted
    assert not message.attachments.exists()
    assert "](" not in message.quoted


def test_a_refused_picture_leaves_its_words(nordsoft: Cast, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100
    message = Message.objects.get(
        pk=take(nordsoft, with_picture('<p>So: <img src="cid:one@x" alt="it"></p>')).message_id
    )
    assert message.text.startswith("So: it")


def test_outlooks_plain_text_shows_its_pictures_too(nordsoft: Cast) -> None:
    raw = with_picture("This is how it looks:\n[cid:one@x]\n", kind="plain")
    message = Message.objects.get(pk=take(nordsoft, raw).message_id)
    assert message.text == "This is how it looks:\n![](window.png)"
    signed = with_picture("It works again.\n\n-- \nKarin\n[cid:one@x]\n", kind="plain")
    message = Message.objects.get(pk=take(nordsoft, signed).message_id)
    assert message.text == "It works again."
    assert not message.attachments.exists()


def test_a_picture_of_one_pixel_is_not_attached(nordsoft: Cast) -> None:
    raw = with_picture('<p>Read this. <img src="cid:one@x"></p>', picture=PNG[:60])
    message = Message.objects.get(pk=take(nordsoft, raw).message_id)
    assert (message.text, message.attachments.count()) == ("Read this.", 0)
