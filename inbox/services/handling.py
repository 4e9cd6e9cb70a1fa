"""Takes up a mail that is kept: it becomes a ticket, a message or a note, or is left with a reason. Once, for the mark
that it is done commits together with what was done.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import translation

from inbox.models import InboundMail
from inbox.reading import Letter, Sort, UnreadableError, read
from inbox.services import bouncing, taking_up
from inbox.services.limits import is_too_many
from inbox.services.outcomes import TAKEN_UP, Outcome
from inbox.services.senders import sender_of
from inbox.services.taken import Taken
from inbox.services.threading import find_ticket
from inbox.services.whose import is_our_own

State = InboundMail.State


@transaction.atomic
def handle(*, mail: InboundMail, now: datetime, by_hand: bool = False) -> Outcome:
    """Read a kept mail of the current tenant and do what it asks for.

    `by_hand`: somebody at the desk wants it taken up, so that it counts as a person's whatever it says of itself.

    Raises whatever the services raise; nothing is written then, and the mail stays as it was.
    """
    current = InboundMail.objects.for_update().select_related("mailbox__product", "mailbox__team").get(pk=mail.pk)
    if current.outcome in TAKEN_UP or (current.state != State.STORED and not by_hand):
        return Outcome(current.outcome)
    try:
        letter = read(bytes(current.raw), return_path=current.envelope_from)
    except UnreadableError as error:
        return _end(current, State.FAILED, Taken(Outcome.UNREADABLE), now=now, error=str(error))
    current.message_id = letter.message_id[:400]
    current.sender = letter.sender.address
    current.subject = letter.subject
    with translation.override(current.tenant.language):
        taken = _take(current, letter, now=now, by_hand=by_hand)
    return _end(current, State.DONE if taken.outcome in TAKEN_UP else State.LEFT, taken, now=now)


def _take(mail: InboundMail, letter: Letter, *, now: datetime, by_hand: bool) -> Taken:
    if letter.sort == Sort.BOUNCE:
        return bouncing.take(letter, now=now)
    for reason, holds in _reasons_to_leave(mail, letter).items():
        if holds() and not (by_hand and reason in _ANYWAY):
            return Taken(reason)
    sender = sender_of(letter)
    ticket = find_ticket(letter, mail.recipient, sender)
    if not by_hand and is_too_many(letter.sender.address, ticket, now=now):
        return Taken(Outcome.TOO_MANY, ticket)
    if letter.sort == Sort.AUTOMATIC and not by_hand:
        return taking_up.note(ticket, letter, sender, now=now) if ticket else Taken(Outcome.AUTOMATIC)
    if ticket is None:
        return taking_up.file(mail, letter, sender)
    if sender.member is not None and not sender.belongs_to(ticket):
        return taking_up.note(ticket, letter, sender, now=now)
    return taking_up.add(ticket, letter, sender, now=now)


# What somebody at the desk may take up all the same.
_ANYWAY = frozenset({Outcome.LIST})


def _reasons_to_leave(mail: InboundMail, letter: Letter) -> dict[Outcome, Callable[[], bool]]:
    return {
        Outcome.NOBODY: lambda: not letter.sender.address,
        Outcome.OWN: lambda: is_our_own(letter, mail.tenant),
        Outcome.LIST: lambda: letter.sort == Sort.LIST,
        Outcome.COPY: lambda: _came_before(mail),
    }


def _came_before(mail: InboundMail) -> bool:
    """Say whether the same message has been taken up from another of our addresses."""
    same = InboundMail.objects.filter(message_id=mail.message_id, sender=mail.sender, outcome__in=TAKEN_UP)
    return bool(mail.message_id) and same.exclude(pk=mail.pk).exists()


def _end(mail: InboundMail, state: str, taken: Taken, *, now: datetime, error: str = "") -> Outcome:
    mail.state, mail.outcome, mail.error, mail.handled_at = state, taken.outcome, error, now
    mail.ticket, mail.message = taken.ticket, taken.message
    mail.save()
    return taken.outcome
