"""Macros: everybody at the desk keeps their own, managers keep those of teams and of everybody."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from tickets.desk.forms_macros import MacroForm
from tickets.models import Macro
from tickets.placeholders import VALUES
from tickets.selectors.macros import macro_rows, may_change, usable_macros
from tickets.selectors.settings_tables import macros_table
from tickets.services.macros import remove_macro, save_macro


@roles(DESK)
@require_safe
def macros(request: MemberRequest) -> HttpResponseBase:
    """List the macros that I may use."""
    if kind := asked_file(request):
        return list_response(request, macros_table(request.membership), kind)
    return render(request, "desk/macros/list.html", {"macros": macro_rows(request.membership)})


@roles(DESK)
@require_http_methods(["GET", "POST"])
def macro_new(request: MemberRequest) -> HttpResponse:
    """Write a new one."""
    return _edit(request, Macro())


@roles(DESK)
@require_http_methods(["GET", "POST"])
def macro(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one that is mine to change; 404 for the others."""
    return _edit(request, _mine(request, pk))


@roles(DESK)
@require_POST
def macro_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget one that is mine to change; 404 for the others."""
    found = _mine(request, pk)
    remove_macro(macro=found, actor=request.membership)
    toasts.success(request, _("%(name)s is removed.") % {"name": found.name})
    return redirect("desk:macros")


def _mine(request: MemberRequest, pk: int) -> Macro:
    found = usable_macros(request.membership).filter(pk=pk).first()
    if found is None or not may_change(found, request.membership):
        raise Http404
    return found


def _edit(request: MemberRequest, found: Macro) -> HttpResponse:
    name = found.name
    form = MacroForm(request.POST or None, member=request.membership, macro=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_macro(macro=found, actor=request.membership, card=form.card)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is saved.") % {"name": found.name})
            return redirect("desk:macros")
    context = {"form": form, "name": name, "pk": found.pk, "placeholders": ["{{" + key + "}}" for key in VALUES]}
    return render(request, "desk/macros/edit.html", context, status=422 if request.method == "POST" else 200)
