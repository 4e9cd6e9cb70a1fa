"""Mails to the customer about booked sessions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts import formats
from accounts.links import absolute_url
from outbox.services import queue_mail
from tickets.models import Booking


def tell_booking(booking: Booking, *, name: str, now: datetime) -> None:
    """Tell the contact that a session is booked, moved or cancelled (its status and version say which).

    `name` is that of the service in the contact's language.
    """
    _mail(booking, "tickets/booking", f"booking:{booking.pk}:{booking.version}", name, now)


def tell_result(booking: Booking, *, name: str, now: datetime) -> None:
    """Tell the contact that the result of a session can be read in the portal."""
    _mail(booking, "tickets/booking_result", f"booking:{booking.pk}:result", name, now)


def _mail(booking: Booking, template: str, key: str, name: str, now: datetime) -> None:
    contact, tenant = booking.contact, booking.tenant
    if not contact.email:
        return  # they read it in the portal
    language = contact.language or tenant.language
    with translation.override(language):
        zone = ZoneInfo(tenant.zone)
        day = formats.full_date(booking.starts_at, zone)
        end = formats.clock_time(booking.ends_at, zone)
        when = f"{day}, {formats.clock_time(booking.starts_at, zone)}–{end}"
    queue_mail(
        dedupe_key=key,
        recipient=contact.email,
        template=template,
        context={
            "booking": booking,
            "contact": contact,
            "name": name,
            "when": when,
            "is_cancelled": booking.status == Booking.Status.CANCELLED,
            "is_moved": booking.version > 1,
            "url": absolute_url(tenant, "portal:bookings"),
        },
        language=language,
        reply_to=tenant.sender or None,
        now=now,
    )
