"""A mail of ours that somebody answers comes back quoted: only what they wrote is read, whichever program they use."""

from email.message import EmailMessage
from html import escape

import pytest

from inbox.reading import read
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Mailbox
from tickets.services.messages import reply

SAID = "Det fungerar nu, tack."


@pytest.fixture
def ours(nordsoft: Cast) -> OutboxMessage:
    Mailbox.objects.create(address="hjalp@nordsoft.example")
    ticket = make_ticket(nordsoft, text="The print window closes.\n\nEvery time.")
    reply(ticket=ticket, actor=nordsoft.agent, text="Try this:\n\n1. Restart\n2. Print", now=MONDAY)
    return OutboxMessage.objects.get()


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def gmail(ours: OutboxMessage) -> tuple[str, str]:
    said_by = f"Den mån 2 mars 2026 kl 09:00 skrev {ours.sender}:"
    html = (
        f'<div dir="ltr">{SAID}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"{escape(said_by)}<br></div><blockquote>{ours.html}</blockquote></div>"
    )
    return f"{SAID}\n\n{said_by}\n\n{quoted(ours.text)}\n", html


def outlook(ours: OutboxMessage) -> tuple[str, str]:
    head = [
        f"Från: {ours.sender}",
        "Skickat: den 2 mars 2026 09:00",
        f"Till: {ours.recipient}",
        f"Ämne: {ours.subject}",
    ]
    text = "\n".join([SAID, "", *head, "", ours.text])
    lines = "<br>".join(f"<b>{name}:</b>{escape(value)}" for name, _, value in (line.partition(":") for line in head))
    return text, f"<html><body><p>{SAID}</p><div><p>{lines}</p></div>{ours.html}</body></html>"


def apple(ours: OutboxMessage) -> tuple[str, str]:
    said_by = f"2 mars 2026 kl. 09:00 skrev {ours.sender}:"
    text = f"{said_by}\n\n{ours.text}"
    html = f'{SAID}<br><div><br><blockquote type="cite"><div>{escape(said_by)}</div><br>{ours.html}</blockquote></div>'
    return f"{SAID}\n\n{quoted(text)}\n", f"<html><body>{html}</body></html>"


def bare(ours: OutboxMessage) -> tuple[str, str]:
    """A program that quotes without a word of its own: our mark alone says where the answer ends."""
    return f"{SAID}\n\n{ours.text}", ""


PROGRAMS = [(program, part) for program in (gmail, outlook, apple) for part in ("text", "html")] + [(bare, "text")]


@pytest.mark.parametrize(("program", "part"), PROGRAMS)
def test_it_is_folded_whole(ours: OutboxMessage, program: object, part: str) -> None:
    text, html = program(ours)  # type: ignore[operator]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = ours.recipient, "hjalp@nordsoft.example", f"Re: {ours.subject}"
    mail["Message-ID"], mail["In-Reply-To"] = "<three@bergsbygg.example>", ours.message_id
    mail["References"] = f"{ours.headers['References']} {ours.message_id}"
    if part == "text":
        mail.set_content(text)
    else:
        mail.set_content(html, subtype="html")
    letter = read(mail.as_bytes())
    assert letter.text == SAID
    assert "Restart" in letter.folded
    assert ours.message_id.strip("<>") in letter.references
