"""When a notification may be mailed: quiet hours, days off and the time of the summary. Pure: settings and instants."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from tickets.models.notification import NotificationChoice, Way

_A_DAY = timedelta(days=1)


def mail_time(choice: NotificationChoice, kind: str, *, now: datetime, zone: tzinfo, urgent: bool) -> datetime | None:
    """Give when this kind is mailed, None for not at all. What is urgent (Critical) waits for nothing."""
    way = choice.way(kind)
    if way not in (Way.NOW, Way.DIGEST):
        return None
    if urgent:
        return now
    at = now if way == Way.NOW else digest_time(choice, now=now, zone=zone)
    return quiet_end(choice, at=at, zone=zone)


def digest_time(choice: NotificationChoice, *, now: datetime, zone: tzinfo) -> datetime:
    """Give the next summary after `now`: the full hour, or the time of day in `zone`."""
    there = now.astimezone(zone)
    if choice.digest == NotificationChoice.Digest.HOURLY:
        return (there.replace(minute=0, second=0, microsecond=0).astimezone(UTC)) + timedelta(hours=1)
    at = _after(now, there, choice.digest_at, zone)
    return at if at > now else _instant(there + _A_DAY, choice.digest_at, zone)


def quiet_end(choice: NotificationChoice, *, at: datetime, zone: tzinfo) -> datetime:
    """Give `at`, or the end of the quiet time that it falls in; a day off lasts from midnight to midnight in `zone`."""
    while True:
        there = at.astimezone(zone)
        if there.weekday() in choice.days_off and len(choice.days_off) < 7:
            at = _instant(there + _A_DAY, time(0), zone)
        elif (end := _window_end(choice, at, zone)) is not None:
            at = end
        else:
            return at


def _window_end(choice: NotificationChoice, at: datetime, zone: tzinfo) -> datetime | None:
    start, until = choice.quiet_from, choice.quiet_until
    if start is None or until is None or start == until:
        return None
    there = at.astimezone(zone)
    clock = there.time()
    if start < until:
        return _after(at, there, until, zone) if start <= clock < until else None
    if clock >= start:
        return _instant(there + _A_DAY, until, zone)
    return _after(at, there, until, zone) if clock < until else None


def _after(at: datetime, day: datetime, clock: time, zone: tzinfo) -> datetime:
    """Give that time of the day; where the clock is set back it comes twice, and the one after `at` is meant."""
    first = _instant(day, clock, zone)
    return first if first > at else _instant(day, clock.replace(fold=1), zone)


def _instant(day: datetime, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day.date(), clock, tzinfo=zone).astimezone(UTC)
