"""Sessions with the log-in customer, and work logged against their quotas."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from contracts.models import Contract
from demo.tenants import Cast
from tickets.models import Booking, Ticket, TimeEntry

RESULT = {
    "sv": ("Servicegenomgång.txt", "Allt är i ordning. Två arbetsrutiner kan kortas; vi visar hur på nästa möte.\n"),
    "da": ("Servicetjek.txt", "Alt er i orden. To arbejdsgange kan forkortes; vi viser hvordan på næste møde.\n"),
}
NOTE = {"sv": "Gick igenom biträdesavtalet", "da": "Gennemgik databehandleraftalen"}
# Two hours a year are in the plan: more than the share at which is warned.
LOGGED = (70, 30)
Status = Booking.Status


def book_sessions(cast: Cast, *, now: datetime) -> None:
    """Make a service check whose result was sent, a sparring to come, and assistance on the latest ticket."""
    contact = cast.contacts[0]
    contract = Contract.objects.get(customer=contact.customer_id)
    zone = ZoneInfo(cast.tenant.zone)
    today = now.astimezone(zone).date()
    name, text = RESULT[cast.vendor.language]
    product = next(iter(cast.products.values()))
    for service, days, hour, minutes, status in (
        ("service_check", -20, 9, 180, Status.HELD),
        ("sparring", 9, 13, 60, Status.BOOKED),
    ):
        starts_at = datetime.combine(_weekday(today + timedelta(days=days)), time(hour), zone)
        booking = Booking(
            contract=contract,
            service=service,
            starts_at=starts_at,
            minutes=minutes,
            covered_minutes=minutes,
            year=starts_at.year,
            product=product,
            consultant=cast.consultants[0],
            contact=contact,
            status=status,
            booked_by=cast.agents[0],
            booked_at=min(now, starts_at) - timedelta(days=14),
        )
        if status == Status.HELD:
            booking.result_name = name
            booking.result_path = default_storage.save(f"{cast.tenant.pk}/{service}", ContentFile(text.encode()))
            booking.result_sent_at = booking.ends_at
        booking.save()
    _log(cast, Ticket.objects.filter(contract=contract).order_by("-opened_at")[0], today, now)


def _log(cast: Cast, ticket: Ticket, today: date, now: datetime) -> None:
    TimeEntry.objects.bulk_create(
        TimeEntry(
            ticket=ticket,
            membership=cast.consultants[0],
            day=today,
            minutes=minutes,
            note=NOTE[cast.vendor.language],
            kind=TimeEntry.Kind.COVERED,
            why=TimeEntry.Why.QUOTA,
            service="legal",
            logged_at=now,
        )
        for minutes in LOGGED
    )


def _weekday(day: date) -> date:
    """Give the day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
