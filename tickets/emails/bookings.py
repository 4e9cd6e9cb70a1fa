"""Mails to the customer about booked sessions."""

from datetime import datetime

from django.utils import translation

from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.values import reader_values
from outbox.services import queue_mail
from tickets.emails.thread import answers_to
from tickets.mailwords.sessions import when_text
from tickets.models import Booking


def tell_booking(booking: Booking, *, name: str, now: datetime) -> None:
    """Tell the contact that a session is booked, moved or cancelled (its status and version say which).

    `name` is that of the service in the contact's language.
    """
    if booking.status == Booking.Status.CANCELLED:
        mail = "session_cancelled"
    else:
        mail = "session_moved" if booking.version > 1 else "session_booked"
    _mail(booking, mail, f"booking:{booking.pk}:{booking.version}", name, now)


def tell_result(booking: Booking, *, name: str, now: datetime) -> None:
    """Tell the contact that the result of a session can be read in the portal."""
    _mail(booking, "session_result", f"booking:{booking.pk}:result", name, now)


def _mail(booking: Booking, mail: str, key: str, name: str, now: datetime) -> None:
    contact, tenant = booking.contact, booking.tenant
    if not contact.email:
        return  # they read it in the portal
    language = contact.language or tenant.language
    with translation.override(language):
        link = absolute_url(tenant, "portal:bookings") if contact.membership_id else ""
        values = reader_values(tenant, contact.name, link=link) | {
            "session.name": name,
            "session.when": when_text(booking.starts_at, booking.ends_at, tenant),
            "session.product": booking.product.name if booking.product else "",
            "consultant.name": booking.consultant.user.name,
            "file.name": booking.result_name,
        }
        context = ChosenWords.of([mail]).letter(mail, values, language=language)
    queue_mail(
        dedupe_key=key,
        recipient=contact.email,
        template=LETTER,
        context=context,
        language=language,
        reply_to=answers_to(tenant),
        now=now,
    )
