"""What managers choose and look up about surveys."""

from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import formats
from accounts.access import MANAGERS, roles
from accounts.mailwords.catalogue import Group
from accounts.months import add_months, month_of, months_between, read_month
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from accounts.tables.asked import asked_file
from surveys.choices import settings_now
from surveys.forms_settings import SettingsForm
from surveys.models import Invitation
from surveys.selectors.not_sent import ReasonRow, not_reminded_by_month, not_sent_by_month, not_sent_tickets
from surveys.selectors.not_sent_tables import not_sent_table, reasons_table
from surveys.services.settings import save_settings
from tickets.selectors.mail_words import LANGUAGES, mail_sections

MONTHS = 12
PAGE = 50


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def survey_settings(request: MemberRequest) -> HttpResponse:
    """Choose who is asked and reminded; from here to the words of mails and page."""
    kept = settings_now()
    form = SettingsForm(request.POST or None, initial={name: getattr(kept, name) for name in SettingsForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            save_settings(actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("Your choices are saved."))
            return redirect("surveys:settings")
    rows = [row for section in mail_sections() if section.name == Group.SURVEYS for row in section.rows]
    context = {"form": form, "rows": rows, "languages": LANGUAGES}
    return render(request, "surveys/settings.html", context, status=422 if request.method == "POST" else 200)


@roles(MANAGERS)
@require_safe
def not_sent(request: MemberRequest) -> HttpResponseBase:
    """Show why surveys were not sent, by month; with ?month= (2026-03) and ?reason= the tickets behind a count."""
    zone = ZoneInfo(request.tenant.zone)
    this_month = month_of(timezone.now(), zone)
    month, reason = read_month(request.GET.get("month", "")), request.GET.get("reason", "")
    if ("month" in request.GET and month is None) or (reason and reason not in Invitation.Reason.values):
        raise Http404
    last = min(month, this_month) if month else this_month
    if month and (kind := asked_file(request)):
        return table_response(not_sent_table(not_sent_tickets(month, zone, reason), month, zone), kind)
    first = add_months(this_month if last > add_months(this_month, -MONTHS) else last, 1 - MONTHS)
    last_shown = add_months(first, MONTHS - 1)
    table, let_be = not_sent_by_month(first, last_shown, zone), not_reminded_by_month(first, last_shown, zone)
    if kind := asked_file(request):
        return table_response(reasons_table(table, let_be, months_between(first, last_shown)), kind)
    page = Paginator(not_sent_tickets(month, zone, reason), PAGE).get_page(request.GET.get("page")) if month else None
    context = {
        # The latest month first: it stands in sight on a phone.
        "months": [(formats.short_month_year(at), f"{at:%Y-%m}") for at in reversed(months_between(first, last_shown))],
        "rows": [(row.label, row.reason, row.total, _cells(row)) for row in table],
        "let_be": [(row.label, row.total, _cells(row)) for row in let_be],
        "page": page,
        "month": formats.month_year(month) if month else "",
        "month_key": f"{month:%Y-%m}" if month else "",
        "reason": reason,
        "reason_label": str(Invitation.Reason(reason).label) if reason else "",
    }
    return render(request, "surveys/not_sent.html", context)


def _cells(row: ReasonRow) -> list[tuple[str, str, int]]:
    return [(f"{at:%Y-%m}", formats.month_year(at), count) for at, count in reversed(row.counts)]
