"""Lines of a bill in words and figures, in the active language."""

from datetime import date

from django.utils.translation import gettext as _

from accounts import formats
from accounts.months import add_months
from contracts.selectors.price_words import count_text, price_text, range_text
from tickets import bills
from tickets.bills import Line, Missing


def line_text(line: Line) -> str:
    """Say what a line is for."""
    if line.kind == bills.BASE:
        return _("%(plan)s: base price") % {"plan": line.plan}
    if line.kind == bills.PAYSLIPS:
        which = range_text(line.first or 0, line.last or 0)
        return _("%(plan)s: payslips %(range)s") % {"plan": line.plan, "range": which}
    if line.kind == bills.SESSION:
        return _("Session beyond the quota, %(day)s") % {"day": day_words(line.day)}
    return _("Work on ticket %(number)d, %(day)s") % {"number": line.ticket or 0, "day": day_words(line.day)}


def line_sum(line: Line) -> str:
    """Write a line's arithmetic: 350 × 4.04; nothing for a base price."""
    if line.kind == bills.BASE:
        return ""
    quantity = count_text(int(line.quantity)) if line.minutes is None else formats.duration(line.minutes * 60)
    return f"{quantity} × {price_text(line.unit_price)}"


def missing_text(missing: Missing, month: date) -> str:
    """Say what the bill of a month lacks."""
    if missing.what == "payslips":
        return _("The number of payslips in %(month)s is missing.") % {
            "month": formats.month_year(add_months(month, -1))
        }
    if missing.what == "price_list":
        values = {"plan": missing.plan, "currency": missing.currency}
        return _("%(plan)s has no price in %(currency)s.") % values
    if missing.ticket is None:
        return _("There is no price an hour for a session beyond the quota.")
    return _("There is no price an hour for the work on ticket %(number)d.") % {"number": missing.ticket or 0}


def day_words(day: date | None) -> str:
    """Write a local date with its year."""
    return formats.full_day(day) if day else ""
