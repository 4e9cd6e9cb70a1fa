"""The general terms at the desk: the list, drafting with a preview, publishing, withdrawing."""

from collections.abc import Callable

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.markdown import to_html
from accounts.requests import MemberRequest
from contracts.general_terms.selectors import NOTICE_DAYS, editions, to_be_told, unreachable_customers
from contracts.general_terms.services import (
    begin_terms,
    discard_terms,
    publish_terms,
    withdraw_terms,
    write_terms,
)
from contracts.models import Mailing, MailingReceipt, TermsVersion
from contracts.selectors import local_day
from contracts.texts import words_of
from tickets.desk.terms.forms import TermsForm, entered, own_first

PREVIEW = "preview"
MOST_NAMED = 20
_Status = TermsVersion.Status


@roles(MANAGERS)
@require_safe
def versions(request: MemberRequest) -> HttpResponse:
    """List every version with its days, drafts and withdrawn ones too."""
    days = {edition.version.pk: edition for edition in editions()}
    today = local_day(request.tenant, timezone.now())
    rows = [(row, days.get(row.pk)) for row in TermsVersion.objects.defer("text_sv", "text_da", "text_en")]
    now = next((edition.version.pk for edition in days.values() if edition.is_in_force(today)), None)
    return render(request, "desk/terms/list.html", {"rows": rows, "in_force": now})


@roles(MANAGERS)
@require_POST
def new(request: MemberRequest) -> HttpResponse:
    """Begin the next version, or go on with the draft there is."""
    draft = begin_terms(actor=request.membership, now=timezone.now())
    return redirect("desk:terms:edit", draft.pk)


@roles(MANAGERS)
@require_safe
def version(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one version as it is read, who was told of it, and what can be done."""
    return _page(request, get_object_or_404(TermsVersion.objects.select_related("published_by__user"), pk=pk))


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a draft; with the other button look at it, and save nothing."""
    found = get_object_or_404(TermsVersion, pk=pk)
    if found.status != _Status.DRAFT:
        return redirect("desk:terms:version", pk)
    language = request.tenant.language
    if request.method != "POST":
        return _form(request, found, TermsForm(initial=entered(found), language=language))
    form = TermsForm(request.POST, language=language)
    if PREVIEW in request.POST or not form.is_valid():
        return _form(request, found, form)
    try:
        write_terms(terms=found, actor=request.membership, written=form.written, version=form.cleaned_data["version"])
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, found, form, status=409 if error.code == "version" else 422)
    toasts.success(request, _("The draft is saved. Customers do not see it yet."))
    return redirect("desk:terms:version", pk)


@roles(MANAGERS)
@require_POST
def publication(request: MemberRequest, pk: int) -> HttpResponse:
    """Publish the draft, and have the customers told."""
    return _act(
        request,
        pk,
        lambda found: publish_terms(terms=found, actor=request.membership, now=timezone.now()),
        _("The terms are published."),
    )


@roles(MANAGERS)
@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back what is not yet in force."""
    return _act(
        request,
        pk,
        lambda found: withdraw_terms(terms=found, actor=request.membership, now=timezone.now()),
        _("The version is withdrawn."),
    )


@roles(MANAGERS)
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget a draft."""
    found = get_object_or_404(TermsVersion, pk=pk)
    try:
        discard_terms(terms=found, actor=request.membership)
    except ValidationError as error:
        return _page(request, found, error.messages)
    toasts.success(request, _("The draft is removed."))
    return redirect("desk:terms:list")


def _act(request: MemberRequest, pk: int, act: Callable[[TermsVersion], object], done: str) -> HttpResponse:
    found = get_object_or_404(TermsVersion, pk=pk)
    try:
        act(found)
    except ValidationError as error:
        return _page(request, found, _sentences(error))
    toasts.success(request, done)
    return redirect("desk:terms:version", pk)


def _sentences(error: ValidationError) -> list[str]:
    """Give the reasons, each with the name of its field: the page that publishes has no fields."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    names = {field.name: field.verbose_name for field in TermsVersion._meta.fields}
    return [f"{names[name]}: {said}" for name, found in error.error_dict.items() for one in found for said in one]


def _page(request: MemberRequest, found: TermsVersion, problems: list[str] | None = None) -> HttpResponse:
    now = timezone.now()
    today, own = local_day(request.tenant, now), request.tenant.language
    receipts = MailingReceipt.objects.filter(mailing__terms=found, mailing__kind=Mailing.Kind.TERMS)
    is_draft = found.status == _Status.DRAFT
    is_first = not TermsVersion.objects.filter(status=_Status.PUBLISHED).exists()
    context = {
        "terms": found,
        "problems": problems or [],
        "texts": [(code, to_html(getattr(found, f"text_{code}"))) for code in own_first(own) if _written(found, code)],
        "summary": words_of(found, "summary", own, own).text,
        "is_draft": is_draft,
        "is_first": is_first,
        "is_coming": found.status == _Status.PUBLISHED and found.valid_from > today,
        "is_short": is_draft and not is_first and (found.valid_from - today).days < NOTICE_DAYS,
        "notice_days": NOTICE_DAYS,
        "will_be_told": to_be_told(today).count() if is_draft and not is_first else 0,
        "unreachable": list(unreachable_customers(today)[:MOST_NAMED]) if is_draft and not is_first else [],
        "receipts": list(receipts[:MOST_NAMED]),
        "told": receipts.count(),
        "is_telling": Mailing.objects.filter(terms=found, finished_at=None).exists(),
    }
    return render(request, "desk/terms/version.html", context, status=422 if problems else 200)


def _written(found: TermsVersion, code: str) -> bool:
    return bool(getattr(found, f"text_{code}"))


def _form(request: MemberRequest, found: TermsVersion, form: TermsForm, *, status: int = 0) -> HttpResponse:
    previewed = PREVIEW in request.POST
    texts = [(code, str(form[f"text_{code}"].value() or "")) for code in own_first(request.tenant.language)]
    context = {
        "terms": found,
        "form": form,
        "previewed": previewed,
        "previews": [(code, to_html(text)) for code, text in texts if previewed and text],
    }
    usual = 422 if request.method == "POST" and not previewed else 200
    return render(request, "desk/terms/edit.html", context, status=status or usual)
