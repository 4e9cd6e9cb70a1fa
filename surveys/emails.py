"""The survey's mails."""

from datetime import datetime

from django.utils import translation

from accounts.links import absolute_url
from accounts.mailwords.chosen import ChosenWords, OwnWords
from accounts.models import Membership
from contracts.models import Contact
from outbox.addresses import one_click
from outbox.models import OutboxMessage
from outbox.services import queue_mail, write_mail
from surveys.links import links
from surveys.models import FollowUp, Invitation
from surveys.words import INVITATION, MAIL, REMINDER, values_for
from tickets.emails.alerts import language_of
from tickets.emails.thread import in_thread


def invite(invitation: Invitation, contact: Contact, token: str, *, now: datetime) -> OwnWords | None:
    """Queue the invitation: eleven links that preselect a score, and a way to get no more. Gives the version of the
    tenant's own words that it has.
    """
    return _write(INVITATION, f"survey:{invitation.pk}", invitation, contact, token, now)


def remind(invitation: Invitation, contact: Contact, token: str, *, now: datetime) -> None:
    """Queue the reminder, once however often it is asked for."""
    _write(REMINDER, f"survey:{invitation.pk}:reminder", invitation, contact, token, now)


def _write(mail: str, key: str, invitation: Invitation, contact: Contact, token: str, now: datetime) -> OwnWords | None:
    language, found = invitation.language, links(invitation.tenant, token)
    words = ChosenWords.of([mail])
    with translation.override(language):
        context = words.letter(mail, values_for(invitation, link=str(found["url"])), language=language)
    queue_mail(
        dedupe_key=key,
        recipient=contact.email,
        template=MAIL,
        context=context | found,
        language=language,
        headers=one_click(str(found["opt_out"])),
        now=now,
        is_secret=True,
    )
    return words.version(mail, language)


def call_due(task: FollowUp, receiver: Membership, *, mailbox: str | None, now: datetime) -> OutboxMessage:
    """Write the reminder of a call that is due today, in the receiver's language and the ticket's thread; `mailbox`
    takes answers.
    """
    ticket, tenant = task.answer.invitation.ticket, receiver.tenant
    key = f"call:{task.pk}:{task.due_at.isoformat()}:{receiver.pk}"
    return write_mail(
        dedupe_key=key,
        recipient=receiver.user.email,
        template="surveys/call_due",
        context={
            "task": task,
            "ticket": ticket,
            "url": absolute_url(tenant, "surveys:follow_up", task.pk),
            "is_noted": bool(mailbox),
        },
        language=language_of(receiver),
        now=now,
        tenant=tenant,
        **in_thread(ticket, key, tenant, mailbox),
    )
