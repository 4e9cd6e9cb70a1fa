"""How late a promise was, in opening hours by the domain: plain Python, nothing of the product is used here."""

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.reports.files.recount import Row, instant

# Hours of the weekdays from Monday on; closed days, and short ones with their hours, of winter and spring 2026.
SWEDEN = [[(8, 12), (13, 17)]] * 5 + [[], []]
DENMARK = [[(8.0, 16.0)]] * 4 + [[(8, 15.5)], [], []]
CLOSED = {
    "nordsoft": "12-24 12-25 12-26 12-31 01-01 01-06 04-03 04-06 05-01 05-14",
    "lonhuset": "12-24 12-25 12-26 12-31 01-01 04-02 04-03 04-06 05-14",
}
SHORT = {"nordsoft": "01-05 04-02 04-30 05-13", "lonhuset": ""}


def hours_of(slug: str, day: datetime) -> list[tuple[datetime, datetime]]:
    """Give the openings of a day, which is its midnight."""
    name, week = f"{day:%m-%d}", SWEDEN if slug == "nordsoft" else DENMARK
    hours = [] if name in CLOSED[slug] else [(8, 13)] if name in SHORT[slug] else week[day.weekday()]
    return [(day + timedelta(hours=opens), day + timedelta(hours=closes)) for opens, closes in hours]


def open_seconds(slug: str, since: datetime, until: datetime) -> int:
    """Count the seconds of opening hours between two instants in the tenant's zone."""
    total, day = 0.0, midnight(since)
    while day <= until:
        for opens, closes in hours_of(slug, day):
            total += max(0, min(closes, until).timestamp() - max(opens, since).timestamp())
        day += timedelta(days=1)
    return int(total)


def midnight(at: datetime) -> datetime:
    """Give the beginning of its day."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def target(row: Row, slug: str, zone: ZoneInfo) -> int:
    """Give a clock's target in open seconds; so many working days end when the last of them closes."""
    if row["Target, minutes"]:
        return round(60 * Fraction(row["Target, minutes"]))
    since = instant(row["Started at"]).replace(tzinfo=zone)
    day, left = midnight(since), int(row["Target, working days"])
    while left:
        day += timedelta(days=1)
        left -= bool(hours_of(slug, day))
    return open_seconds(slug, since, hours_of(slug, day)[-1][1])


def ended(row: Row, now: datetime, zone: ZoneInfo) -> datetime:
    """Give when a clock stopped, was paused, or now."""
    text = row["Stopped at"] or row["Paused since"]
    return instant(text).replace(tzinfo=zone) if text else now.astimezone(zone)


def over(row: Row, slug: str, now: datetime, zone: ZoneInfo) -> int:
    """Give the open seconds past the deadline: of a stopped clock what it used beyond its target."""
    if row["Stopped at"]:
        return max(round(60 * Fraction(row["Used, minutes"])) - target(row, slug, zone), 0)
    due, until = instant(row["Deadline"]).replace(tzinfo=zone), ended(row, now, zone)
    if row["Opening hours"] == "Round the clock":
        return max(int(until.timestamp() - due.timestamp()), 0)
    return open_seconds(slug, due, until)


def seconds_text(seconds: int) -> str:
    """Write seconds as hours and minutes, cut to the minute; under a minute as seconds."""
    hours, minutes = divmod(seconds // 60, 60)
    if 0 < seconds < 60:
        return f"{seconds} s"
    return f"{minutes} min" if not hours else f"{hours} h {minutes:02} min" if minutes else f"{hours} h"
