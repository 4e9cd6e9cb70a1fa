"""The ticket page, and the same page with what was typed when a change could not be made."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.access import AGENTS, DESK, MANAGERS, roles
from accounts.requests import MemberRequest
from contracts.selectors import local_day
from sla.models import Severity
from tickets.desk.differences import shown
from tickets.desk.forms import (
    LIMIT_MB,
    AnalysisForm,
    AssignmentForm,
    MessageForm,
    ResolutionForm,
    SeverityForm,
    StatusForm,
)
from tickets.desk.forms_beside import TimeForm
from tickets.models import Ticket
from tickets.selectors.choices import Choices
from tickets.selectors.composer import Composer, composer
from tickets.selectors.ticket_page import find_ticket, ticket_page
from tickets.services.reading import mark_read
from tickets.services.spam import may_be_spam

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@roles(DESK)
@require_safe
def ticket(request: MemberRequest, number: int) -> HttpResponse:
    """Show the ticket; what is shown counts as read."""
    now = timezone.now()
    found = visible(request, number)
    response = ticket_response(request, found, now=now)
    if request.method == "GET":
        mark_read(ticket=found, actor=request.membership, now=now)
    return response


def visible(request: MemberRequest, number: int) -> Ticket:
    """Give a ticket this member may see; 404 otherwise."""
    found = find_ticket(number, request.membership)
    if found is None:
        raise Http404
    return found


def ticket_response(
    request: MemberRequest,
    found: Ticket,
    *,
    now: datetime,
    bound: forms.Form | None = None,
    name: str = "",
    stale_since: datetime | None = None,
    preview: SafeString | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page. `bound` is the form called `name` that was refused: it keeps what was typed. `stale_since`: the
    ticket has changed meanwhile, and what came since then is named. `preview` shows the text of the composer.
    """
    page = ticket_page(found, member=request.membership, now=now)
    changed = [entry for entry in page.trail.entries if stale_since is not None and entry.at > stale_since]
    writing = composer(
        found,
        member=request.membership,
        now=now,
        inserted=request.GET.getlist("macro"),
        posted=request.POST.getlist("macro") if name == "message" else None,
    )
    context = {
        "composer": writing,
        "preview": preview,
        "page": page,
        "ticket": found,
        "forms": ticket_forms(found, page.choices, writing, now) | ({name: bound} if bound else {}),
        "refused": name,
        "is_stale": stale_since is not None,
        "differences": getattr(bound, "differences", ()),
        "changed": changed,
        "new_messages": sum(entry.message is not None for entry in changed),
        "seen": str((now - EPOCH) // MICROSECOND),
        "severities": Severity.choices,
        "now_epoch": int(now.timestamp()),
        "is_mine": found.assignee_id == request.membership.pk,
        "me": request.membership.pk,
        "limit_mb": LIMIT_MB,
        "may_publish": request.membership.role in AGENTS,
        "may_be_spam": request.membership.role in AGENTS and may_be_spam(found),
        "split_url": reverse("desk:split", args=[found.number]),
        "may_manage": request.membership.role in MANAGERS,
    }
    return render(request, "desk/ticket.html", context, status=status)


def ticket_forms(found: Ticket, choices: Choices, writing: Composer, now: datetime) -> dict[str, forms.Form]:
    """Give the page's forms, filled with how the ticket stands."""
    stamp: dict[str, Any] = {"version": found.version, "seen": (now - EPOCH) // MICROSECOND, "was": shown(found)}
    return {
        "message": MessageForm(initial={**stamp, **writing.initial}, auto_id="message-%s"),
        "resolution": ResolutionForm(initial=stamp, auto_id="resolution-%s"),
        "severity": SeverityForm(initial={**stamp, "severity": found.severity}, auto_id="severity-%s"),
        "assignment": AssignmentForm(
            initial={**stamp, "assignee": found.assignee_id},
            auto_id="assignment-%s",
            staff=choices.staff,
            teams=choices.teams,
        ),
        "time": TimeForm(initial={"day": local_day(found.tenant, now)}, auto_id="time-%s"),
        "status": StatusForm(initial={**stamp, "status": found.status}, auto_id="status-%s"),
        "analysis": AnalysisForm(
            initial={
                **stamp,
                "category": found.category,
                "finding": found.finding,
                "outcome": found.outcome,
                "product": found.product_id,
            },
            auto_id="analysis-%s",
            products=choices.products,
            consultants=choices.consultants,
        ),
    }


def seen_of(value: int | None) -> datetime:
    """Give the instant behind a form's `seen`; the beginning of time where it is missing or made up."""
    try:
        return EPOCH + (value or 0) * MICROSECOND
    except OverflowError:
        return EPOCH
