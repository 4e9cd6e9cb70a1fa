"""Tickets and all that is kept of them, as files."""

from zoneinfo import ZoneInfo

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TYPES, TableResponse, table_response
from reports.forms_export import ExportForm
from reports.selectors.export_makers import MAKERS
from tickets.selectors.choices import desk_choices
from tickets.selectors.queue_filters import QueueFilter
from tickets.selectors.search_filters import SearchFilter


@roles(DESK)
@require_safe
def page(request: MemberRequest, *, is_view: bool = False, is_search: bool = False) -> HttpResponseBase:
    """Ask what is wanted, and send it as a file where `?file=csv` or `?file=xlsx` says so; other files are 404.

    With `is_view` the address carries the queue's view and filters, and the file has what the queue shows; with
    `is_search` it carries those of a search.
    """
    data = request.GET.dict()
    kind = data.pop("file", "")
    if kind and kind not in TYPES:
        raise Http404
    asked = QueueFilter.read(data)
    search = SearchFilter.read(data) if is_search else None
    choices = desk_choices(customer=asked.values.get("customer", ""))
    form = ExportForm(data, asked=asked, member=request.membership, choices=choices, is_view=is_view, search=search)
    is_right = form.is_valid()
    if kind and is_right:
        return _file(request, form, kind)
    context = {"form": form, "is_view": is_view, "is_search": is_search}
    return render(request, "dashboards/export.html", context, status=200 if is_right else 422)


def _file(request: MemberRequest, form: ExportForm, kind: str) -> TableResponse:
    what = form.cleaned_data["what"]
    scope = form.scope(now=timezone.now(), zone=ZoneInfo(request.tenant.zone))
    return table_response(MAKERS[what](scope), kind)
