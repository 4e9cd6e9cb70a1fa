"""What if: the recorded start clocks under other terms."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.months import add_months, month_of, month_start
from accounts.requests import MemberRequest
from reports.forms import WhatIfForm
from reports.selectors.what_if import WhatIf, what_if
from reports.selectors.what_if_page import what_if_page
from reports.views.asking import wants_all
from sla.engine import EngineError

DEFAULT_MONTHS = 3


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Ask for a period and a change, and show met and breached before and after."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    everything = wants_all(request)
    form = WhatIfForm(request.GET or {"months": DEFAULT_MONTHS})
    found: WhatIf | None = None
    if form.is_valid() and form.changes_something:
        since = month_start(add_months(month_of(now, zone), 1 - form.cleaned_data["months"]), zone)
        try:
            found = what_if(
                since=since,
                minutes=form.minutes,
                calendar=form.cleaned_data["calendar"],
                everything=everything,
                now=now,
            )
        except EngineError:
            form.add_error(None, _("Some deadlines would fall after the year 2100. Choose shorter targets."))
    context = {
        "form": form,
        "page": what_if_page(found, now=now, zone=zone) if found else None,
        "everything": everything,
        "query": request.GET.urlencode(),
    }
    return render(request, "dashboards/what_if.html", context)
