"""Important dates: the page, and the calendars that programs subscribe to."""

import hashlib
from datetime import date, timedelta
from itertools import groupby

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts import formats
from accounts.limits import limited
from accounts.links import absolute_url
from accounts.requests import TenantRequest
from contracts.models import CalendarFeed, Notice, Product
from contracts.notices.calendar import changed_at, to_ics
from contracts.notices.selectors import (
    about,
    contact_of_feed,
    dates,
    dates_for,
    products_along,
    settings_now,
)
from contracts.notices.services.feeds import close_feed, renew_feed
from contracts.notices.tokens import feed_token
from contracts.notices.words import worded
from contracts.selectors import local_day
from tickets.portal.access import PortalRequest, portal_page, show

# Programs keep what they have fetched; further back nobody looks.
PAST = timedelta(days=365)


@portal_page
@require_GET
def calendar(request: PortalRequest) -> HttpResponse:
    """List the dates to come by month, with the address of the reader's own calendar; `?past` shows a year more."""
    now, language = timezone.now(), get_language() or ""
    today = local_day(request.tenant, now)
    since = today - PAST if "past" in request.GET else today
    rows = dates_for(request.contact.customer, request.tenant, today, since=since)
    told = [(_day(row), worded(row, request.tenant, language, now)) for row in rows.prefetch_related(products_along())]
    months = [
        (formats.month_year(month), list(group))
        for month, group in groupby(told, key=lambda pair: pair[0].replace(day=1))
    ]
    feed = CalendarFeed.objects.filter(contact=request.contact, is_open=True).first()
    address = absolute_url(request.tenant, "portal:notices:feed", feed_token(feed)) if feed else ""
    return show(
        request, "portal/notices/calendar.html", months=months, address=address, today=today, with_past=since != today
    )


@portal_page
@require_POST
def address(request: PortalRequest) -> HttpResponse:
    """Make the address of the reader's calendar, or another one; with the other button there is none any more."""
    if "close" in request.POST:
        close_feed(contact=request.contact, actor=request.membership)
        toasts.success(request, _("Your calendar’s address is closed."))
    else:
        renew_feed(contact=request.contact, actor=request.membership)
        toasts.success(request, _("Your calendar has a new address."))
    return redirect("portal:notices:calendar")


@login_not_required
@require_safe
@limited("calendar")
def feed(request: TenantRequest, token: str) -> HttpResponseBase:
    """Give a contact's dates to a calendar program; 304 while they are the same, 404 for an address that is no more."""
    contact = contact_of_feed(token)
    if contact is None:
        raise Http404
    today = local_day(request.tenant, timezone.now())
    rows = dates_for(contact.customer, request.tenant, today, since=today - PAST, with_withdrawn=True)
    return _ics(request, list(rows.prefetch_related(products_along())), contact.language or request.tenant.language)


@login_not_required
@require_safe
@limited("calendar")
def public_feed(request: TenantRequest) -> HttpResponseBase:
    """Give all dates to everybody, or those of `?product=`; 404 unless the tenant wants that."""
    if not settings_now().has_public_calendar:
        raise Http404
    today = local_day(request.tenant, timezone.now())
    rows = dates(request.tenant, since=today - PAST, with_withdrawn=True)
    key = request.GET.get("product", "")
    if key:
        found = get_object_or_404(Product, pk=int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0)
        rows = about(rows, found.pk)
    return _ics(request, list(rows.prefetch_related(products_along())), request.tenant.language)


def _ics(request: TenantRequest, rows: list[Notice], language: str) -> HttpResponseBase:
    with translation.override(language):
        name = _("%(tenant)s: important dates") % {"tenant": request.tenant.name}
    body = to_ics(rows, tenant=request.tenant, language=language, name=name)
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    changed = changed_at(rows)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    if changed is not None:
        answer["Last-Modified"] = http_date(changed.timestamp())
    answer["Cache-Control"] = "private, no-cache"
    # The tag alone decides: a contract that changes moves no date's time.
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _day(row: Notice) -> date:
    day: date = row.day  # type: ignore[attr-defined]  # annotated by `dates`
    return day
