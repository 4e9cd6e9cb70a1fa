"""Remote sessions: begin, end, and record by hand."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms_relations import PastSessionForm, SessionForm
from tickets.desk.views.relations import BOTH, act
from tickets.desk.views.ticket import visible
from tickets.models import RemoteSession
from tickets.services.remote_sessions import begin_session, end_session


@roles(DESK)
@require_http_methods(BOTH)
def beginning(request: MemberRequest, number: int) -> HttpResponse:
    """Begin a session, with the contact's consent unless another is named; with `past` record one by its times."""
    ticket, now = visible(request, number), timezone.now()
    is_past = "past" in request.GET

    def change(data: dict[str, Any]) -> int:
        begin_session(ticket=ticket, actor=request.membership, now=timezone.now(), **data)
        toasts.success(request, _("The session is recorded.") if is_past else _("The session has begun."))
        return number

    words = {
        "heading": _("Record a remote session") if is_past else _("Begin a remote session"),
        "lead": _("Ask for consent first: who gives it, and when, is kept with the ticket."),
        "submit": _("Record") if is_past else _("Consent given, begin"),
    }
    initial: dict[str, Any] = {"consent_by": ticket.contact.name if ticket.contact else ""}
    with timezone.override(ZoneInfo(request.tenant.zone)):  # times are typed and shown in the tenant's zone
        initial |= dict.fromkeys(("consent_at", "started_at", "ended_at"), now) if is_past else {}
        form = (PastSessionForm if is_past else SessionForm)(request.POST or None, initial=initial)
        return act(request, ticket, form, change, words, is_session=True, is_past=is_past)


@roles(DESK)
@require_POST
def ending(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """End a running session."""
    ticket = visible(request, number)
    session = get_object_or_404(RemoteSession.objects.select_related("ticket"), pk=pk, ticket=ticket)
    end_session(session=session, actor=request.membership, now=timezone.now())
    toasts.success(request, _("The session has ended."))
    return redirect("desk:ticket", number)
