"""How far the board of today looks: until the support function closes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from sla.engine import BusinessCalendar

HOUR = timedelta(hours=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Window:
    """From now to closing, both included. `openings` are the support function's inside it, in UTC."""

    now: datetime
    closes: datetime
    openings: tuple[Span, ...]

    def hours(self, zone: tzinfo) -> Iterator[datetime]:
        """Give the full hours, by the clocks of `zone`, in which the support function is open."""
        last = None
        for opens, closes in self.openings:
            hour = hour_of(opens, zone)
            while hour < closes:
                if hour != last:  # two openings may share an hour
                    yield hour
                last, hour = hour, hour + HOUR


def window_of(calendar: BusinessCalendar | None, *, now: datetime, zone: tzinfo) -> Window:
    """Look until today's last closing; where nothing is left of today, until that of the next day that opens.

    An opening past midnight ends at midnight, and so does a day without calendar.
    """
    if calendar is None:
        return Window(now, _day(now, zone)[1], ())
    opens, _closes = calendar.current_or_next_opening(now)
    start, end = _day(max(opens, now), zone)
    spans = calendar.spans_at(int(max(start, now).timestamp()), int(end.timestamp()))
    openings = tuple((datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC)) for a, b in spans)
    return Window(now, openings[-1][1], openings)


def hour_of(instant: datetime, zone: tzinfo) -> datetime:
    """Give the beginning of the hour on the clocks of `zone`, in UTC, so that a repeated hour counts twice."""
    return instant.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _day(instant: datetime, zone: tzinfo) -> Span:
    day = instant.astimezone(zone).date()
    ends = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    start, end = ends
    return start, end
