"""Every change of a ticket as a resource: a form, one service, and back to the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.composing import sent_with
from tickets.desk.differences import FIELDS, differences, keep_theirs, shown
from tickets.desk.forms import (
    NOTE,
    AnalysisForm,
    AssignmentForm,
    MessageForm,
    ResolutionForm,
    SeverityForm,
    StatusForm,
    VersionedForm,
    member_of,
    product_of,
    team_of,
)
from tickets.desk.views.onwards import page_before
from tickets.desk.views.ticket import seen_of, ticket_response, visible
from tickets.models import Ticket
from tickets.selectors.choices import desk_choices
from tickets.selectors.next_up import next_after
from tickets.services.analysis import analyse
from tickets.services.assignment import assign
from tickets.services.attachments import Upload
from tickets.services.changing import StaleTicketError
from tickets.services.incidents import resolve_incident
from tickets.services.messages import add_note, reply
from tickets.services.resolution import reopen, resolve
from tickets.services.severity import decide_severity
from tickets.services.status import set_status, start_work

# More are solved from the queue, or by a second solution: an incident this large is no single click.
MOST_CHILDREN = 500
Change = Callable[[Ticket, dict[str, Any], datetime], Ticket]


@roles(DESK)
@require_POST
def messages(request: MemberRequest, number: int) -> HttpResponse:
    """Answer the customer, or write a note: what the tab says, whatever the button."""
    form = MessageForm(request.POST, request.FILES, auto_id="message-%s")
    if request.POST.get("kind") == NOTE:
        return change_ticket(request, number, "message", form, _note(request), _("The note is saved."))
    onwards = None
    if request.POST.get("then") == "next":
        # Looked up first: the answer moves the ticket to another place in the queue.
        onwards = next_after(visible(request, number), member=request.membership, now=timezone.now())
    return change_ticket(request, number, "message", form, _reply(request), _("The answer is on its way."), onwards)


def _note(request: MemberRequest) -> Change:
    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        text, actor = data["text"], request.membership

        def send(pictures: list[Upload]) -> Ticket:
            return add_note(ticket=ticket, actor=actor, text=text, files=[*data["files"], *pictures], now=now)

        return sent_with(request.POST, ticket=ticket, actor=actor, kind=NOTE, text=text, now=now, send=send)

    return change


def _reply(request: MemberRequest) -> Change:
    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        text, actor = data["text"], request.membership

        def send(pictures: list[Upload]) -> Ticket:
            return reply(
                ticket=ticket,
                actor=actor,
                text=text,
                files=[*data["files"], *pictures],
                cc=data["cc"],
                then_wait=data["then"] == "wait",
                version=data["version"],
                now=now,
            )

        return sent_with(request.POST, ticket=ticket, actor=actor, kind="reply", text=text, now=now, send=send)

    return change


@roles(DESK)
@require_POST
def resolution(request: MemberRequest, number: int) -> HttpResponse:
    """Solve the ticket with a written solution."""

    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        said: dict[str, Any] = {
            "solution": data["solution"],
            "version": data["version"],
            "actor": request.membership,
            "now": now,
        }
        if data["children"]:
            resolve_incident(ticket=ticket, children=data["children"], **said)
            return ticket
        return resolve(ticket=ticket, **said)

    form = ResolutionForm(request.POST, auto_id="resolution-%s")
    fields: Any = form.fields
    keys = [key for key in request.POST.getlist("children")[:MOST_CHILDREN] if key.isascii() and len(key) < 18]
    fields["children"].choices = [(key, key) for key in keys]
    return change_ticket(
        request, number, "resolution", form, change, _("The ticket is solved. The customer has been told.")
    )


@roles(DESK)
@require_POST
def reopening(request: MemberRequest, number: int) -> HttpResponse:
    """Open a solved ticket again."""

    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        return reopen(ticket=ticket, actor=request.membership, version=data["version"], now=now)

    return change_ticket(
        request, number, "reopening", VersionedForm(request.POST), change, _("The ticket is open again.")
    )


@roles(DESK)
@require_POST
def severity(request: MemberRequest, number: int) -> HttpResponse:
    """Decide the severity."""

    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        return decide_severity(
            ticket=ticket,
            actor=request.membership,
            severity=data["severity"],
            reason=data["reason"],
            version=data["version"],
            now=now,
        )

    form = SeverityForm(request.POST, auto_id="severity-%s")
    return change_ticket(request, number, "severity", form, change, _("The severity is decided."))


@roles(DESK)
@require_POST
def assignment(request: MemberRequest, number: int) -> HttpResponse:
    """Give the ticket to somebody, or to nobody."""

    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        return assign(
            ticket=ticket,
            actor=request.membership,
            assignee=member_of(data["assignee"]),
            team=team_of(data["team"]),
            version=data["version"],
            now=now,
        )

    choices = desk_choices()
    form = AssignmentForm(request.POST, auto_id="assignment-%s", staff=choices.staff, teams=choices.teams)
    return change_ticket(request, number, "assignment", form, change, _("The ticket is assigned."))


@roles(DESK)
@require_POST
def status(request: MemberRequest, number: int) -> HttpResponse:
    """Move the ticket to another open status."""

    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        return set_status(
            ticket=ticket, actor=request.membership, status=data["status"], version=data["version"], now=now
        )

    form = StatusForm(request.POST, auto_id="status-%s")
    return change_ticket(request, number, "status", form, change, _("The status is changed."))


@roles(DESK)
@require_POST
def work(request: MemberRequest, number: int) -> HttpResponse:
    """Start work: meets the start clock, and nobody's ticket becomes mine."""

    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        return start_work(ticket=ticket, actor=request.membership, version=data["version"], now=now)

    return change_ticket(request, number, "work", VersionedForm(request.POST), change, _("Work has started."))


