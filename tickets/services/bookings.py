"""Sessions with customers are booked, moved, held and cancelled, and take from the plan's quotas."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.scanned import kept_name
from contracts.models import Contact, Contract, PlanService, Product
from contracts.selectors import local_day
from tickets.emails import bookings as emails
from tickets.models import Booking
from tickets.services.attachments import Upload, check_files
from tickets.services.quotas import share_of, warn

Status = Booking.Status
# The longest that the agreement gives in one go (domain: Contracts and plans), in minutes.
LONGEST = {PlanService.Code.SERVICE_CHECK.value: 4 * 60, PlanService.Code.SPARRING.value: 60}
LONGEST_OF_ALL = 8 * 60
AHEAD = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Slot:
    """When a session is, and with whom."""

    starts_at: datetime
    minutes: int
    consultant: Membership
    contact: Contact
    product: Product | None = None
    notes: str = ""


@transaction.atomic
def book(*, contract: Contract, service: str, slot: Slot, actor: Membership, now: datetime) -> Booking:
    """Book a session under a quota of the contract's plan, and tell the contact by mail.

    It takes from the quota of the local year of its beginning as soon as it is booked. ValidationError by field: it
    lies in the past or too far ahead, is longer than the service gives, the contract does not hold on that day, the
    contact is not the customer's, the plan has no such quota, or the customer was not told of an overrun before.
    """
    year = _check(contract, service, slot, now)
    share = share_of(contract, service, year=year, minutes=slot.minutes)
    booking = Booking.objects.create(
        contract=contract,
        service=service,
        year=year,
        covered_minutes=share.covered,
        booked_by=actor,
        booked_at=now,
        **vars(slot),
    )
    emails.tell_booking(booking, name=_name(booking), now=now)
    warn(contract, service, year, actor=actor, now=now)
    return booking


@transaction.atomic
def move(*, booking: Booking, slot: Slot, actor: Membership, now: datetime) -> Booking:
    """Give a booked session another time, length or people, and tell the contact where it is another for them.

    ValidationError as for `book`, and for one that is not booked any more.
    """
    kept = _booked(booking)
    year = _check(kept.contract, kept.service, slot, now)
    _take_again(kept, year=year, minutes=slot.minutes)
    before = (kept.starts_at, kept.minutes, kept.consultant_id, kept.contact_id)
    for name, value in vars(slot).items():
        setattr(kept, name, value)
    is_other = before != (kept.starts_at, kept.minutes, kept.consultant_id, kept.contact_id)
    kept.year, kept.version = year, kept.version + is_other
    kept.save()
    if is_other:
        emails.tell_booking(kept, name=_name(kept), now=now)
    warn(kept.contract, kept.service, year, actor=actor, now=now)
    return kept


@transaction.atomic
def hold(*, booking: Booking, minutes: int, notes: str, actor: Membership, now: datetime) -> Booking:
    """Record that a session was held, how long it took and what came of it. ValidationError by field."""
    kept = _booked(booking)
    if kept.starts_at > now:
        raise ValidationError(_("The session lies ahead."), code="status")
    _check_length(kept.service, minutes)
    _take_again(kept, year=kept.year, minutes=minutes)
    kept.minutes, kept.notes, kept.status = minutes, notes, Status.HELD
    kept.save()
    warn(kept.contract, kept.service, kept.year, actor=actor, now=now)
    return kept


@transaction.atomic
def cancel(*, booking: Booking, actor: Membership, now: datetime) -> Booking:
    """Cancel a booked session: the quota has it again, and the contact is told."""
    kept = _booked(booking)
    kept.status, kept.version = Status.CANCELLED, kept.version + 1
    kept.save(update_fields=["status", "version"])
    emails.tell_booking(kept, name=_name(kept), now=now)
    return kept


@transaction.atomic
def miss(*, booking: Booking, actor: Membership, now: datetime) -> Booking:
    """Record that the customer did not come: it counts as used, since the time was kept for them."""
    kept = _booked(booking)
    if kept.starts_at > now:
        raise ValidationError(_("The session lies ahead."), code="status")
    kept.status = Status.NO_SHOW
    kept.save(update_fields=["status"])
    return kept


@transaction.atomic
def send_result(*, booking: Booking, file: Upload, actor: Membership, now: datetime) -> Booking:
    """Keep the result document of a held session and tell the contact that it is in the portal; once. With a virus
    scanner they are told when it has passed (services/scanning.py).

    Kept under a random name outside the web root, as attachments are. ValidationError for one not held, one sent
    before, and a file that is not accepted.
    """
    kept = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if kept.status != Status.HELD:
        raise ValidationError(_("Only a session that was held has a result."), code="status")
    if kept.result_path and kept.held != Booking.Held.INFECTED:
        raise ValidationError(_("The result is sent already."), code="sent")
    check_files([file])
    kept.result_name = kept_name(file.name)
    kept.result_path = default_storage.save(f"{kept.tenant_id}/{secrets.token_hex(16)}", file)
    kept.result_sent_at = now
    kept.hold(now)
    kept.save()
    if not kept.held:
        tell_result(kept, now=now)
    return kept


def tell_result(booking: Booking, *, now: datetime) -> None:
    """Tell the contact that the result can be read; once."""
    emails.tell_result(booking, name=_name(booking), now=now)


def _booked(booking: Booking) -> Booking:
    kept = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if kept.status != Status.BOOKED:
        raise ValidationError(_("The session is not booked any more."), code="status")
    return kept


def _take_again(kept: Booking, *, year: int, minutes: int) -> None:
    """Take from the quota of a year as if the session had taken nothing yet."""
    Booking.objects.filter(pk=kept.pk).update(status=Status.CANCELLED)  # what it takes is free while it is counted
    share = share_of(kept.contract, kept.service, year=year, minutes=minutes)
    kept.covered_minutes = share.covered


def _check(contract: Contract, service: str, slot: Slot, now: datetime) -> int:
    """Give the local year of the session; ValidationError by field."""
    if slot.starts_at < now:
        raise ValidationError({"starts_at": _("The time lies in the past.")}, code="starts_at")
    if slot.starts_at > now + AHEAD:
        raise ValidationError({"starts_at": _("The time is too far ahead.")}, code="starts_at")
    day = local_day(contract.tenant, slot.starts_at)
    if not contract.holds_on(day):
        raise ValidationError({"starts_at": _("The contract is not in force on that day.")}, code="contract")
    if slot.contact.customer_id != contract.customer_id:
        raise ValidationError({"contact": _("The contact belongs to another customer.")}, code="contact")
    _check_length(service, slot.minutes)
    return day.year


def _check_length(service: str, minutes: int) -> None:
    longest = LONGEST.get(service, LONGEST_OF_ALL)
    if not 0 < minutes <= longest:
        raise ValidationError({"minutes": _("From 1 to %(most)d minutes.") % {"most": longest}}, code="minutes")


def _name(booking: Booking) -> str:
    """Give the service's name in the contact's language."""
    service = booking.contract.plan_version.services.filter(code=booking.service).first()
    with translation.override(booking.contact.language or booking.tenant.language):
        return service.name if service else booking.service
