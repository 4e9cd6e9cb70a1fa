"""Takes up a mail that is kept: it becomes a ticket, a message or a note, or is left with a reason. Once, for the mark
that it is done commits together with what was done.
"""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.services.bounced import take_back_bounced
from inbox.models import InboundMail
from inbox.reading import Letter, Sort, UnreadableError, read
from inbox.services import bouncing, taking_up
from inbox.services.limits import is_too_many
from inbox.services.one_at_a_time import one_at_a_time
from inbox.services.outcomes import CAN_BE_TAKEN_UP, TAKEN_UP, Outcome
from inbox.services.senders import Sender, sender_of
from inbox.services.taken import Taken
from inbox.services.threading import answers_an_unread_mail, find_ticket
from inbox.services.unwanted import is_unwanted
from inbox.services.whose import is_our_own, our_addresses
from tickets.models import Ticket

State = InboundMail.State


class TooEarlyError(Exception):
    """The mail answers one that is still to be read: its ticket is not there yet."""


@transaction.atomic
def handle(*, mail: InboundMail, now: datetime) -> Outcome:
    """Read a kept mail of the current tenant and do what it asks for; what has an outcome already keeps it.

    Raises TooEarlyError, and whatever the services raise; nothing is written then, and the mail stays as it was.
    """
    current = _locked(mail)
    return _handle(current, now=now, by_hand=False) if current.state == State.STORED else Outcome(current.outcome)


@transaction.atomic
def take_up(*, mail: InboundMail, actor: Membership, now: datetime) -> Outcome:
    """Take up a mail that a rule has left: somebody at the desk says that it counts, whatever it says of itself.

    ValidationError where there is nothing to take up, or the mail itself is kept no longer.
    """
    current = _locked(mail)
    if current.state != State.LEFT or current.outcome not in CAN_BE_TAKEN_UP:
        raise ValidationError(_("This mail cannot be taken up."), code="state")
    if not current.has_raw:
        raise ValidationError(_("The mail itself is no longer kept."), code="gone")
    current.asked_by = actor
    return _handle(current, now=now, by_hand=True)


def _locked(mail: InboundMail) -> InboundMail:
    with_all = InboundMail.objects.select_related("tenant", "mailbox__product", "mailbox__team")
    return with_all.select_for_update(of=("self",)).get(pk=mail.pk)


def _handle(mail: InboundMail, *, now: datetime, by_hand: bool) -> Outcome:
    ours, trusted = our_addresses(mail.tenant), settings.MAIL_AUTH_SERVERS
    try:
        letter = read(bytes(mail.raw), return_path=mail.envelope_from, trusted=trusted, ours=ours)
    except UnreadableError as error:
        return _end(mail, State.FAILED, Taken(Outcome.UNREADABLE), now=now, error=str(error))
    mail.mail_id, mail.sender, mail.subject = letter.message_id[:400], letter.sender.address, letter.subject
    one_at_a_time()
    with translation.override(mail.tenant.language):
        taken = _take(mail, letter, ours, now=now, by_hand=by_hand)
    return _end(mail, State.DONE if taken.outcome in TAKEN_UP else State.LEFT, taken, now=now)


def _take(mail: InboundMail, letter: Letter, ours: frozenset[str], *, now: datetime, by_hand: bool) -> Taken:
    if is_our_own(letter, ours):
        return Taken(Outcome.OWN)
    if _came_before(mail):
        return Taken(Outcome.COPY)
    if by_hand:
        return _written(mail, letter, ours, now=now)
    match letter.sort:
        case Sort.BOUNCE:
            return bouncing.take(mail, letter, now=now)
        case Sort.LIST:
            return Taken(Outcome.LIST)
        case Sort.AUTOMATIC:
            return _automatic(mail, letter, now=now)
    return _written(mail, letter, ours, now=now, is_limited=True) if letter.sender.address else Taken(Outcome.NOBODY)


def _written(
    mail: InboundMail, letter: Letter, ours: frozenset[str], *, now: datetime, is_limited: bool = False
) -> Taken:
    """Take up what somebody has written; agents are believed nothing, for everybody can write their name."""
    sender = sender_of(letter)
    ticket, is_proven = find_ticket(letter, mail.recipient, sender)
    if is_limited and (reason := _why_left(mail, letter, sender, ticket, is_proven=is_proven)):
        return Taken(reason, ticket)
    if ticket is None and answers_an_unread_mail(letter, mail):
        raise TooEarlyError
    if not letter.doubt:
        take_back_bounced(sender.contacts)
    if ticket is None and sender.member is not None and letter.forwarded is not None:
        return taking_up.file_forwarded(mail, letter, letter.forwarded, sender.member)
    if ticket is None:
        return taking_up.file(mail, letter, sender, ours)
    if _is_for_the_desk_alone(ticket, letter, sender):
        return taking_up.note(ticket, letter, author=sender.member if letter.is_confirmed else None, now=now)
    return taking_up.add(mail, ticket, letter, sender, ours if is_proven else None, now=now)


def _is_for_the_desk_alone(ticket: Ticket, letter: Letter, sender: Sender) -> bool:
    """Say whether it becomes a note: a colleague's mail, and one that somebody else may have written in a customer's
    name on a ticket that is done, which must not open again by it.
    """
    if letter.doubt and not (ticket.merged_into or ticket).is_open:
        return True
    return sender.member is not None and not sender.belongs_to(ticket)


def _why_left(
    mail: InboundMail, letter: Letter, sender: Sender, ticket: Ticket | None, *, is_proven: bool
) -> Outcome | None:
    """Say why a mail is not taken up by itself; None where it is. What answers a mail of ours is no spam, whatever a
    server says, but on the ticket of a spammer.
    """
    if is_unwanted(sender, now=mail.received_at):
        return Outcome.UNWANTED
    if (letter.is_spam and not is_proven) or (ticket and ticket.kind == Ticket.Kind.SPAM):
        return Outcome.SPAM
    return Outcome.TOO_MANY if is_too_many(mail, ticket, is_doubted=bool(letter.doubt)) else None


def _automatic(mail: InboundMail, letter: Letter, *, now: datetime) -> Taken:
    """Note an out-of-office answer on its ticket. It changes no status and no clock, and is answered by nobody."""
    sender = sender_of(letter)
    ticket, is_proven = find_ticket(letter, mail.recipient, sender)
    if reason := _why_left(mail, letter, sender, ticket, is_proven=is_proven):
        return Taken(reason, ticket)
    return taking_up.note(ticket, letter, now=now) if ticket else Taken(Outcome.AUTOMATIC)


def _came_before(mail: InboundMail) -> bool:
    """Say whether the same message has been taken up from another of our addresses."""
    same = InboundMail.objects.filter(mail_id=mail.mail_id, sender=mail.sender, outcome__in=TAKEN_UP)
    return bool(mail.mail_id) and same.exclude(pk=mail.pk).exists()


def _end(mail: InboundMail, state: str, taken: Taken, *, now: datetime, error: str = "") -> Outcome:
    mail.state, mail.outcome, mail.error, mail.handled_at = state, taken.outcome, error, now
    mail.ticket, mail.message, mail.was_answered = taken.ticket, taken.message, taken.was_answered
    kept = {field.name for field in mail._meta.concrete_fields} - {"id", "tenant", "raw", "has_raw"}
    mail.save(update_fields=kept)
    return taken.outcome
