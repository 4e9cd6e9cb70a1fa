"""The newsletter at the desk: edited, looked at, sent on trial, sent."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AGENTS, MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import Newsletter
from contracts.models.subscription import NEWSLETTER
from contracts.newsletters.emails import issue_text, send_trial
from contracts.newsletters.selectors import items_of
from contracts.newsletters.services import drop_issue, edit_issue, send_issue
from contracts.newsletters.words import issue_words
from contracts.notices.selectors import settings_now, subscribers
from contracts.notices.tables import newsletters_table
from tickets.desk.notices.forms import IssueForm

MOST = 100


@roles(AGENTS)
@require_safe
def newsletters(request: MemberRequest) -> HttpResponseBase:
    """List the issues, the latest first."""
    issues = Newsletter.objects.select_related("sent_by__user")
    if kind := asked_file(request):
        return list_response(request, newsletters_table(issues), kind)
    context = {
        "newsletters": issues[:MOST],
        "settings": settings_now(),
        "subscribers": subscribers(NEWSLETTER).count(),
        "may_manage": request.membership.role in MANAGERS,
    }
    return render(request, "desk/notices/newsletters.html", context)


@roles(AGENTS)
@require_http_methods(["GET", "POST"])
def newsletter(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an issue as it is read, and edit it while it is a draft."""
    found = get_object_or_404(Newsletter.objects.select_related("sent_by__user"), pk=pk)
    if request.method != "POST":
        return _page(request, found, IssueForm(newsletter=found, language=request.tenant.language))
    form = IssueForm(request.POST, newsletter=found, language=request.tenant.language)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        edit_issue(
            newsletter=found,
            actor=request.membership,
            issue=form.issue,
            version=form.cleaned_data["version"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, found, form, status=409 if error.code == "version" else 422)
    toasts.success(request, _("The newsletter is saved."))
    return redirect("desk:notices:newsletter", pk)


@roles(AGENTS)
@require_POST
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    """Mail the issue to whoever presses, and to nobody else."""
    found = get_object_or_404(Newsletter, pk=pk)
    send_trial(found, request.membership, now=timezone.now())
    toasts.success(request, _("A trial is on its way to %(email)s.") % {"email": request.membership.user.email})
    return redirect("desk:notices:newsletter", pk)


@roles(AGENTS)
@require_POST
def sending(request: MemberRequest, pk: int) -> HttpResponse:
    """Send it to those who subscribe."""
    found = get_object_or_404(Newsletter, pk=pk)
    try:
        send_issue(newsletter=found, actor=request.membership, now=timezone.now())
    except ValidationError as error:
        return _refused(request, found, error)
    toasts.success(request, _("The newsletter is sent."))
    return redirect("desk:notices:newsletter", pk)


@roles(AGENTS)
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a draft aside."""
    found = get_object_or_404(Newsletter, pk=pk)
    try:
        drop_issue(newsletter=found, actor=request.membership)
    except ValidationError as error:
        return _refused(request, found, error)
    toasts.success(request, _("The newsletter is put aside. Its notices come with the next one."))
    return redirect("desk:notices:newsletters")


def _refused(request: MemberRequest, found: Newsletter, error: ValidationError) -> HttpResponse:
    form = IssueForm(newsletter=found, language=request.tenant.language)
    return _page(request, found, form, status=422, problems=error.messages)


def _page(
    request: MemberRequest,
    found: Newsletter,
    form: IssueForm,
    *,
    status: int = 200,
    problems: list[str] | None = None,
) -> HttpResponse:
    now, notices = timezone.now(), items_of(found)
    context = {
        "newsletter": found,
        "form": form,
        "problems": problems or [],
        "is_draft": found.status == Newsletter.Status.DRAFT,
        "issue": issue_words(found, notices, request.tenant, get_language() or "", now),
        "text": issue_text(found, notices, request.membership, get_language() or "", now) if notices else "",
        "subscribers": subscribers(NEWSLETTER).count(),
    }
    return render(request, "desk/notices/newsletter.html", context, status=status)
