"""The tenant's opening hours."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from sla.services.calendars import create_calendar
from tickets.desk.forms_calendars import NewCalendarForm
from tickets.selectors.calendar_pages import calendar_rows


@roles(MANAGERS)
def calendars(request: MemberRequest) -> HttpResponse:
    """List the calendars; POST makes one from a starting point, and goes on to its hours."""
    form = NewCalendarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_calendar(
                zone=request.tenant.zone, actor=request.membership, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("desk:calendar", made.pk)
    context = {"form": form, "rows": calendar_rows()}
    return render(request, "desk/calendars/list.html", context, status=422 if request.method == "POST" else 200)
