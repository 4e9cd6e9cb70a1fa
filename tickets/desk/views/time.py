"""Time on a ticket: the timer, entries by hand, corrections."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import formats
from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.selectors import local_day
from tickets.desk.forms_beside import StopForm, TimeForm
from tickets.desk.forms_bookings import quota_choices
from tickets.desk.views.beside import said, tried
from tickets.desk.views.bookings import beyond_quota
from tickets.desk.views.onwards import page_before
from tickets.desk.views.ticket import visible
from tickets.models import RunningTimer, Ticket, TimeEntry
from tickets.selectors.time_page import time_page
from tickets.selectors.time_table import time_table
from tickets.services.time import change_time, log_time, may_change, remove_time
from tickets.services.timers import discard_timer, is_forgotten, start_timer, stop_timer, timer_of

BOTH = ("GET", "HEAD", "POST")


@roles(DESK)
@require_http_methods(BOTH)
def entries(request: MemberRequest, number: int) -> HttpResponseBase:
    """List what was logged on a ticket; POST logs more."""
    ticket, now = visible(request, number), timezone.now()
    if kind := asked_file(request):
        return list_response(request, time_table(ticket), kind)
    initial = {"day": local_day(request.tenant, now)}
    quotas = quota_choices(ticket.contract)
    form = TimeForm(request.POST or None, initial=initial, auto_id="time-%s", quotas=quotas)

    def change(data: dict[str, Any]) -> None:
        log_time(ticket=ticket, actor=request.membership, now=now, **data)

    if request.method == "POST" and tried(form, change):
        toasts.success(request, _("The time is logged."))
        return redirect(page_before(request) or reverse("desk:ticket", args=[number]))
    return _page(request, ticket, form, now)


def _page(request: MemberRequest, ticket: Ticket, form: TimeForm, now: datetime) -> HttpResponse:
    context = {
        "ticket": ticket,
        "form": form,
        "page": time_page(ticket, member=request.membership, now=now),
        "over": beyond_quota(form),
        "year": getattr(form, "cleaned_data", {}).get("day", local_day(request.tenant, now)).year,
    }
    return render(request, "desk/time.html", context, status=422 if request.method == "POST" else 200)


@roles(DESK)
@require_http_methods(BOTH)
def entry(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Correct an entry, or remove it; only whose it is, and managers, 404 for the others."""
    ticket, now = visible(request, number), timezone.now()
    found = get_object_or_404(TimeEntry.objects.select_related("ticket", "membership__user"), pk=pk, ticket=ticket)
    if not may_change(found, request.membership):
        raise Http404
    back = reverse("desk:time", args=[number])
    if request.method == "POST" and "remove" in request.POST:
        remove_time(entry=found, actor=request.membership, now=now)
        toasts.success(request, _("The entry is removed. The trail keeps it."))
        return redirect(back)
    is_by_hand = found.why == TimeEntry.Why.MEMBER
    initial = {
        "minutes": formats.duration(found.minutes * 60),
        "day": found.day,
        "note": found.note,
        "kind": found.kind if is_by_hand else "",
        "reason": found.reason if is_by_hand else "",
    }
    form = TimeForm(request.POST or None, initial=initial)

    def change(data: dict[str, Any]) -> None:
        change_time(entry=found, actor=request.membership, now=now, **data)

    if request.method == "POST" and tried(form, change):
        toasts.success(request, _("The entry is changed."))
        return redirect(back)
    context = {"ticket": ticket, "form": form, "entry": found, "back": back}
    return render(request, "desk/time_entry.html", context, status=422 if request.method == "POST" else 200)


@roles(DESK)
@require_POST
def timer_start(request: MemberRequest, number: int) -> HttpResponse:
    """Time one's work on the ticket; a timer that runs elsewhere is stopped and logged, a forgotten one asked about."""
    ticket = visible(request, number)
    try:
        _timer, logged = start_timer(ticket=ticket, actor=request.membership, now=timezone.now())
    except ValidationError as error:
        if getattr(error, "code", "") == "merged":
            toasts.error(request, " ".join(error.messages))
            return redirect("desk:ticket", number)
        return redirect("desk:timer")
    if logged is not None:
        words = {"time": formats.duration(logged.minutes * 60), "number": logged.ticket.number}
        toasts.success(request, _("%(time)s logged on ticket %(number)s. The timer runs here now.") % words)
    else:
        toasts.success(request, _("The timer runs."))
    return redirect("desk:ticket", number)


@roles(DESK)
@require_http_methods(BOTH)
def timer(request: MemberRequest) -> HttpResponse:
    """One's own timer: POST stops it and logs the work, or discards it. A forgotten one says how long the work took."""
    now, running = timezone.now(), timer_of(request.membership)
    if running is None:
        discard_timer(actor=request.membership)  # the head may still show one
        toasts.error(request, _("No timer is running."))
        return redirect("desk:queue")
    number = running.ticket.number
    if request.method == "POST" and "discard" in request.POST:
        said(request, lambda: discard_timer(actor=request.membership), _("Nothing was logged."))
        return redirect("desk:ticket", number)
    form = StopForm(request.POST or None, quotas=quota_choices(running.ticket.contract))

    def change(data: dict[str, Any]) -> None:
        logged = stop_timer(actor=request.membership, now=now, **data)
        toasts.success(request, _("%(time)s logged.") % {"time": formats.duration(logged.minutes * 60)})

    if request.method == "POST" and tried(form, change):
        if Ticket.objects.visible_to(request.membership).filter(number=number).exists():
            return redirect("desk:ticket", number)
        return redirect("desk:queue")  # handed back meanwhile
    over = {"over": beyond_quota(form), "year": local_day(request.tenant, running.started_at).year}
    context = {
        "timer": running,
        "ticket": running.ticket,
        "form": form,
        **over,
        **_running_words(request, running, now),
    }
    return render(request, "desk/timer.html", context, status=422 if request.method == "POST" else 200)


def _running_words(request: MemberRequest, running: RunningTimer, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(request.tenant.zone)
    return {"since": formats.near_time(running.started_at, now, zone), "is_forgotten": is_forgotten(running, now)}
