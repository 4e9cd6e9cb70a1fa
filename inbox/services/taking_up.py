"""What a mail becomes: a ticket, words on one, or a note."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from inbox.models import InboundMail
from inbox.reading import Forwarded, Letter, Sort
from inbox.services.answering import tell_refused
from inbox.services.copies import watch_by_copies
from inbox.services.files import Files, files_of
from inbox.services.limits import may_have_receipt
from inbox.services.outcomes import Outcome
from inbox.services.senders import Sender, sender_of
from inbox.services.strangers import contact_of_stranger
from inbox.services.taken import Taken
from sla.models import Severity
from tickets.mailed import Mailed
from tickets.models import Message, Ticket
from tickets.services.filing import file_ticket
from tickets.services.messages import add_note, customer_wrote


def file(mail: InboundMail, letter: Letter, sender: Sender, ours: AbstractSet[str]) -> Taken:
    """File a ticket, reported when the mail reached us. Severity is Normal: a mail cannot choose, an agent decides."""
    contact = sender.contacts[0] if sender.contacts else contact_of_stranger(letter)
    files = files_of(letter)
    ticket = file_ticket(
        actor=None,
        customer=contact.customer,
        contact=contact,
        subject=letter.subject[:200] or _("(no subject)"),
        text=_text(letter, files),
        severity=Severity.NORMAL,
        product=mail.mailbox.product,
        team=mail.mailbox.team,
        channel=Ticket.Channel.EMAIL,
        files=files.taken,
        mailed=_mailed(letter, files),
        receipt=_may_have_receipt(mail, letter),
        now=mail.received_at,
    )
    if not letter.doubt:
        watch_by_copies(ticket, letter, ours, now=mail.received_at)
    was_answered = tell_refused(mail, letter, ticket, contact, files, now=mail.received_at)
    return Taken(Outcome.FILED, ticket, _newest(ticket), was_answered)


def file_forwarded(mail: InboundMail, letter: Letter, original: Forwarded, member: Membership) -> Taken:
    """File a ticket for whoever wrote the mail that a colleague has sent on; what the colleague wrote is a note.

    Nobody is sent a receipt: a colleague's name can be forged, too.
    """
    person = replace(letter, sender=original.sender)
    sender = sender_of(person)
    contact = sender.contacts[0] if sender.contacts else contact_of_stranger(person)
    files = files_of(letter)
    told = _text(replace(letter, text=original.text), files)
    ticket = file_ticket(
        actor=None,
        customer=contact.customer,
        contact=contact,
        subject=original.subject[:200] or _("(no subject)"),
        text=told,
        severity=Severity.NORMAL,
        product=mail.mailbox.product,
        team=mail.mailbox.team,
        channel=Ticket.Channel.EMAIL,
        files=files.taken,
        mailed=Mailed(message_id=letter.bracketed_id, doubt=letter.doubt),
        now=mail.received_at,
    )
    message = _newest(ticket)
    above = _("Forwarded by %(name)s.") % {"name": member.user.name}
    author = member if letter.is_confirmed else None
    note = f"{above}\n\n{original.above}".strip()
    mailed = Mailed(sender=_name(letter), doubt=letter.doubt)
    ticket = add_note(ticket=ticket, actor=author, text=note, mailed=mailed, now=mail.received_at)
    return Taken(Outcome.FILED, ticket, message)


def add(
    mail: InboundMail, ticket: Ticket, letter: Letter, sender: Sender, ours: AbstractSet[str] | None, *, now: datetime
) -> Taken:
    """Add the customer's words: they open a waiting or solved ticket again, and follow up a closed one.

    Whoever answers a mail of the ticket may write on it; one who is no contact of the customer is shown by address.
    `ours` None: the Cc are not let watch, because nothing proves that the writer knows the ticket.
    """
    contact = sender.contact_at(ticket)
    files = files_of(letter)
    current = customer_wrote(
        ticket=ticket,
        contact=contact,
        actor=None,
        text=_text(letter, files),
        mailed=_mailed(letter, files, contact),
        channel=Ticket.Channel.EMAIL,
        files=files.taken,
        receipt=_may_have_receipt(mail, letter),
        now=now,
    )
    if ours is not None and contact is not None and not letter.doubt:
        watch_by_copies(current, letter, ours, now=now)
    was_answered = tell_refused(mail, letter, current, contact, files, now=now)
    return Taken(Outcome.ADDED, current, _newest(current), was_answered)


def note(ticket: Ticket, letter: Letter, *, now: datetime, author: Membership | None = None) -> Taken:
    """Add it where the desk alone sees it: an automatic answer, or a colleague's mail, which everybody could forge.

    `author`: the colleague, where a mail server that is trusted has confirmed them.
    """
    files = files_of(letter)
    current = add_note(
        ticket=ticket.merged_into or ticket,
        actor=author,
        text=_text(letter, files),
        mailed=_mailed(letter, files),
        files=files.taken,
        now=now,
    )
    return Taken(Outcome.NOTED, current, _newest(current))


def _may_have_receipt(mail: InboundMail, letter: Letter) -> bool:
    """Whoever may not have written it is not answered by a program."""
    return letter.sort == Sort.PERSON and not letter.doubt and may_have_receipt(mail)


def _newest(ticket: Ticket) -> Message:
    return Message.objects.filter(ticket=ticket).latest("pk")


def _text(letter: Letter, files: Files) -> str:
    parts = [files.without_missing(letter.text).strip()]
    if letter.is_encrypted and not parts[0]:
        parts = [_("(The mail is encrypted and cannot be read here.)")]
    meeting = letter.invitation
    if meeting is not None:
        when = " – ".join(part for part in (meeting.starts, meeting.ends) if part)
        what = ", ".join(part for part in (meeting.summary, when, meeting.place) if part)
        parts.append(_("Invitation: %(what)s") % {"what": what})
    parts.append(_lines(files.lines))
    return "\n\n".join(part for part in parts if part) or _("(no text)")


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _mailed(letter: Letter, files: Files, contact: Contact | None = None) -> Mailed:
    return Mailed(
        quoted=files.without_missing(letter.folded),
        sender="" if contact else _name(letter),
        message_id=letter.bracketed_id,
        doubt=letter.doubt,
    )


def _name(letter: Letter) -> str:
    name, address = letter.sender
    return f"{name} <{address}>" if name else address
