"""Sends planned invitations whose time has come, or records why not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from contracts.models import Contact
from contracts.selectors.contacts import same_person
from sla.selectors import support_hours
from surveys import emails
from surveys.choices import settings_now
from surveys.models import Invitation, SurveySettings
from surveys.services.planning import tests_among
from surveys.services.rounds import in_every_tenant, kept_apart, until_none_is_due
from surveys.tokens import new_token, token_hash

Reason = Invitation.Reason
BETWEEN_SURVEYS = timedelta(days=90)
VALID_FOR = timedelta(days=30)
REMIND_AFTER = timedelta(days=5)
# An invitation that could not go out for so long (the worker stood still) comes too late to mean anything.
TOO_LATE = timedelta(days=14)
JULY = 7


def send_all(*, now: datetime) -> None:
    """Send for every tenant."""
    in_every_tenant(lambda _tenant: until_none_is_due(lambda failed: send_next(now=now, failed=failed)))


@transaction.atomic
def send_next(*, now: datetime, failed: set[int] | None = None) -> bool:
    """Claim one planned invitation that is due and send it, or record why not; False when none is due.

    Outside opening hours it waits for the next ones. One that fails goes into `failed`, where it is given, and waits
    for the next round.
    """
    invitation = (
        Invitation.objects.filter(state=Invitation.State.PLANNED, send_at__lte=now)
        .exclude(pk__in=failed or ())
        .select_related("ticket__customer", "ticket__product", "contact", "tenant")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("send_at", "pk")
        .first()
    )
    if invitation is None:
        return False
    with kept_apart(invitation.pk, failed):
        _send_or_not(invitation, now)
    return True


def _send_or_not(invitation: Invitation, now: datetime) -> None:
    hours, chosen = support_hours(), settings_now()
    reason = reason_not_to_send(invitation, chosen, now)
    if not reason and not hours.is_open(now):  # the worker stood still, or the calendar changed meanwhile
        invitation.send_at = hours.next_open(now)
        invitation.save(update_fields=["send_at"])
    elif reason:
        invitation.state, invitation.reason = Invitation.State.NOT_SENT, reason
        invitation.save(update_fields=["state", "reason"])
    else:
        _send(invitation, now, remind_at=hours.next_open(now + REMIND_AFTER) if chosen.has_reminder else None)


def reason_not_to_send(invitation: Invitation, chosen: SurveySettings, now: datetime) -> str:
    """Give the recorded reason, or nothing where it may go out (domain: The survey).

    Locks every contact with the address: two tickets of one person cannot both be asked about.
    """
    everyone = _locked(invitation.contact)
    contact = next((each for each in everyone if each.pk == invitation.contact_id), None)
    if contact is None or not contact.email:
        return Reason.NO_ADDRESS
    if contact.left_at is not None:
        return Reason.LEFT
    if any(each.no_surveys for each in everyone):
        return Reason.OPTED_OUT
    if invitation.ticket.merged_into_id:
        return Reason.MERGED
    if tests_among([invitation.ticket], chosen):
        return Reason.TEST
    if invitation.ticket.resolved_at != invitation.resolved_at:
        return Reason.REOPENED
    if now - invitation.send_at > TOO_LATE:
        return Reason.TOO_OLD
    if is_july(invitation, now):
        return Reason.JULY
    recent = Invitation.objects.filter(contact__email__iexact=contact.email, sent_at__gt=now - BETWEEN_SURVEYS)
    return Reason.RECENT if recent.exists() else ""


def _locked(contact: Contact | None) -> list[Contact]:
    return list(same_person(contact).select_for_update(of=("self",)).order_by("pk")) if contact else []


def is_july(invitation: Invitation, now: datetime) -> bool:
    """Say whether it is July where the tenant is."""
    return now.astimezone(ZoneInfo(invitation.tenant.zone)).month == JULY


def _send(invitation: Invitation, now: datetime, *, remind_at: datetime | None) -> None:
    token = new_token(invitation)
    contact = invitation.contact
    if contact is None:
        raise AssertionError("reason_not_to_send lets nobody without contact pass")
    invitation.token_hash = token_hash(token)
    invitation.language = contact.language or invitation.tenant.language
    invitation.state = Invitation.State.SENT
    invitation.sent_at = now
    invitation.expires_at = now + VALID_FOR
    invitation.remind_at = remind_at
    own = emails.invite(invitation, contact, token, now=now)
    invitation.wording_id = own.pk if own else None
    invitation.save()
