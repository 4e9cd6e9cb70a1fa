"""A mail of ours that could not be delivered: tied to its message, the contact marked, the desk told."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.services.bounced import mark_bounced
from inbox.models import InboundMail
from inbox.reading import Bounce, Letter
from inbox.services.limits import is_too_many
from inbox.services.outcomes import Outcome
from inbox.services.taken import Taken
from outbox.models import OutboxMessage
from tickets.mailed import Mailed
from tickets.models import Message, Notification, Ticket
from tickets.services.alerts import mail_bounced
from tickets.services.messages import add_note
from tickets.services.notifying import notify, team_of
from tickets.threads import ticket_of_message_id


def take(mail: InboundMail, letter: Letter, *, now: datetime) -> Taken:
    """Take a delivery report. Believed of mails that we have sent alone: anybody can write a report.

    A delay that is not the end changes nothing; the report is kept with its ticket.
    """
    bounce = letter.bounce
    if bounce is None or not (bounce.message_id or bounce.thread):
        return Taken(Outcome.AUTOMATIC)
    sent = OutboxMessage.objects.filter(message_id=f"<{bounce.message_id}>").first()
    ticket = _ticket(bounce)
    if sent is None and ticket is None:
        return Taken(Outcome.AUTOMATIC)
    address = sent.recipient if sent else bounce.recipient if _is_contacts(ticket, bounce.recipient) else ""
    if not bounce.is_final:
        return Taken(Outcome.BOUNCED, ticket)
    if address:
        mark_bounced(address=address, reason=bounce.reason or bounce.status, now=now)
    if sent:
        mail_bounced(message_id=sent.message_id, reason=bounce.reason or bounce.status, now=now)
    if ticket is None:
        return Taken(Outcome.BOUNCED)
    if is_too_many(mail, ticket):
        return Taken(Outcome.TOO_MANY, ticket)
    return Taken(Outcome.BOUNCED, *_tell(ticket, bounce, address, now=now))


def _ticket(bounce: Bounce) -> Ticket | None:
    """Give the ticket that the mail was about, by its signed Message-ID, else by the thread's, which is signed as well;
    a merged one's words land in the other.
    """
    signed = (ticket_of_message_id(key) for key in (bounce.message_id, *bounce.thread))
    number = next((number for number in signed if number), None)
    found = Ticket.objects.select_related("contact", "merged_into").filter(number=number).first() if number else None
    return found.merged_into or found if found else None


def _is_contacts(ticket: Ticket | None, address: str) -> bool:
    return bool(ticket and ticket.contact and ticket.contact.email.lower() == address)


def _tell(ticket: Ticket, bounce: Bounce, address: str, *, now: datetime) -> tuple[Ticket, Message]:
    """Note it on the ticket, which tells the assignee; where nobody has it, the team is told."""
    values = {"address": address or bounce.recipient, "reason": bounce.reason or bounce.status}
    text = _("Our mail to %(address)s could not be delivered: %(reason)s") % values
    current = add_note(ticket=ticket, actor=None, text=text, mailed=Mailed(sender=_("Mail server")), now=now)
    if current.assignee_id is None:
        notify(Notification.Kind.WRITTEN, ticket=current, receivers=team_of(current), now=now)
    return current, Message.objects.filter(ticket=current).latest("pk")
