import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from embedded.mailsink import MailSink


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mail") as sink:
        yield sink


def send(sink: MailSink, recipient: str = "agent@nordsoft.example", subject: str = "Ärendet är löst") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "support@nordsoft.example", recipient, subject
    message.set_content("Hej!")
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as client:
        client.send_message(message)


def test_keeps_each_message_as_a_file_oldest_first(sink: MailSink) -> None:
    send(sink, subject="Första")
    send(sink, recipient="../odd/name@lonhuset.example", subject="Anden")
    assert [message["Subject"] for message in sink.messages()] == ["Första", "Anden"]
    first, second = sorted(sink.folder.iterdir())
    assert first.name.endswith("-agent@nordsoft.example.eml")
    assert second.name.endswith("-.._odd_name@lonhuset.example.eml")
    sink.clear()
    assert sink.messages() == []


@pytest.mark.parametrize(("at", "error"), [("RCPT", smtplib.SMTPRecipientsRefused), ("DATA", smtplib.SMTPDataError)])
@pytest.mark.parametrize("reply", ["550 no such mailbox", "451 try later"])
def test_refuses_and_defers_on_request(sink: MailSink, at: str, error: type[Exception], reply: str) -> None:
    sink.refuse(reply, at=at)
    with pytest.raises(error, match=reply[:3]):
        send(sink)
    assert sink.messages() == []
    sink.accept()
    send(sink)
    assert len(sink.messages()) == 1


def test_a_taken_port_is_an_error(sink: MailSink, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        MailSink(tmp_path, sink.port).start()
