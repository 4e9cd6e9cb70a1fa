"""One calendar is edited: hours, then what they would do to open deadlines, then saved."""

import json
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from sla.calendars import compiled_definition, current_version
from sla.country import editable
from sla.models import Calendar
from tickets.desk.forms_calendars import CalendarForm, initial_of
from tickets.selectors.impact import impact_of
from tickets.selectors.impact_lines import move_lines
from tickets.selectors.recounts import recount_of
from tickets.services.recounting import change_calendar

ROWS = ("exceptions", "yearly")


@roles(MANAGERS)
def calendar(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit a calendar. POST shows the impact; `save` with the mark of what was shown saves it; `add` gives a row."""
    found = get_object_or_404(Calendar, pk=pk)
    version = current_version(found)
    before = editable(version.definition, zone=request.tenant.zone)
    if request.method != "POST":
        form = CalendarForm(before=before, initial=initial_of(found, before, version.number))
        return _page(request, found, form)
    form = CalendarForm(_with_row(request.POST), before=before)
    if request.POST.get("add") in ROWS:
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    mark = _mark(form)
    if request.POST.get("save") != mark:
        return _page(request, found, form, mark=mark, is_other="save" in request.POST)
    return _save(request, found, form)


def _save(request: MemberRequest, found: Calendar, form: CalendarForm) -> HttpResponse:
    try:
        recount = change_calendar(
            calendar=found,
            name=form.cleaned_data["name"],
            definition=form.definition,
            seen=form.cleaned_data["seen"],
            actor=request.membership,
            now=timezone.now(),
        )
    except ValidationError as error:
        form.refuse(error)
        return _page(request, found, form, status=422)
    if recount and recount.total:
        text = _("%(name)s is saved. Open deadlines are being counted again.")
    else:
        text = _("%(name)s is saved.")
    toasts.success(request, text % {"name": form.cleaned_data["name"]})
    return redirect("desk:calendar", found.pk)


def _page(
    request: MemberRequest,
    found: Calendar,
    form: CalendarForm,
    *,
    mark: str = "",
    is_other: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"calendar": found, "form": form, "recount": recount_of(found), "mark": mark}
    if mark:
        now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
        impact = impact_of(calendar=found, hours=compiled_definition(form.definition), now=now)
        context |= {"impact": impact, "lines": move_lines(impact, now=now, zone=zone), "is_other": is_other}
    return render(request, "desk/calendars/edit.html", context, status=status)


def _mark(form: CalendarForm) -> str:
    """Give what stands for exactly these hours, so that nothing is saved whose impact was not shown."""
    return sha256(json.dumps(form.definition, sort_keys=True).encode()).hexdigest()


def _with_row(posted: QueryDict) -> QueryDict:
    """Give the posted values with one row more where that was asked for."""
    prefix = posted.get("add")
    if prefix not in ROWS:
        return posted
    key, values = f"{prefix}-TOTAL_FORMS", posted.copy()
    total = str(values.get(key, ""))
    if total.isascii() and total.isdigit() and len(total) < 5:
        values[key] = str(int(total) + 1)
    return values
