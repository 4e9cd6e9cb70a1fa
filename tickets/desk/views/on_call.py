"""Who is on call, and the lists that say so."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import formats
from accounts.access import DESK, MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.selectors import local_day
from tickets.desk.forms_on_call import NewRotaForm, RotaForm, TurnForm
from tickets.models import Rota, RotaTurn
from tickets.selectors.on_call_page import coming_turns, line_now, list_name, on_call_page
from tickets.selectors.on_call_table import on_call_table
from tickets.services.rotas import add_turn, change_rota, create_rota, remove_rota, remove_turn


@roles(DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def on_call(request: MemberRequest) -> HttpResponseBase:
    """Show who is on call in the coming four weeks; a manager's POST makes a list."""
    now, member = timezone.now(), request.membership
    if kind := asked_file(request):
        return list_response(request, on_call_table(now=now), kind)
    form = None
    if member.role in MANAGERS:
        form = NewRotaForm(request.POST or None, initial={"at": time(9), "first_on": local_day(request.tenant, now)})
        if request.method == "POST" and form.is_valid():
            try:
                create_rota(actor=member, team=form.cleaned_data["team"], card=form.card)
            except ValidationError as error:
                _refuse(form, error)
            else:
                toasts.success(request, _("The list is saved."))
                return redirect("desk:on_call")
    status = 422 if request.method == "POST" else 200
    context = {"page": on_call_page(request.tenant, now=now), "form": form}
    return render(request, "desk/on_call/lists.html", context, status=status)


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def rota(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a list's rotation, and see its coming turns."""
    now, found = timezone.now(), get_object_or_404(Rota.objects.select_related("team"), pk=pk)
    form = _rota_form(request, found, now)
    if request.method == "POST" and form.is_valid():
        try:
            change_rota(rota=found, actor=request.membership, card=form.card)
        except ValidationError as error:
            _refuse(form, error)
        else:
            toasts.success(request, _("The list is saved."))
            return redirect("desk:on_call")
    return _page(request, found, form, TurnForm(), now, is_refused=request.method == "POST")


@roles(MANAGERS)
@require_POST
def turns(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody stand in, or give them a dated turn."""
    now, found = timezone.now(), get_object_or_404(Rota.objects.select_related("team"), pk=pk)
    form = TurnForm(request.POST)
    with timezone.override(ZoneInfo(request.tenant.zone)):  # times are typed in the tenant's zone
        is_valid = form.is_valid()
    if is_valid:
        try:
            turn = add_turn(rota=found, actor=request.membership, now=now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s has this turn.") % {"name": turn.membership.user.name})
            return redirect("desk:on_call_list", pk)
    return _page(request, found, _rota_form(request, found, now, is_sent=False), form, now, is_refused=True)


@roles(MANAGERS)
@require_POST
def rota_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a list with its turns."""
    found = get_object_or_404(Rota, pk=pk)
    remove_rota(rota=found, actor=request.membership)
    toasts.success(request, _("The list is removed."))
    return redirect("desk:on_call")


@roles(MANAGERS)
@require_POST
def turn_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a turn back."""
    found = get_object_or_404(RotaTurn.objects.select_related("membership__user"), pk=pk)
    remove_turn(turn=found, actor=request.membership)
    toasts.success(request, _("The turn of %(name)s is taken back.") % {"name": found.membership.user.name})
    return redirect("desk:on_call_list", found.rota_id)


def _rota_form(request: MemberRequest, found: Rota, now: datetime, *, is_sent: bool = True) -> RotaForm:
    line, since = line_now(found, now=now)
    initial = {"weekday": found.weekday, "at": found.at, "first_on": since.date()}
    return RotaForm((request.POST or None) if is_sent else None, line=line, initial=initial)


def _refuse(form: RotaForm, error: ValidationError) -> None:
    """Put what the service refuses where it belongs; the line as a whole has no field of its own."""
    for field, reasons in error.message_dict.items():
        form.add_error(field if field in form.fields else None, reasons)


def _page(
    request: MemberRequest, found: Rota, form: RotaForm, turn_form: TurnForm, now: datetime, *, is_refused: bool
) -> HttpResponse:
    zone = ZoneInfo(request.tenant.zone)
    shown = [
        (turn, formats.weekday_time(turn.begins_at, zone), formats.weekday_time(turn.ends_at, zone))
        for turn in coming_turns(found, now=now)
    ]
    context = {"rota": found, "name": list_name(found), "form": form, "turn_form": turn_form, "turns": shown}
    return render(request, "desk/on_call/list.html", context, status=422 if is_refused else 200)
