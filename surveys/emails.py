"""The survey's mails."""

from datetime import datetime

from django.utils import translation

from accounts.links import absolute_url
from accounts.models import Membership
from contracts.models import Contact
from outbox.addresses import BY_PERSON, one_click
from outbox.models import OutboxMessage
from outbox.services import queue_all, queue_mail, write_mail
from surveys.links import links
from surveys.models import FollowUp, FollowUpNote, Invitation
from surveys.words import INVITATION, REMINDER, values_for
from tickets.emails.alerts import language_of
from tickets.emails.postroom import envelope_of, mailboxes
from tickets.emails.thread import in_thread
from tickets.mailwords.chosen import ChosenWords
from tickets.models import MailWording


def invite(invitation: Invitation, contact: Contact, token: str, *, now: datetime) -> MailWording | None:
    """Queue the invitation: eleven links that preselect a score, and a way to get no more. Gives the version of the
    tenant's own words that it has.
    """
    return _write(INVITATION, "surveys/invitation", f"survey:{invitation.pk}", invitation, contact, token, now)


def remind(invitation: Invitation, contact: Contact, token: str, *, now: datetime) -> None:
    """Queue the reminder, once however often it is asked for."""
    _write(REMINDER, "surveys/reminder", f"survey:{invitation.pk}:reminder", invitation, contact, token, now)


def _write(
    mail: str, template: str, key: str, invitation: Invitation, contact: Contact, token: str, now: datetime
) -> MailWording | None:
    language, found = invitation.language, links(invitation.tenant, token)
    words = ChosenWords.of([mail])
    with translation.override(language):
        said = words.drawn(mail, values_for(invitation, link=str(found["url"])), language=language)
    queue_mail(
        dedupe_key=key,
        recipient=contact.email,
        template=template,
        context={"said": said, **found},
        language=language,
        headers=one_click(str(found["opt_out"])),
        now=now,
    )
    return words.version(mail, language)


def call_due(task: FollowUp, receiver: Membership, *, now: datetime) -> OutboxMessage:
    """Write the reminder of a call that is due today, in the receiver's language and the ticket's thread."""
    ticket, tenant = task.answer.invitation.ticket, receiver.tenant
    key = f"call:{task.pk}:{task.due_at.isoformat()}:{receiver.pk}"
    return write_mail(
        dedupe_key=key,
        recipient=receiver.user.email,
        template="surveys/call_due",
        context={"task": task, "ticket": ticket, "url": absolute_url(tenant, "surveys:follow_up", task.pk)},
        language=language_of(receiver),
        now=now,
        tenant=tenant,
        **in_thread(ticket, key, tenant),
    )


def close_loop(note: FollowUpNote, contact: Contact, author: Membership, *, now: datetime) -> None:
    """Queue what a manager writes to the contact after the call: in the ticket's thread, answers come to the ticket."""
    ticket, tenant = note.follow_up.answer.invitation.ticket, author.tenant
    key = f"call-letter:{note.pk}"
    mail = write_mail(
        dedupe_key=key,
        recipient=contact.email,
        template="surveys/close_loop",
        context={"ticket": ticket, "contact": contact, "said": note.text, "author": author.user.name},
        language=contact.language or tenant.language,
        now=now,
        tenant=tenant,
        auto=BY_PERSON,
        **envelope_of(ticket, key, mailboxes(), author=author.user.name).arguments(),
    )
    queue_all([mail])
