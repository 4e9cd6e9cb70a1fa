"""What a mail becomes: a ticket, words on one, or a note."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from contracts.models import Contact
from inbox.models import InboundMail
from inbox.reading import Letter
from inbox.services.files import Files, files_of
from inbox.services.outcomes import Outcome
from inbox.services.senders import Sender
from inbox.services.strangers import contact_of_stranger
from inbox.services.taken import Taken
from inbox.services.whose import is_our_address
from sla.models import Severity
from tickets.mailed import Mailed
from tickets.models import Message, Ticket
from tickets.services.filing import file_ticket
from tickets.services.messages import add_note, customer_wrote
from tickets.services.watching import copy_to


def file(mail: InboundMail, letter: Letter, sender: Sender) -> Taken:
    """File a ticket, reported when the mail reached us. Severity is Normal: a mail cannot choose, an agent decides."""
    contact = sender.contacts[0] if sender.contacts else contact_of_stranger(letter, now=mail.received_at)
    files = files_of(letter)
    ticket = file_ticket(
        actor=None,
        customer=contact.customer,
        contact=contact,
        subject=letter.subject[:200] or _("(no subject)"),
        text=_text(letter, files.lines),
        severity=Severity.NORMAL,
        product=mail.mailbox.product,
        team=mail.mailbox.team,
        channel=Ticket.Channel.EMAIL,
        files=files.taken,
        mailed=_mailed(letter, contact),
        now=mail.received_at,
    )
    _watch(ticket, contact, letter, now=mail.received_at)
    return Taken(Outcome.FILED, ticket, Message.objects.filter(ticket=ticket).latest("pk"))


def add(ticket: Ticket, letter: Letter, sender: Sender, *, now: datetime) -> Taken:
    """Add the customer's words: they open a waiting or solved ticket again, and follow up a closed one."""
    contact = sender.contact_at(ticket)
    files = files_of(letter)
    current = customer_wrote(
        ticket=ticket,
        contact=contact,
        actor=None,
        text=_text(letter, files.lines),
        mailed=_mailed(letter, contact),
        channel=Ticket.Channel.EMAIL,
        files=files.taken,
        now=now,
    )
    _watch(current, contact, letter, now=now)
    return Taken(Outcome.ADDED, current, Message.objects.filter(ticket=current).latest("pk"))


def note(ticket: Ticket, letter: Letter, sender: Sender, *, now: datetime) -> Taken:
    """Add it where the desk alone sees it: an automatic answer, or a colleague's mail, which everybody could forge."""
    files: Files = files_of(letter)
    current = add_note(
        ticket=ticket,
        actor=None,
        text=_text(letter, files.lines),
        mailed=_mailed(letter),
        files=files.taken,
        now=now,
    )
    return Taken(Outcome.NOTED, current, Message.objects.filter(ticket=current).latest("pk"))


def _watch(ticket: Ticket, contact: Contact | None, letter: Letter, *, now: datetime) -> None:
    """Let those who got a copy be told of the answer as well; never one of our own addresses."""
    copies = [person.address for person in letter.cc if not is_our_address(person.address, ticket.tenant)]
    copy_to(ticket, [address for address in copies if address != letter.sender.address], actor=None, now=now)


def _text(letter: Letter, lines: Sequence[str]) -> str:
    said = letter.text.strip()
    if letter.is_encrypted:
        said = said or _("(The mail is encrypted and cannot be read here.)")
    meeting = letter.invitation
    if meeting is not None:
        when = " – ".join(part for part in (meeting.starts, meeting.ends) if part)
        what = ", ".join(part for part in (meeting.summary, when, meeting.place) if part)
        said += "\n\n" + _("Invitation: %(what)s") % {"what": what}
    if lines:
        said += "\n\n" + "\n".join(f"*{line}*" for line in lines)
    return said.strip() or _("(no text)")


def _mailed(letter: Letter, contact: Contact | None = None) -> Mailed:
    return Mailed(quoted=letter.folded, sender="" if contact else _name(letter), message_id=letter.message_id)


def _name(letter: Letter) -> str:
    name, address = letter.sender
    return f"{name} <{address}>" if name else address
