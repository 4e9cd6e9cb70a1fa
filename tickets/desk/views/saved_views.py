"""Saved views and columns: pages of their own that the queue opens in a dialog."""

from typing import Any

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms_queue import ColumnsForm, ViewForm
from tickets.desk.views.onwards import page_before
from tickets.models import SavedView
from tickets.selectors.queue_columns import ALWAYS, COLUMNS, columns_of, valid_columns
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.saved_views import question_of
from tickets.services.saved_views import choose_columns, delete_view, save_view


@roles(DESK)
def view_new(request: MemberRequest) -> HttpResponse:
    """Keep the filters of the address under a name."""
    return _edit(request, None, QueueFilter.read(request.GET.dict()))


@roles(DESK)
def view(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a view of one's own; the address may bring other filters for it. POST with `delete` forgets it."""
    kept = SavedView.objects.filter(pk=pk, owner=request.membership).first()
    if kept is None:
        raise Http404
    if "delete" in request.POST:
        delete_view(actor=request.membership, view=kept)
        toasts.success(request, _("The view “%(name)s” was deleted.") % {"name": kept.name})
        return redirect("desk:queue")
    asked = QueueFilter.read(request.GET.dict())
    return _edit(request, kept, asked if asked.query() else question_of(kept))


def _edit(request: MemberRequest, kept: SavedView | None, asked: QueueFilter) -> HttpResponse:
    initial: dict[str, Any] = {"keeps_columns": bool(kept.columns), **vars(kept), "team": kept.team_id} if kept else {}
    form = ViewForm(request.POST or None, initial=initial, member=request.membership)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        columns = [c.name for c in columns_of(request.membership, kept)] if data["keeps_columns"] else []
        try:
            saved = save_view(
                actor=request.membership,
                view=kept,
                name=data["name"],
                query=asked.query().removeprefix("?"),
                audience=data["audience"],
                team=data["team"],
                columns=columns,
                position=data["position"] or 0,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("The view “%(name)s” is saved.") % {"name": saved.name})
            return redirect(reverse("desk:queue") + question_of(saved).query(saved=str(saved.pk)))
    return render(request, "desk/saved_view.html", {"form": form, "kept": kept})


@roles(DESK)
def columns(request: MemberRequest) -> HttpResponse:
    """Choose the columns of one's queue and their order."""
    chosen = [column.name for column in columns_of(request.membership)]
    if request.method == "POST":
        form = ColumnsForm(request.POST)
        if form.is_valid():
            names = [] if "usual" in request.POST else valid_columns(form.cleaned_data["column"])
            choose_columns(actor=request.membership, columns=names)
            return redirect(page_before(request) or "desk:queue")
    names = [*chosen, *(name for name in COLUMNS if name not in chosen)]
    lines = [(COLUMNS[name], name in chosen, name in ALWAYS) for name in names]
    return render(request, "desk/columns.html", {"lines": lines, "next": request.GET.get("next", "")})
