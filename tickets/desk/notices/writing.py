"""Notices at the desk: the list, writing with a preview, and the page of one."""

from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AGENTS, DESK, MANAGERS, roles
from accounts.markdown import to_html
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import Mailing, MailingReceipt, Notice
from contracts.notices.selectors import desk_notices, products_along, subscribers_of, with_products
from contracts.notices.services.writing import change_notice, write_notice
from contracts.notices.tables import notices_table
from contracts.notices.words import worded
from contracts.selectors import local_day
from tickets.desk.notices.forms import NoticeForm, entered
from tickets.desk.terms.forms import own_first

PREVIEW = "preview"
PAGE = 50


@roles(DESK)
@require_safe
def notices(request: MemberRequest) -> HttpResponseBase:
    """List notices by kind and status, the latest changed first."""
    kind, status, after = (request.GET.get(name, "").strip()[:20] for name in ("kind", "status", "page"))
    found, now = desk_notices(kind, status), timezone.now()
    if file := asked_file(request):
        return list_response(request, notices_table(found, request.tenant, now=now), file)
    page = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    rows = list(with_products(found)[page * PAGE : (page + 1) * PAGE + 1])
    language = get_language() or ""
    context = {
        "rows": [(worded(row, request.tenant, language, now), row) for row in rows[:PAGE]],
        "kind": kind,
        "kinds": Notice.Kind.choices,
        "status": status,
        "statuses": Notice.Status.choices,
        "page": page,
        "has_next": len(rows) > PAGE,
        "may_write": request.membership.role in AGENTS,
        "may_manage": request.membership.role in MANAGERS,
    }
    return render(request, "desk/notices/list.html", context)


@roles(AGENTS)
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, kind: str) -> HttpResponse:
    """Begin a notice of a kind; 404 for a kind there is not."""
    if kind not in Notice.Kind.values:
        raise Http404
    with timezone.override(ZoneInfo(request.tenant.zone)):  # times are typed in the tenant's zone
        form = NoticeForm(request.POST or None, kind=kind, language=request.tenant.language)
        if request.method != "POST" or PREVIEW in request.POST or not form.is_valid():
            return _form(request, form, Notice(kind=kind))
        try:
            made = write_notice(kind=kind, actor=request.membership, card=form.card, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
            return _form(request, form, Notice(kind=kind))
    toasts.success(request, _("The draft is saved. Customers do not see it yet."))
    return redirect("desk:notices:notice", made.pk)


@roles(AGENTS)
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a notice; what was withdrawn is only read."""
    found = get_object_or_404(Notice, pk=pk)
    if found.status == Notice.Status.WITHDRAWN:
        return redirect("desk:notices:notice", pk)
    with timezone.override(ZoneInfo(request.tenant.zone)):
        form = NoticeForm(
            request.POST or None,
            kind=found.kind,
            language=request.tenant.language,
            is_public=found.status == Notice.Status.PUBLISHED,
            initial=entered(found),
        )
        if request.method != "POST" or PREVIEW in request.POST or not form.is_valid():
            return _form(request, form, found)
        try:
            change_notice(
                notice=found,
                actor=request.membership,
                card=form.card,
                version=form.cleaned_data["version"] or 0,
                tells=form.cleaned_data.get("tells", False),
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return _form(request, form, found, status=409 if error.code == "version" else 422)
    toasts.success(request, _("The notice is saved."))
    return redirect("desk:notices:notice", pk)


@roles(DESK)
@require_safe
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a notice as customers read it, with what can be done and who was told."""
    return page_of(request, pk)


def page_of(request: MemberRequest, pk: int, problems: list[str] | None = None) -> HttpResponse:
    """Draw the page of one notice; with problems, what was asked for was refused."""
    rows = Notice.objects.select_related("updated_by__user").prefetch_related(products_along())
    found = get_object_or_404(rows, pk=pk)
    now, own = timezone.now(), request.tenant.language
    told = worded(found, request.tenant, get_language() or "", now)
    is_draft = found.status == Notice.Status.DRAFT
    today = local_day(request.tenant, now)
    context = {
        "told": told,
        "notice": found,
        "problems": problems or [],
        "texts": [
            (code, getattr(found, f"title_{code}"), to_html(text))
            for code in own_first(own)
            if (text := getattr(found, f"text_{code}"))
        ],
        "is_draft": is_draft,
        "is_public": found.status == Notice.Status.PUBLISHED,
        "subscribers": subscribers_of(found, today).count() if is_draft else 0,
        "mailed": MailingReceipt.objects.filter(mailing__notice=found, mailing__kind=Mailing.Kind.NOTICE).count(),
        "is_telling": not is_draft and Mailing.objects.filter(notice=found, finished_at=None).exists(),
        "may_write": request.membership.role in AGENTS,
    }
    return render(request, "desk/notices/notice.html", context, status=422 if problems else 200)


def _form(request: MemberRequest, form: NoticeForm, found: Notice, *, status: int = 0) -> HttpResponse:
    previewed = PREVIEW in request.POST
    codes = own_first(request.tenant.language) if previewed else []
    words = [(code, *(str(form[f"{field}_{code}"].value() or "") for field in ("title", "text"))) for code in codes]
    context = {
        "form": form,
        "notice": found,
        "kind": found.get_kind_display(),
        "previewed": previewed,
        "previews": [(code, title, to_html(text)) for code, title, text in words if title or text],
    }
    usual = 422 if request.method == "POST" and not previewed else 200
    return render(request, "desk/notices/edit.html", context, status=status or usual)
