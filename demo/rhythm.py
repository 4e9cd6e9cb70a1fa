"""When people write to support: on working days, in the morning, on Mondays, less in the summer."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sla.engine import BusinessCalendar

_WEEKDAY = (1.35, 1.1, 1.0, 0.95, 0.85, 0.05, 0.05)
_MONTH = {1: 1.15, 6: 0.9, 7: 0.5, 8: 0.95, 12: 0.85}
_HOUR = {6: 1, 7: 4, 8: 12, 9: 16, 10: 14, 11: 11, 12: 5, 13: 12, 14: 11, 15: 8, 16: 5, 17: 2, 19: 1, 21: 1}


def report_times(count: int, *, calendar: BusinessCalendar, now: datetime, dice: Random) -> list[datetime]:
    """Give so many instants of the last twelve months, in order, in whole seconds."""
    zone = ZoneInfo(calendar.definition.zone)
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(365, -1, -1)]
    weights = [_weight(day, calendar, zone) for day in days]
    hours, hour_weights = list(_HOUR), list(_HOUR.values())
    times: list[datetime] = []
    while len(times) < count:
        day = dice.choices(days, weights)[0]
        hour = dice.choices(hours, hour_weights)[0]
        local = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), zone)
        if local < now:
            times.append(local.astimezone(UTC))
    return sorted(times)


def _weight(day: date, calendar: BusinessCalendar, zone: ZoneInfo) -> float:
    noon = datetime.combine(day, time(10, 30), zone)
    is_open = calendar.is_open(noon)
    return (_WEEKDAY[day.weekday()] if is_open else 0.05) * _MONTH.get(day.month, 1.0)
