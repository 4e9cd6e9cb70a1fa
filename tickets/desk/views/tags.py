"""Tags: on a ticket, and all of them put in order."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.access import DESK, MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from tickets.desk.forms_beside import TagForm
from tickets.desk.views.beside import said, tried
from tickets.desk.views.ticket import visible
from tickets.models import Tag
from tickets.selectors.settings_tables import tags_table
from tickets.services.tags import add_tag, delete_tag, remove_tag, rename_tag

SUGGESTED = 12


@roles(DESK)
@require_POST
def ticket_tags(request: MemberRequest, number: int) -> HttpResponse:
    """Put a tag on a ticket."""
    ticket, name = visible(request, number), request.POST.get("name", "")
    said(
        request,
        lambda: add_tag(ticket=ticket, actor=request.membership, name=name, now=timezone.now()),
        _("The tag is added."),
    )
    return redirect("desk:ticket", number)


@roles(DESK)
@require_POST
def ticket_tag(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Take a tag off a ticket."""
    ticket, tag = visible(request, number), get_object_or_404(Tag, pk=pk)
    remove_tag(ticket=ticket, actor=request.membership, tag=tag, now=timezone.now())
    toasts.success(request, _("The tag is removed."))
    return redirect("desk:ticket", number)


@roles(DESK)
@require_GET
def suggestions(request: MemberRequest) -> JsonResponse:
    """Give the names of tags that hold what was typed, those that begin with it first."""
    typed = " ".join(request.GET.get("name", "").replace("\0", "").casefold().split())[:40]
    names = Tag.objects.filter(name__contains=typed).values_list("name", flat=True)[:200]
    found = sorted(names, key=lambda name: (not name.startswith(typed), name))[:SUGGESTED]
    return JsonResponse({"names": found})


@roles(MANAGERS)
@require_safe
def tags(request: MemberRequest) -> HttpResponseBase:
    """List all tags with how many tickets have them."""
    if kind := asked_file(request):
        return list_response(request, tags_table(_counted()), kind)
    return _page(request)


@roles(MANAGERS)
@require_POST
def tag(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename a tag, join it with the one that has the name, or delete it."""
    found = get_object_or_404(Tag, pk=pk)
    name = found.name
    if "delete" in request.POST:
        delete_tag(tag=found, actor=request.membership)
        toasts.success(request, _("%(name)s is deleted.") % {"name": name})
        return redirect("desk:tags")
    form = _row(found, request)
    is_merge = "merge" in request.POST
    if tried(form, lambda data: rename_tag(tag=found, actor=request.membership, merge=is_merge, **data)):
        toasts.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
        return redirect("desk:tags")
    found.name = name
    return _page(request, refused=form, about=found)


def _counted() -> QuerySet[Tag, Tag]:
    return Tag.objects.annotate(tickets=Count("ticket_tags"))


def _row(found: Tag, request: MemberRequest | None = None) -> TagForm:
    form = TagForm(request.POST if request else None, initial={"name": found.name}, auto_id=f"tag-{found.pk}-%s")
    form.fields["name"].widget.attrs["aria-label"] = _("Name of %(name)s") % {"name": found.name}
    return form


def _page(request: MemberRequest, *, refused: TagForm | None = None, about: Tag | None = None) -> HttpResponse:
    """Draw the page; a refused name stays where it was typed, and one that is taken offers to join the two."""
    rows = [(row, refused if refused and row == about else _row(row)) for row in _counted()]
    is_taken = refused is not None and any(
        error.code == "taken"
        for error in refused.errors.as_data().get("name", [])
        if isinstance(error, ValidationError)
    )
    context = {"rows": rows, "joinable": about.pk if about and is_taken else 0}
    return render(request, "desk/register/tags.html", context, status=422 if refused else 200)
