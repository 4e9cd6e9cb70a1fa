"""Reminds once, five days after the survey was sent, of those who want it and have not answered."""

from datetime import datetime

from django.db import transaction

from contracts.selectors.contacts import wants_no_surveys
from sla.selectors import support_hours
from surveys import emails
from surveys.choices import settings_now
from surveys.models import Answer, Invitation
from surveys.services.rounds import in_every_tenant, kept_apart, until_none_is_due
from surveys.services.sending import TOO_LATE, is_july
from surveys.tokens import same_token

LetBe = Invitation.LetBe


def remind_all(*, now: datetime) -> None:
    """Remind for every tenant."""
    in_every_tenant(lambda _tenant: until_none_is_due(lambda failed: remind_next(now=now, failed=failed)))


@transaction.atomic
def remind_next(*, now: datetime, failed: set[int] | None = None) -> bool:
    """Claim a due reminder and send it with the same link, or record why it is let be; False when none is due.

    Outside opening hours it waits for the next ones. What is let be is not sent later, as in July. One that fails
    goes into `failed`, where it is given, and waits for the next round.
    """
    invitation = (
        Invitation.objects.filter(remind_at__lte=now)
        .exclude(pk__in=failed or ())
        .select_related("ticket__customer", "ticket__product", "contact", "tenant")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("remind_at", "pk")
        .first()
    )
    if invitation is None:
        return False
    with kept_apart(invitation.pk, failed):
        _remind_or_not(invitation, now)
    return True


def _remind_or_not(invitation: Invitation, now: datetime) -> None:
    contact, token = invitation.contact, same_token(invitation)
    reason = _reason(invitation, now) or ("" if token else LetBe.NO_LINK)
    if reason or contact is None or token is None:
        invitation.remind_at, invitation.not_reminded = None, reason
    elif not (hours := support_hours()).is_open(now):
        invitation.remind_at = hours.next_open(now)
    else:
        invitation.remind_at, invitation.reminded_at = None, now
        emails.remind(invitation, contact, token, now=now)
    invitation.save(update_fields=["remind_at", "reminded_at", "not_reminded"])


def _reason(invitation: Invitation, now: datetime) -> str:
    """Give why it is let be, or nothing where it is not answered and could still be sent to this person."""
    ticket, contact = invitation.ticket, invitation.contact
    if Answer.objects.filter(invitation=invitation).exists():
        return LetBe.ANSWERED
    if contact is None or not contact.email:
        return LetBe.NO_ADDRESS
    if wants_no_surveys(contact):
        return LetBe.OPTED_OUT
    if contact.left_at is not None:
        return LetBe.LEFT
    if ticket.merged_into_id:
        return LetBe.MERGED
    if ticket.resolved_at != invitation.resolved_at:
        return LetBe.REOPENED
    if not settings_now().has_reminder:
        return LetBe.UNWANTED
    if is_july(invitation, now):
        return LetBe.JULY
    return LetBe.TOO_OLD if _is_late(invitation, now) else ""


def _is_late(invitation: Invitation, now: datetime) -> bool:
    if invitation.expires_at is None or invitation.remind_at is None:
        return True
    return now > invitation.expires_at or now - invitation.remind_at > TOO_LATE
