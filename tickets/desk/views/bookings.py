"""Sessions with customers: booked, moved, held, cancelled, and their result sent."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import formats
from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from accounts.tables.asked import asked_file
from contracts.models import Contract
from contracts.selectors import local_day
from tickets.attachments.download import booking_response
from tickets.desk.forms_bookings import BookingForm, HeldForm, ResultForm, SlotForm, slot_of
from tickets.desk.views.beside import said, tried
from tickets.models import Booking
from tickets.selectors.bookings import booking_row, listed, service_names, visible_bookings
from tickets.selectors.bookings_table import bookings_table
from tickets.selectors.customers import visible_customers
from tickets.selectors.quotas import quota_of
from tickets.services.bookings import book, cancel, hold, miss, move, send_result

BOTH = ("GET", "HEAD", "POST")


@roles(DESK)
@require_safe
def bookings(request: MemberRequest) -> HttpResponseBase:
    """List what comes and what was; `mine` keeps one's own."""
    found, mine = visible_bookings(request.membership), "mine" in request.GET
    if mine:
        found = found.filter(consultant=request.membership)
    zone = ZoneInfo(request.tenant.zone)
    if kind := asked_file(request):
        return table_response(bookings_table(found, zone, today=local_day(request.tenant, timezone.now())), kind)
    rows = listed(found, now=timezone.now(), zone=zone)
    return render(request, "desk/bookings.html", {"rows": rows, "mine": mine})


@roles(DESK)
@require_http_methods(BOTH)
def booking_new(request: MemberRequest, contract: int) -> HttpResponse:
    """Book a session; the personal consultant and the contract's first contact are suggested."""
    agreed, now = contract_seen(request, contract), timezone.now()
    initial = {
        "service": request.GET.get("service", ""),
        "consultant": agreed.personal_consultant_id or request.membership.pk,
        "minutes": formats.duration(60 * 60),
    }
    with timezone.override(ZoneInfo(request.tenant.zone)):
        form = BookingForm(request.POST or None, contract=agreed, initial=initial)

        def change(data: dict[str, Any]) -> None:
            actor = request.membership
            book(contract=agreed, service=data["service"], slot=form.slot, actor=actor, now=now)

        if request.method == "POST" and tried(form, change):
            toasts.success(request, _("The session is booked. The contact is told."))
            return redirect("desk:bookings")
        words = {"heading": _("Book a session"), "submit": _("Book")}
        return _form(request, agreed, form, words)


@roles(DESK)
@require_http_methods(BOTH)
def booking(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a session; while it is booked, POST moves it."""
    kept, now = _seen(request, pk), timezone.now()
    if kept.status != Booking.Status.BOOKED:
        return _page(request, kept)
    with timezone.override(ZoneInfo(request.tenant.zone)):
        form = SlotForm(request.POST or None, contract=kept.contract, initial=slot_of(kept))

        def change(_data: dict[str, Any]) -> None:
            move(booking=kept, slot=form.slot, actor=request.membership, now=now)

        if request.method == "POST" and tried(form, change):
            toasts.success(request, _("The session is changed."))
            return redirect("desk:booking", pk)
        return _page(request, kept, form=form)


@roles(DESK)
@require_POST
def booking_held(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that it was held."""
    kept = _seen(request, pk)
    form = HeldForm(request.POST, auto_id="held-%s")

    def change(data: dict[str, Any]) -> None:
        hold(booking=kept, actor=request.membership, now=timezone.now(), **data)

    if tried(form, change):
        toasts.success(request, _("The session is recorded as held."))
        return redirect("desk:booking", pk)
    with timezone.override(ZoneInfo(request.tenant.zone)):
        return _page(request, kept, form=_slot_form(kept), held=form)


@roles(DESK)
@require_POST
def booking_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel it, or record that the customer did not come."""
    kept, now = _seen(request, pk), timezone.now()
    ways: dict[str, tuple[Callable[..., Booking], str]] = {
        "cancel": (cancel, _("The session is cancelled. The contact is told.")),
        "miss": (miss, _("It is recorded that the customer did not come.")),
    }
    what = request.POST.get("what", "")
    if what not in ways:
        raise Http404
    service, done = ways[what]
    said(request, lambda: service(booking=kept, actor=request.membership, now=now), done)
    return redirect("desk:booking", pk)


@roles(DESK)
@require_POST
def booking_result(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the result document."""
    kept = _seen(request, pk)
    form = ResultForm(request.POST, request.FILES, auto_id="result-%s")

    def change(data: dict[str, Any]) -> None:
        send_result(booking=kept, file=data["file"], actor=request.membership, now=timezone.now())

    if tried(form, change):
        toasts.success(request, _("The result is sent."))
        return redirect("desk:booking", pk)
    return _page(request, kept, result=form)


@roles(DESK)
@require_safe
def booking_file(request: MemberRequest, pk: int) -> FileResponse:
    """Give the result document."""
    return booking_response(_seen(request, pk))


def contract_seen(request: MemberRequest, pk: int) -> Contract:
    """Give a contract of a customer that the member may see."""
    contracts = Contract.objects.select_related("customer", "plan_version", "plan")
    return get_object_or_404(contracts, pk=pk, customer__in=visible_customers(request.membership))


def _seen(request: MemberRequest, pk: int) -> Booking:
    related = ("contract__customer", "contract__plan_version", "consultant__user", "contact", "product")
    return get_object_or_404(visible_bookings(request.membership).select_related(*related), pk=pk)


def _slot_form(kept: Booking) -> SlotForm | None:
    if kept.status != Booking.Status.BOOKED:
        return None
    return SlotForm(contract=kept.contract, initial=slot_of(kept))


def _form(request: MemberRequest, agreed: Contract, form: BookingForm, words: dict[str, str]) -> HttpResponse:
    """Draw the form for a new session; where the quota is used up, the way to tell the customer stands beside it."""
    context: dict[str, Any] = {"form": form, "contract": agreed, "over": beyond_quota(form), **words}
    if context["over"]:
        context["year"] = local_day(request.tenant, form.cleaned_data["starts_at"]).year
    return render(request, "desk/booking_new.html", context, status=422 if request.method == "POST" else 200)


def beyond_quota(form: Form) -> str:
    """Give the code of the quota that a refused form would go beyond; empty for any other refusal."""
    is_over = any(error.code == "quota" for error in form.errors.as_data().get("service", []))
    return str(form.data["service"]) if is_over else ""


def _page(request: MemberRequest, kept: Booking, **forms: Any) -> HttpResponse:
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    context = {
        "booking": kept,
        "row": booking_row(kept, service_names([kept]), now=now, zone=zone),
        "quota": quota_of(kept.contract, kept.service, kept.year),
        "held": HeldForm(
            initial={"minutes": formats.duration(kept.minutes * 60), "notes": kept.notes}, auto_id="held-%s"
        ),
        "result": ResultForm(auto_id="result-%s"),
        **forms,
    }
    return render(request, "desk/booking.html", context, status=422 if request.method == "POST" else 200)
