"""The one automatic answer: which files of a mail were refused, and why."""

from datetime import datetime

from django.utils import translation

from accounts.mailwords.values import bullets
from contracts.models import Contact
from inbox.models import InboundMail
from inbox.reading import Letter, Sort
from inbox.services.files import Files, files_of
from inbox.services.limits import may_be_answered
from outbox.addresses import ANSWERING
from outbox.services import queue_all
from tickets.emails.postroom import Postroom, Telling
from tickets.emails.receivers import Receiver
from tickets.models import Message, Ticket

REFUSED = "refused_files"


def tell_refused(
    mail: InboundMail, letter: Letter, ticket: Ticket, contact: Contact | None, files: Files, *, now: datetime
) -> bool:
    """Tell the sender, in their language, which files did not arrive; say whether they were told.

    Once for each mail, a few times an hour, and people alone: no list, no program, no report (RFC 3834), and nobody who
    may not have written it.
    """
    if not files.lines or letter.sort != Sort.PERSON or letter.doubt or not letter.sender.address:
        return False
    if not may_be_answered(mail):
        return False
    language = (contact.language if contact else "") or mail.tenant.language
    with translation.override(language):
        lines = files_of(letter).lines
    telling = Telling(REFUSED, f"inbox-refused:{mail.pk}", {"files": bullets(lines)}, auto=ANSWERING)
    receiver = Receiver(str(contact.pk) if contact else "sender", letter.sender.address, language, contact)
    answered = Message(kind=Message.Kind.CUSTOMER, mail_id=letter.bracketed_id)
    room = Postroom.of([REFUSED], earlier={ticket.pk: [answered]})
    queue_all([room.write(ticket, receiver, telling, now=now)])
    return True
