"""What is sent with the text of the composer: the draft's pictures, and the changes of its macros."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from accounts.models import Membership
from tickets.models import Ticket
from tickets.selectors.composer import chosen_macros
from tickets.services.attachments import Upload
from tickets.services.drafts import sending
from tickets.services.macros import apply_macro

Send = Callable[[list[Upload]], Ticket]


@transaction.atomic
def sent_with(
    posted: QueryDict, *, ticket: Ticket, actor: Membership, kind: str, text: str, now: datetime, send: Send
) -> Ticket:
    """Send with the draft's pictures, forget the draft, and make the changes of the macros that were inserted.

    The button pressed counts before a macro's status. Errors are those of `send` and of the changes: nothing is sent.
    """
    macros = chosen_macros(actor, posted.getlist("macro"))
    revision = revision_of(posted)
    with sending(ticket=ticket, actor=actor, kind=kind, text=text, revision=revision) as pictures:
        ticket = send(pictures)
    with_status = posted.get("then") != "wait"
    try:
        for macro in macros:
            ticket = apply_macro(ticket=ticket, macro=macro, actor=actor, now=now, with_status=with_status)
    except ValidationError as error:
        # Its fields are not those of the composer: what is wrong is said above the text.
        raise ValidationError(error.messages, code="macro") from error
    return ticket


def revision_of(posted: QueryDict) -> int:
    """Give the draft's revision that the form started from; 0 where it is missing or made up."""
    text = posted.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
