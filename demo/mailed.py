"""What came by mail in the demo: two tickets, an answer with a quote, a newsletter that was left, a mail come back."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import NamedTuple
from zlib import crc32

from contracts.models import Contact
from demo.tenants import Cast
from inbox.models import InboundMail
from inbox.services.handling import handle
from inbox.services.storing import Address, store
from outbox.models import OutboxMessage
from tickets.models import Mailbox, Ticket
from tickets.services.messages import reply
from tickets.threads import new_message_id

STRANGER = ("Ida Nyberg", "ida@nybergsel.example")


class Words(NamedTuple):
    """What is written, in the vendor's language."""

    subject: str
    question: str
    answer: str
    thanks: str
    wrote: str
    stranger_subject: str
    stranger: str
    offer: str


WORDS = {
    "sv": Words(
        "Rapporten skrivs ut utan logotyp",
        "Hej!\n\nSedan i måndags saknas vår logotyp på rapporten.\n\nVänliga hälsningar",
        "Hej! Lägg in logotypen på nytt under Företag, så följer den med igen.",
        "Tack, nu syns logotypen. Men den blev mycket liten, går det att ändra?",
        "{when} skrev {name}:",
        "Fråga om ert system",
        "Hej,\n\nvi har inget avtal med er än. Går det att flytta över våra kunder från ett annat system?\n\nIda",
        "Veckans erbjudanden för kontoret",
    ),
    "da": Words(
        "Rapporten udskrives uden logo",
        "Hej!\n\nSiden i mandags mangler vores logo på rapporten.\n\nVenlig hilsen",
        "Hej! Læg logoet ind igen under Firma, så følger det med.",
        "Tak, nu kan logoet ses. Men det blev meget lille, kan det ændres?",
        "{when} skrev {name}:",
        "Spørgsmål om jeres system",
        "Hej,\n\nvi har endnu ingen aftale med jer. Kan vores medarbejdere flyttes fra et andet system?\n\nIda",
        "Ugens tilbud til kontoret",
    ),
}


def take_mail(cast: Cast, *, now: datetime) -> None:
    """Let mails come in as any other. What is answered to them lies in the past: none is sent."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    words = WORDS[cast.vendor.language]
    box = Mailbox.objects.get(address=f"support@{cast.vendor.domain}")
    writers = [contact for contact in dict.fromkeys(cast.contacts) if contact.email]
    asked, gone = writers[4], writers[6]
    at = now - timedelta(hours=6)
    first = _take(box, _letter(asked, words.subject, words.question, at=at), now=at)
    ticket = first.ticket
    if ticket is None:
        raise RuntimeError("a customer's mail has become no ticket")
    at += timedelta(minutes=40)
    reply(ticket=ticket, actor=cast.agents[0], text=words.answer, now=at, then_wait=True)
    header = words.wrote.format(when=f"{at:%Y-%m-%d %H:%M}", name=f"{cast.vendor.name} <{box.address}>")
    quoted = "\n".join(f"> {line}" for line in words.answer.split("\n"))
    again = _letter(asked, f"Re: {words.subject}", f"{words.thanks}\n\n{header}\n{quoted}\n", at=at)
    again["In-Reply-To"] = new_message_id(ticket.number, cast.vendor.domain)
    _take(box, again, now=now - timedelta(hours=2))
    _take(box, _letter(STRANGER, words.stranger_subject, words.stranger, at=now), now=now - timedelta(hours=3))
    offer = _letter(("Kontorsvaror", "offers@kontor.example"), words.offer, words.offer, at=now)
    offer["List-Unsubscribe"] = "<https://kontor.example/unsubscribe>"
    _take(box, offer, now=now - timedelta(hours=1))
    _bounce(cast, box, gone, now=now - timedelta(minutes=50))
    OutboxMessage.objects.exclude(pk__in=before).delete()


def _letter(who: Contact | tuple[str, str], subject: str, text: str, *, at: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = formataddr((who.name, who.email) if isinstance(who, Contact) else who)
    mail["Subject"], mail["Date"] = subject, format_datetime(at)
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M}.{crc32(text.encode())}@mail.example>"
    mail.set_content(text)
    return mail


def _bounce(cast: Cast, box: Mailbox, gone: Contact, *, now: datetime) -> None:
    """Let an answer to this contact come back: the address is no longer there."""
    ticket = Ticket.objects.filter(contact=gone, merged_into=None).order_by("-pk").first()
    if ticket is None:
        return
    about = new_message_id(ticket.number, cast.vendor.domain)
    raw = f"""From: MAILER-DAEMON@mx.example
To: {box.address}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {gone.email}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

Message-ID: {about}

--b--
"""
    _take(box, raw.encode(), now=now, sender="")


def _take(box: Mailbox, mail: EmailMessage | bytes, *, now: datetime, sender: str | None = None) -> InboundMail:
    kept = store(
        address=Address(box.tenant.pk, box.pk),
        raw=mail if isinstance(mail, bytes) else mail.as_bytes(),
        source=InboundMail.Source.LMTP,
        recipient=box.address,
        envelope_from=sender,
        now=now,
    )
    handle(mail=kept, now=now)
    kept.refresh_from_db()
    return kept
