"""Important dates as iCalendar (RFC 5545): whole days are dates without zone, instants are in UTC."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from accounts.links import absolute_url
from accounts.models import Tenant
from contracts.models import Notice
from contracts.notices.selectors import product_names
from contracts.texts import words_of

PRODUCT_ID = "-//supportdesk//important dates//EN"
# How often a program may ask again.
ASK_AGAIN = timedelta(hours=12)


def to_ics(notices: Iterable[Notice], *, tenant: Tenant, language: str, name: str) -> bytes:
    """Write important dates as a calendar; the same rows give the same bytes.

    A date keeps its UID for ever, SEQUENCE counts its changes; one that was withdrawn stands as cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for notice in notices:
        calendar.add_component(_event(notice, tenant, language))
    written: bytes = calendar.to_ical()
    return written


def changed_at(notices: Sequence[Notice]) -> datetime | None:
    """Give when the latest of them was changed, in whole seconds; None without any."""
    latest = max((notice.updated_at for notice in notices), default=None)
    return latest.replace(microsecond=0) if latest else None


def _event(notice: Notice, tenant: Tenant, language: str) -> Event:
    event = Event()
    event.add("uid", f"{notice.uid}@{tenant.slug}")
    # The instant of the last change and not of this answer: nothing else would be the same twice.
    event.add("dtstamp", notice.updated_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", notice.updated_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", notice.revision)
    if notice.on_day is not None:
        event.add("dtstart", notice.on_day)
        event.add("dtend", notice.on_day + timedelta(days=1))  # exclusive
    elif notice.starts_at is not None:
        event.add("dtstart", notice.starts_at.astimezone(UTC))
    event.add("summary", words_of(notice, "title", language, tenant.language).text)
    event.add("description", words_of(notice, "text", language, tenant.language).text)
    event.add("url", absolute_url(tenant, "portal:notices:notice", notice.pk))
    if names := product_names(notice):
        event.add("categories", names)
    event.add("status", "CANCELLED" if notice.status == Notice.Status.WITHDRAWN else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
