"""What a dashboard's address asks for: a month, a clock, how much of a list."""

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from django.http import Http404

from accounts.months import month_of
from accounts.requests import MemberRequest
from sla.models import Metric

_MONTH = re.compile(r"(?!0000)(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def asked_month(request: MemberRequest, months: list[date], *, now: datetime, zone: tzinfo) -> date:
    """Give the month of `?month=2026-05`, or the one with figures nearest to it; the latest where none is asked for.

    Without any month with figures it is the present one. Http404 for what is no month.
    """
    text = request.GET.get("month", "")
    latest = months[-1] if months else month_of(now, zone)
    if not text:
        return latest
    found = _MONTH.fullmatch(text)
    if found is None:
        raise Http404
    asked = date(int(found[1]), int(found[2]), 1)
    return min(months, key=lambda month: abs((month - asked).days), default=latest)


def asked_metric(request: MemberRequest) -> Metric:
    """Give the clock of `?clock=start`, which is the default; Http404 for an unknown one."""
    try:
        return Metric(request.GET.get("clock", Metric.START))
    except ValueError:
        raise Http404 from None


def wants_all(request: MemberRequest) -> bool:
    """Say whether the whole list is asked for (`?list=all`); Http404 for another word."""
    text = request.GET.get("list", "")
    if text not in ("", "all"):
        raise Http404
    return text == "all"


def asked_word(request: MemberRequest, name: str, words: Iterable[str], default: str = "") -> str:
    """Give one of the words, the first where none is asked for and no default is given; Http404 for another word."""
    known = list(words)
    word = request.GET.get(name) or default or known[0]
    if word not in known:
        raise Http404
    return word


def asked_number(request: MemberRequest) -> int:
    """Give the page of `?page=2`, the first where none is asked for; Http404 for what is no page."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise Http404
    return int(text[:9])
