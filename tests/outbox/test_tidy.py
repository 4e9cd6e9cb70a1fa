"""A mail as it goes out, looked at line by line."""

from email import message_from_bytes
from email.policy import default

import pytest

from outbox.models import OutboxMessage
from outbox.smtp import compose
from tests.cast import MONDAY, Cast

LONG_ADDRESS = f"<https://support.example.com/nordsoft/portal/stop/{'x' * 120}/>"
IDS = [f"<{number}.abcdefghijklmnop.abcdefghijklmnop@support.a-long-name.example>" for number in range(7)]


def raw(subject: str, **headers: str) -> bytes:
    mail = OutboxMessage(
        subject=subject,
        text="Hälsningar\n-- \nMaja",
        html=f"<p>{'lång rad ' * 200}</p>",
        sender="Maja Åkerlund (Nordsoft) <support@nordsoft.example>",
        recipient="karin@bergsbygg.example",
        message_id="<1.2.3@nordsoft.example>",
        queued_at=MONDAY,
        headers=headers,
    )
    written: bytes = compose(mail).message().as_bytes(linesep="\r\n")
    return written


SUBJECTS = [
    "[#1042] Fakturor går inte att skriva ut på den nya skrivaren i Göteborg sedan uppdateringen i måndags",
    "[#1042] " + "x" * 300,
    "🧾 " * 60 + "kvitton",
    "[#1042] \u202eعربي עברית שלום " * 5,
    "Plain and short",
    "word " * 70,
    "Å" * 190,
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_line_is_empty_or_too_long_and_the_subject_is_what_it_was(nordsoft: Cast, subject: str) -> None:
    written = raw(subject, **{"List-Unsubscribe": LONG_ADDRESS, "References": " ".join(IDS), "In-Reply-To": IDS[-1]})
    lines = written.split(b"\r\n")
    head = lines[: lines.index(b"")]
    assert not [line for line in head if line.rstrip().endswith(b":") or not line.strip()]
    assert max(map(len, lines)) <= 998
    assert not [line for line in head if len(line) > 78 and line.count(b" ") != 1]  # none breaks inside an address
    read = message_from_bytes(written, policy=default)
    assert read["Subject"] == subject.strip() or read["Subject"] == subject
    assert read["References"].split() == IDS
    assert read["List-Unsubscribe"] == LONG_ADDRESS


def test_text_and_html_are_seven_bits_and_whole(nordsoft: Cast) -> None:
    written = raw("Hej")
    assert written.isascii()
    read = message_from_bytes(written, policy=default)
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().split("\r\n") == ["Hälsningar", "-- ", "Maja"]
    assert html.get_content().count("lång rad") == 200
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert read["From"].addresses[0].display_name == "Maja Åkerlund (Nordsoft)"
