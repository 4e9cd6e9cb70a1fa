"""What if: the recorded clocks under other terms. The address carries everything that was asked."""

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import TableResponse, table_response
from reports.forms import DEFAULT_MONTHS, FILL, WhatIfForm
from reports.selectors.what_if import WhatIf, what_if
from reports.selectors.what_if_page import WhatIfPage, what_if_page
from reports.selectors.what_if_tables import MAKERS
from reports.views.asking import asked_number, wants_all
from sla.engine import EngineError


@roles(MANAGERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Ask for a period and a change, and show met and breached before and after."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    everything, number = wants_all(request), asked_number(request)
    form = _form(request)
    counts = form.is_valid() and form.changes_something and not request.GET.get(FILL)
    found = _found(form, now, zone) if counts else None
    shown = what_if_page(found, everything=everything, number=number, now=now, zone=zone) if found else None
    context = {"form": form, "page": shown, "query": _query(form), **_turning(form, shown, everything=everything)}
    answer = render(request, "dashboards/what_if.html", context)
    answer["HX-Push-Url"] = f"{reverse('dashboards:what_if')}?{_query(form)}"
    return answer


@roles(MANAGERS)
@require_safe
def table(request: MemberRequest, table: str, kind: str) -> TableResponse:
    """Send one of the page's tables as a file, with every row; 404 for what the page would say is wrong."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    maker, form = MAKERS.get(table), _form(request)
    found = _found(form, now, zone) if form.is_valid() else None
    if maker is None or found is None:
        raise Http404
    return table_response(maker(found, zone), kind)


def _form(request: MemberRequest) -> WhatIfForm:
    asked = {name: values for name, values in request.GET.items() if name != "page"}
    return WhatIfForm(asked or {"months": str(DEFAULT_MONTHS)}, zone=request.tenant.zone)


def _found(form: WhatIfForm, now: datetime, zone: ZoneInfo) -> WhatIf | None:
    """Count again what a valid form asks; None where it cannot be counted, which the form says then."""
    try:
        return what_if(form.asked(now=now, zone=zone), now=now)
    except EngineError:
        form.add_error(None, _("Some deadlines would fall after the year 2100. Choose shorter targets."))
        return None


def _query(form: WhatIfForm, **other: str) -> str:
    """Give the form as the address's question: what is empty is left out, and so is a unit without its number."""
    asked = {name: text for name in form.fields if (text := form.data.get(name))}
    kept = {name: text for name, text in asked.items() if not name.endswith("-unit") or name[:-5] in asked}
    return urlencode(kept | other)


def _turning(form: WhatIfForm, shown: WhatIfPage | None, *, everything: bool) -> dict[str, str]:
    """Give the addresses of the pages before and after; empty for none."""
    more = {"list": "all"} if everything else {}

    def at(number: int) -> str:
        return f"?{_query(form, page=str(number), **more)}#changed"

    if shown is None:
        return {"previous_url": "", "next_url": ""}
    return {
        "previous_url": at(shown.number - 1) if shown.number > 1 else "",
        "next_url": at(shown.number + 1) if shown.has_next else "",
    }
