"""Months on local dates: notice and renewal. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from accounts.months import add_months

ONE = timedelta(days=1)


def months_on(day: date, count: int) -> date:
    """Give the same day `count` months later (earlier where negative), or the last day of a month that lacks it."""
    month = add_months(day.replace(day=1), count)
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))


def renewed_last_day(last: date, months: int) -> date:
    """Give the last day of the period of so many months that begins the day after `last`."""
    return months_on(last + ONE, months) - ONE


def last_day_to_give_notice(last: date, notice_months: int) -> date:
    """Give the last day on which notice still ends a contract on `last`: so many months later is not after it."""
    day = months_on(last, -notice_months)
    while months_on(day + ONE, notice_months) <= last:
        day += ONE
    return day


def first_last_day(today: date, *, ends_on: date | None, renews_for: int | None, notice_months: int) -> date:
    """Give the earliest last day that notice given today leads to; `renews_for` None: it does not renew.

    A contract without last day ends when the notice period is over; one that renews at the end of the first period that
    is not over before; one that ends by itself no later than that.
    """
    earliest = months_on(today, notice_months)
    if ends_on is None:
        return earliest
    if renews_for is None:
        return min(earliest, ends_on)
    while ends_on < earliest:
        ends_on = renewed_last_day(ends_on, renews_for)
    return ends_on
