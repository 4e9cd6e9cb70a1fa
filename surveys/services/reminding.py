"""Reminds once, five days after the survey was sent, of those who want it and have not answered."""

from datetime import datetime

from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from sla.selectors import support_hours
from surveys import emails
from surveys.choices import settings_now
from surveys.models import Answer, Invitation
from surveys.services.sending import TOO_LATE, is_july
from surveys.tokens import same_token


def remind_all(*, now: datetime) -> None:
    """Remind for every tenant."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id):
            while remind_next(now=now):
                pass


@transaction.atomic
def remind_next(*, now: datetime) -> bool:
    """Claim one reminder that is due and send it with the same link, or let it be; False when none is due.

    Outside opening hours it waits for the next ones. What is let be is not sent later, as in July.
    """
    invitation = (
        Invitation.objects.filter(remind_at__lte=now)
        .select_related("ticket__customer", "ticket__product", "contact", "tenant")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("remind_at", "pk")
        .first()
    )
    if invitation is None:
        return False
    contact, token = invitation.contact, same_token(invitation)
    if contact is None or token is None or not _is_wanted(invitation, contact, now):
        invitation.remind_at = None
    elif not (hours := support_hours()).is_open(now):
        invitation.remind_at = hours.next_open(now)
    else:
        invitation.remind_at, invitation.reminded_at = None, now
        emails.remind(invitation, contact, token, now=now)
    invitation.save(update_fields=["remind_at", "reminded_at"])
    return True


def _is_wanted(invitation: Invitation, contact: Contact, now: datetime) -> bool:
    """Say whether the survey could still be sent to this person, and is not answered."""
    ticket = invitation.ticket
    if not contact.email or contact.no_surveys or contact.left_at is not None:
        return False
    if ticket.merged_into_id or ticket.resolved_at != invitation.resolved_at:
        return False
    if invitation.expires_at is None or invitation.remind_at is None or now > invitation.expires_at:
        return False
    if now - invitation.remind_at > TOO_LATE or is_july(invitation, now) or not settings_now().has_reminder:
        return False
    return not Answer.objects.filter(invitation=invitation).exists()
