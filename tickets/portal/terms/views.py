"""The general terms: in force today or on another day, and every version there was. Open to everybody."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.markdown import to_html
from accounts.models import Role
from accounts.requests import TenantRequest
from contracts.general_terms.selectors import Edition, editions
from contracts.models import Contact, TermsVersion
from contracts.selectors import local_day
from contracts.texts import words_of


@login_not_required
@require_GET
def terms(request: TenantRequest) -> HttpResponse:
    """Show the terms in force today, or `?on=` a local date; what is no date is said."""
    today = local_day(request.tenant, timezone.now())
    asked = request.GET.get("on", "").strip()
    on = _day(asked) if asked else today
    kept = editions()
    found = next((edition for edition in kept if on is not None and edition.is_in_force(on)), None)
    problem = "" if on else _("Write the day as 2026-01-31.")
    return _page(request, kept, found.version if found else None, today, on=on, problem=problem)


@login_not_required
@require_GET
def version(request: TenantRequest, number: int) -> HttpResponse:
    """Show one version; a draft is not there, and one that was withdrawn says so."""
    today = local_day(request.tenant, timezone.now())
    found = get_object_or_404(TermsVersion.objects.exclude(status=TermsVersion.Status.DRAFT), number=number)
    return _page(request, editions(), found, today)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if len(text) == 10 else None
    except ValueError:
        return None


def _page(
    request: TenantRequest,
    kept: list[Edition],
    found: TermsVersion | None,
    today: date,
    *,
    on: date | None = None,
    problem: str = "",
) -> HttpResponse:
    edition = next((one for one in kept if found is not None and one.version.pk == found.pk), None)
    language, own = get_language() or "", request.tenant.language
    context: dict[str, Any] = {
        "terms": found,
        "edition": edition,
        "is_now": edition is not None and edition.is_in_force(today),
        "is_coming": edition is not None and edition.starts_on > today,
        "on": on,
        "today": today,
        "problem": problem,
        "rows": [(one, words_of(one.version, "summary", language, own), one.is_in_force(today)) for one in kept],
    }
    if found is not None:
        text = words_of(found, "text", language, own)
        context |= {"text": to_html(text.text), "language": text.language}
    context |= _frame(request)
    return render(request, "portal/terms/terms.html", context, status=422 if problem else 200)


def _frame(request: TenantRequest) -> dict[str, Any]:
    """Give the page around it: the portal's for a customer, a plain one for everybody else."""
    member = request.membership
    if member is None or member.role != Role.CUSTOMER:
        return {"frame": "base_plain.html"}
    contact = Contact.objects.filter(membership=member).select_related("customer__tenant").first()
    wide = bool(contact and contact.is_company_wide)
    return {"frame": "portal/base.html", "contact": contact, "company_wide": wide}
