"""Articles at the desk: the list, writing with a preview, publishing and retiring."""

from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import AGENTS, DESK, roles
from accounts.markdown import to_html
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from accounts.tables.asked import asked_file
from contracts.selectors import local_day
from tickets.desk.forms_articles import ArticleForm
from tickets.desk.views.ticket import visible
from tickets.models import Article, Ticket
from tickets.selectors.articles import articles_seen_by, found_articles
from tickets.selectors.articles_table import articles_table
from tickets.services.articles import change_article, publish_article, retire_article, write_article

PREVIEW = "preview"
PAGE = 50


@roles(DESK)
@require_safe
def articles(request: MemberRequest) -> HttpResponseBase:
    """List articles by words and status, the latest changed first."""
    words, status, after = (
        request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("q", "status", "page")
    )
    rows = articles_seen_by(request.membership)
    if status in Article.Status.values:
        rows = rows.filter(status=status)
    ordered = (
        found_articles(rows, words, language=request.tenant.language) if words else rows.order_by("-updated_at", "-pk")
    )
    ordered = ordered.select_related("product", "updated_by__user")
    if kind := asked_file(request):
        zone, today = ZoneInfo(request.tenant.zone), local_day(request.tenant, timezone.now())
        return table_response(articles_table(ordered, zone, today=today), kind)
    page = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    found = list(ordered[page * PAGE : (page + 1) * PAGE + 1])
    context = {
        "articles": found[:PAGE],
        "words": words,
        "status": status,
        "statuses": Article.Status.choices,
        "page": page,
        "has_next": len(found) > PAGE,
        "may_write": request.membership.role in AGENTS,
    }
    return render(request, "desk/articles/list.html", context)


@roles(AGENTS)
def article_new(request: MemberRequest) -> HttpResponse:
    """Write a draft; `?ticket=` takes subject and solution of a solved ticket over."""
    source = _source(request)
    if request.method != "POST":
        first: dict[str, object] = {"language": request.tenant.language}
        if source:
            first |= {"title": source.subject, "text": source.solution, "product": source.product_id}
        return _form(request, ArticleForm(initial=first), source=source)
    form = ArticleForm(request.POST)
    if PREVIEW in request.POST or not form.is_valid():
        return _form(request, form, source=source)
    try:
        made = write_article(actor=request.membership, now=timezone.now(), written=form.written, ticket=source)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, form, source=source)
    toasts.success(request, _("The draft is saved. Customers do not see it yet."))
    return redirect("desk:article", made.pk)


@roles(DESK)
@require_safe
def article(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an article as customers read it, with what can be done."""
    rows = articles_seen_by(request.membership).select_related("product", "ticket", "author__user", "updated_by__user")
    found = get_object_or_404(rows, pk=pk)
    source = Ticket.objects.visible_to(request.membership).filter(articles=found).only("number", "subject").first()
    context = {
        "article": found,
        "source": source,
        "body": to_html(found.text),
        "helped": found.deflections.count(),
        "may_write": request.membership.role in AGENTS,
    }
    return render(request, "desk/articles/article.html", context)


@roles(AGENTS)
def article_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an article."""
    found = get_object_or_404(articles_seen_by(request.membership), pk=pk)
    if request.method != "POST":
        first = {name: getattr(found, name) for name in ("title", "text", "language", "version")}
        return _form(request, ArticleForm(initial=first | {"product": found.product_id}), article=found)
    form = ArticleForm(request.POST)
    if PREVIEW in request.POST or not form.is_valid():
        return _form(request, form, article=found)
    try:
        change_article(
            article=found,
            actor=request.membership,
            now=timezone.now(),
            written=form.written,
            version=form.cleaned_data["version"] or 0,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, form, article=found, status=409 if error.code == "version" else 422)
    toasts.success(request, _("The article is saved."))
    return redirect("desk:article", pk)


@roles(AGENTS)
@require_POST
def article_publication(request: MemberRequest, pk: int) -> HttpResponse:
    """Show it to customers."""
    found = get_object_or_404(articles_seen_by(request.membership), pk=pk)
    publish_article(article=found, actor=request.membership, now=timezone.now())
    toasts.success(request, _("The article is published: customers find it now."))
    return redirect("desk:article", pk)


@roles(AGENTS)
@require_POST
def article_retirement(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it from the customers."""
    found = get_object_or_404(articles_seen_by(request.membership), pk=pk)
    retire_article(article=found, actor=request.membership, now=timezone.now())
    toasts.success(request, _("The article is retired: customers no longer see it."))
    return redirect("desk:article", pk)


def _source(request: MemberRequest) -> Ticket | None:
    """Give the ticket whose solution is taken over; 404 where this member may not see it."""
    number = request.GET.get("ticket", "")
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        return None
    return visible(request, int(number))


def _form(
    request: MemberRequest,
    form: ArticleForm,
    *,
    article: Article | None = None,
    source: Ticket | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the form, with how the text will look where that was asked for."""
    previewed = PREVIEW in request.POST
    if form.is_bound and form.errors and not previewed and status == 200:
        status = 422
    context = {
        "form": form,
        "article": article,
        "source": source,
        "heading": article.title if article else pgettext("article", "New article"),
        "preview": to_html(request.POST.get("text", "")) if previewed else "",
        "previewed": previewed,
    }
    return render(request, "desk/articles/edit.html", context, status=status)
