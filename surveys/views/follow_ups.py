"""Calls to detractors: the managers' task list."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import table_response
from accounts.tables.asked import asked_file
from sla.hours import support_calendar
from surveys.forms import FollowUpForm, NoteForm, OwnerForm
from surveys.models import FollowUp
from surveys.selectors.calls import Show, call_of, open_calls
from surveys.selectors.calls_table import calls_table
from surveys.selectors.notes import notes_of
from surveys.services.follow_ups import assign_follow_up, finish_follow_up, note_follow_up, take_follow_up, written_to
from tickets.selectors.notifications import CALLS
from tickets.selectors.ticket_page import find_ticket
from tickets.services.reading import mark_told_read

_WITH = ("answer__invitation__ticket__customer", "answer__invitation__contact", "owner__user")


@roles(MANAGERS)
@require_safe
def follow_ups(request: MemberRequest) -> HttpResponseBase:
    """List the open calls: mine, all, or those past their deadline (`?show=overdue`). Files have those done as well."""
    now, show = timezone.now(), request.GET.get("show", Show.ALL)
    if show not in Show.values:
        raise Http404
    zone, member = ZoneInfo(request.tenant.zone), request.membership
    if kind := asked_file(request):
        return table_response(calls_table(show, member=member, now=now, zone=zone), kind)
    calls = open_calls(calendar=support_calendar(), now=now, zone=zone, show=show, member=member)
    return render(request, "surveys/follow_ups.html", {"calls": calls, "show": show, "choices": Show.choices})


@roles(MANAGERS)
@require_http_methods(["GET", "POST"])
def follow_up(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one call to make, and take its outcome."""
    task = _task(pk)
    if request.method == "GET":
        ticket = task.answer.invitation.ticket
        mark_told_read(CALLS, ticket=ticket, actor=request.membership, now=timezone.now())
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            finish_follow_up(follow_up=task, actor=request.membership, now=timezone.now(), **form.cleaned_data)
            return redirect("surveys:follow_ups")
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, task, form=form)


@roles(MANAGERS)
@require_safe
def of_ticket(request: MemberRequest, number: int) -> HttpResponse:
    """Lead to a ticket's call; to the ticket where there is none any more."""
    ticket = find_ticket(number, request.membership)
    if ticket is None:
        raise Http404
    call = FollowUp.objects.filter(answer__invitation__ticket=ticket).first()
    return redirect("surveys:follow_up", call.pk) if call else redirect("desk:ticket", number)


@roles(MANAGERS)
@require_POST
def take(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the call mine."""
    take_follow_up(follow_up=get_object_or_404(FollowUp, pk=pk), actor=request.membership, now=timezone.now())
    return redirect("surveys:follow_up", pk)


@roles(MANAGERS)
@require_POST
def assign(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the call to a manager, or back to all of them."""
    task, form = _task(pk), OwnerForm(request.POST)
    if not form.is_valid():
        return _page(request, task, owner_form=form)
    assign_follow_up(follow_up=task, owner=form.cleaned_data["owner"], actor=request.membership, now=timezone.now())
    return redirect("surveys:follow_up", pk)


@roles(MANAGERS)
@require_POST
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """Note something about the call."""
    task, form = _task(pk), NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _page(request, task, note_form=form)
    note_follow_up(follow_up=task, actor=request.membership, text=form.cleaned_data["notes"], now=timezone.now())
    return redirect("surveys:follow_up", pk)


def _task(pk: int) -> FollowUp:
    found: FollowUp = get_object_or_404(FollowUp.objects.select_related(*_WITH), pk=pk)
    return found


def _page(request: MemberRequest, task: FollowUp, **bound: Form) -> HttpResponse:
    """Render the page; `bound` are forms that were refused."""
    zone = ZoneInfo(request.tenant.zone)
    context = {
        "task": task,
        "call": call_of(task, calendar=support_calendar(), now=timezone.now(), zone=zone),
        "notes": notes_of(task),
        "form": FollowUpForm(),
        "note_form": NoteForm(prefix="note"),
        "owner_form": OwnerForm(initial={"owner": task.owner_id}),
        "may_write": written_to(task) is not None,
        **bound,
    }
    refused = any(form.errors for form in bound.values())
    return render(request, "surveys/follow_up.html", context, status=422 if refused else 200)
