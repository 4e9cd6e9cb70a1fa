"""Whether support is open, and what the next days are like, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import QuerySet, Subquery
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from accounts.tenancy.context import require_tenant_id
from accounts.tenancy.prepared import Prepared
from sla.calendars import compiled
from sla.engine import BusinessCalendar, DayPlan
from sla.engine.reasons import ALSO_CLOSED, EXCEPTION, HOLIDAY, SHORT_DAY
from sla.models import CalendarVersion, PolicyVersion

KEEP_SECONDS = 60
DAYS_AHEAD = 7
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class DayLine:
    """One day: its name, its hours ("08–12 and 13–17", or closed) and why they differ from the week's, if they do."""

    day: str
    hours: str
    why: str


@dataclass(frozen=True)
class HoursNow:
    """The support function's hours as they stand.

    `closes_at` is the end of the day's last opening (None: closed now, or never closes); `opens_at` the next opening
    (None: open). `days` are today, tomorrow, and whatever differs from the week in the next seven days.
    """

    is_open: bool
    text: str
    closes_at: datetime | None
    opens_at: datetime | None
    days: tuple[DayLine, ...]


def _support(_shape: None) -> QuerySet[CalendarVersion]:
    policy = PolicyVersion.objects.filter(policy__is_default=True).order_by("-number").values("calendar")[:1]
    return CalendarVersion.objects.filter(calendar=Subquery(policy)).order_by("-number")[:1]


_SUPPORT = Prepared(_support)


def support_calendar() -> BusinessCalendar | None:
    """Give the calendar of the tenant's default policy, looked up once a minute; None for a tenant without policy."""
    key = f"support-calendar:{require_tenant_id()}"
    kept: tuple[int, dict[str, object]] | None = cache.get(key)
    if kept is None:
        version = _SUPPORT.first()
        if version is None:
            return None
        kept = (version.pk, version.definition)
        cache.set(key, kept, KEEP_SECONDS)
    return compiled(CalendarVersion(pk=kept[0], definition=kept[1]))


def hours_now(calendar: BusinessCalendar, now: datetime, zone: ZoneInfo) -> HoursNow:
    """Say in the active language whether `calendar` is open at `now`, read on the clocks of `zone`."""
    today = now.astimezone(zone).date()
    lines = tuple(_lines(calendar, today, zone))
    opens, closes = calendar.current_or_next_opening(now)
    if opens > now:
        return HoursNow(False, _closed_text(_spans(calendar, today, zone), now, opens, zone), None, opens, lines)
    if closes - now > timedelta(days=DAYS_AHEAD):
        return HoursNow(True, _("Open round the clock"), None, None, lines)
    later = [span for span in _spans(calendar, today, zone) if span[0] > closes]
    last = later[-1][1] if later else closes
    text = _("Open until %(time)s") % {"time": formats.clock_time(last, zone)}
    if later:
        text = _("%(open)s · lunch %(hours)s") % {"open": text, "hours": _range((closes, later[0][0]), zone)}
    return HoursNow(True, text, last, None, lines)


def _closed_text(today: list[Span], now: datetime, opens: datetime, zone: ZoneInfo) -> str:
    time_text = formats.clock_time(opens, zone)
    there, here = opens.astimezone(zone).date(), now.astimezone(zone).date()
    if there == here and today and today[0][0] < now:
        return _("Closed for lunch · opens %(time)s") % {"time": time_text}
    if there == here:
        return _("Closed · opens %(time)s") % {"time": time_text}
    near = (there - here).days <= 6
    day = str(WEEKDAYS[there.weekday()]) if near else formats.long_date(opens, zone)
    return _("Closed · opens %(day)s %(time)s") % {"day": day, "time": time_text}


def _lines(calendar: BusinessCalendar, today: date, zone: ZoneInfo) -> Iterator[DayLine]:
    for ahead in range(DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        why = day_reason(calendar.day(day))
        if ahead < 2 or why:
            yield DayLine(_day_name(day, ahead, zone), _hours(_spans(calendar, day, zone), zone), why)


def _day_name(day: date, ahead: int, zone: ZoneInfo) -> str:
    if ahead < 2:
        return pgettext("opening hours", "Tomorrow") if ahead else pgettext("opening hours", "Today")
    text = formats.long_date(datetime.combine(day, time(12), zone), zone)
    return text[:1].upper() + text[1:]


def day_reason(plan: DayPlan) -> str:
    """Say why a day's hours differ from the week's; nothing on an ordinary day or weekend."""
    if plan.reason is None:
        return ""
    if plan.reason.code == SHORT_DAY:
        return _("the day before %(holiday)s") % {"holiday": plan.reason.detail}
    return plan.reason.detail if plan.reason.code in (HOLIDAY, ALSO_CLOSED, EXCEPTION) else ""


def day_hours(calendar: BusinessCalendar, day: date) -> str:
    """Say a local date's hours in the calendar's own zone: 08–12 and 13–17, or closed."""
    zone = ZoneInfo(calendar.definition.zone)
    return _hours(_spans(calendar, day, zone), zone)


def _spans(calendar: BusinessCalendar, day: date, zone: ZoneInfo) -> list[Span]:
    """Give the openings inside one local day."""
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    found = calendar.spans_at(int(start.timestamp()), int(end.timestamp()))
    return [(datetime.fromtimestamp(a, zone), datetime.fromtimestamp(b, zone)) for a, b in found]


def _hours(spans: list[Span], zone: ZoneInfo) -> str:
    if not spans:
        return pgettext("opening hours", "closed")
    text = _range(spans[0], zone)
    for span in spans[1:]:
        text = _("%(hours)s and %(more)s") % {"hours": text, "more": _range(span, zone)}
    return text


def _range(span: Span, zone: ZoneInfo) -> str:
    """Write 12–13 where both are whole hours, else 8.00–15.30; midnight at the end is 24."""
    whole = all(instant.minute == 0 for instant in span)
    start, end = (formats.clock_time(instant, zone) for instant in span)
    if whole:
        start, end = start[:-3], end[:-3]
    if span[1].time() == time():
        end = f"24{end.lstrip('0')}"
    return f"{start}–{end}"