@roles(DESK)
@require_POST
def analysis(request: MemberRequest, number: int) -> HttpResponse:
    """Record the first analysis and its outcome."""

    def change(ticket: Ticket, data: dict[str, Any], now: datetime) -> Ticket:
        return analyse(
            ticket=ticket,
            actor=request.membership,
            category=data["category"],
            finding=data["finding"],
            outcome=data["outcome"],
            product=product_of(data["product"]),
            consultant=member_of(data["consultant"]),
            notice=data["notice"],
            covered=data["covered"],
            version=data["version"],
            now=now,
        )

    choices = desk_choices()
    form = AnalysisForm(request.POST, auto_id="analysis-%s", products=choices.products, consultants=choices.consultants)
    return change_ticket(request, number, "analysis", form, change, _("The analysis is saved."))


def change_ticket(
    request: MemberRequest,
    number: int,
    name: str,
    form: forms.Form,
    change: Change,
    done: str,
    onwards: int | None = None,
) -> HttpResponse:
    """Check, change, go back, `onwards` to another ticket, or to the page that the form names as `next`. What cannot be
    changed shows the page again with what was typed: 422, or 409 where somebody else has changed the ticket since it
    was read.
    """
    ticket, now = visible(request, number), timezone.now()
    if keep_theirs(form, name, ticket=ticket):
        toasts.success(request, _("Nothing was changed."))
        return redirect("desk:ticket", number)
    if form.is_valid():
        try:
            change(ticket, form.cleaned_data, now)
        except ValidationError as error:
            form.add_error(None, error)
        except StaleTicketError:
            return _stale(request, number, name, form, now)
        else:
            toasts.success(request, done)
            if back := page_before(request):
                return redirect(back)
            if onwards is None and not Ticket.objects.visible_to(request.membership).filter(pk=ticket.pk).exists():
                return redirect("desk:queue")  # a consultant has handed it back
            return redirect("desk:ticket", onwards or number)
    return ticket_response(request, visible(request, number), now=now, bound=form, name=name, status=422)


def _stale(request: MemberRequest, number: int, name: str, form: forms.Form, now: datetime) -> HttpResponse:
    """Show what changed meanwhile; the form keeps the text and takes the new version, so that sending again works."""
    seen = seen_of(form.cleaned_data.get("seen"))
    current = visible(request, number)
    posted: Any = form.data
    data = posted.copy()
    data["version"] = str(current.version)
    if isinstance(form, VersionedForm) and name in FIELDS:
        form.differences = differences(name, form, ticket=current, member=request.membership, seen=seen, now=now)
        data["was"] = shown(current)
    form.data = data
    return ticket_response(request, current, now=now, bound=form, name=name, stale_since=seen, status=409)
