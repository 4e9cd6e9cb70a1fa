"""Booked sessions, as the desk and the portal list them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from accounts import formats
from accounts.models import Membership, Role
from accounts.tables.of_rows import some_at_once
from contracts.models import Contact, PlanService
from tickets.models import Booking
from tickets.selectors.customers import visible_customers

SHOWN = 100
Status = Booking.Status


@dataclass(frozen=True)
class BookingRow:
    """One session, every text ready; `billable` is what is beyond the quota, empty where nothing is."""

    pk: int
    name: str
    customer: str
    customer_pk: int
    when: str
    length: str
    billable: str
    consultant: str
    contact: str
    product: str
    status: str
    is_booked: bool
    has_passed: bool
    notes: str
    result: str
    result_held: str
    awaits_result: bool


@dataclass(frozen=True)
class Bookings:
    """What comes, the next first, and what was, the latest first."""

    coming: list[BookingRow]
    past: list[BookingRow]


def visible_bookings(member: Membership) -> QuerySet[Booking]:
    """Give the sessions a member of the desk may see: a consultant's own, and those of customers they see."""
    found = Booking.objects.all()
    if member.role != Role.CONSULTANT:
        return found
    return found.filter(Q(consultant=member) | Q(contract__customer__in=visible_customers(member)))


def bookings_of(contact: Contact) -> QuerySet[Booking]:
    """Give the sessions a contact may see: their own, and company-wide all of the company's."""
    found = Booking.objects.filter(contract__customer=contact.customer_id)
    return found if contact.is_company_wide else found.filter(contact=contact)


def listed(bookings: QuerySet[Booking], *, now: datetime, zone: ZoneInfo) -> Bookings:
    """Give them in words. At most three queries."""
    related = ("contract__customer", "consultant__user", "contact", "product")
    full = bookings.select_related(*related)
    coming = list(full.filter(status=Status.BOOKED).order_by("starts_at", "pk")[:SHOWN])
    past = list(full.exclude(status=Status.BOOKED).order_by("-starts_at", "-pk")[:SHOWN])
    names = service_names([*coming, *past])
    return Bookings(
        coming=[booking_row(one, names, now=now, zone=zone) for one in coming],
        past=[booking_row(one, names, now=now, zone=zone) for one in past],
    )


def service_names(bookings: Iterable[Booking]) -> dict[tuple[int, str], str]:
    """Give the services' names in the active language, by plan version and code. One query, none for no session."""
    versions = {booking.contract.plan_version_id for booking in bookings}
    if not versions:
        return {}
    return {(one.version_id, one.code): one.name for one in PlanService.objects.filter(version__in=versions)}


def named_bookings(found: QuerySet[Booking]) -> Iterator[tuple[Booking, str]]:
    """Give sessions, the latest first, each with its service's name; some at once, and none is kept."""
    related = found.select_related("contract__customer", "contract__plan", "consultant__user", "contact", "product")
    for chunk in some_at_once(related.order_by("-starts_at", "-pk")):
        names = service_names(chunk)
        yield from ((booking, _name(booking, names)) for booking in chunk)


def _name(booking: Booking, names: dict[tuple[int, str], str]) -> str:
    known = {code.value: str(code.label) for code in PlanService.Code}
    return names.get((booking.contract.plan_version_id, booking.service)) or known.get(booking.service, booking.service)


def booking_row(booking: Booking, names: dict[tuple[int, str], str], *, now: datetime, zone: ZoneInfo) -> BookingRow:
    """Give one of them in words; its contract, people and product are loaded."""
    name = _name(booking, names)
    times = f"{formats.clock_time(booking.starts_at, zone)}–{formats.clock_time(booking.ends_at, zone)}"
    billable = booking.billable_minutes
    return BookingRow(
        pk=booking.pk,
        name=name,
        customer=booking.contract.customer.name,
        customer_pk=booking.contract.customer_id,
        when=f"{formats.full_date(booking.starts_at, zone)}, {times}",
        length=formats.duration(booking.minutes * 60),
        billable=formats.duration(billable * 60) if billable else "",
        consultant=booking.consultant.user.name,
        contact=booking.contact.name,
        product=booking.product.name if booking.product else "",
        status=str(booking.get_status_display()),
        is_booked=booking.status == Status.BOOKED,
        has_passed=booking.starts_at <= now,
        notes=booking.notes,
        result=booking.result_name,
        result_held=booking.held_words,
        awaits_result=booking.status == Status.HELD
        and (not booking.result_path or booking.held == Booking.Held.INFECTED),
    )
