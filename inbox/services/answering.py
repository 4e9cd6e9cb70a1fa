"""The one automatic answer: which files of a mail were refused, and why."""

from datetime import datetime

from django.utils import translation

from contracts.models import Contact
from inbox.models import InboundMail
from inbox.reading import Letter, Sort
from inbox.services.files import Files, files_of
from inbox.services.limits import may_be_answered
from outbox.addresses import named_address
from outbox.services import queue_mail
from tickets.models import Ticket
from tickets.threads import reply_address


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
    queue_mail(
        dedupe_key=f"inbox-refused:{mail.pk}",
        recipient=letter.sender.address,
        template="inbox/refused_files",
        context={"ticket": ticket, "lines": lines},
        language=language,
        sender=named_address(mail.mailbox.name or mail.tenant.name, mail.mailbox.address),
        reply_to=reply_address(mail.mailbox.address, ticket.number),
        headers={"Auto-Submitted": "auto-replied", **_thread(letter)},
        now=now,
    )
    return True


def _thread(letter: Letter) -> dict[str, str]:
    answered = letter.bracketed_id
    return {"In-Reply-To": answered, "References": answered} if answered else {}
