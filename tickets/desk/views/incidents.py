"""Incidents: one fault that many customers report."""

from typing import Any

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms_relations import IncidentForm, UpdateForm
from tickets.desk.views.relations import BOTH, act
from tickets.desk.views.ticket import visible
from tickets.models import Ticket
from tickets.selectors.relations import open_incidents
from tickets.services.incidents import attach, detach, mark_incident, update_affected

MOST = 200


@roles(DESK)
@require_http_methods(BOTH)
def part_of(request: MemberRequest, number: int) -> HttpResponse:
    """Make this ticket part of an open incident; one that is alone can be marked as an incident from here."""
    ticket = visible(request, number)
    form = IncidentForm(request.POST or None, choices=open_incidents(request.membership))

    def change(data: dict[str, Any]) -> int:
        incident = Ticket.objects.get(pk=data["incident"])
        attach(tickets=[ticket], incident=incident, actor=request.membership, now=timezone.now())
        toasts.success(request, _("The ticket is part of incident %(number)s.") % {"number": incident.number})
        return number

    lead = _("It gets the incident’s public updates, and can be solved together with it.")
    words = {"heading": _("Part of an incident"), "lead": lead, "submit": _("Make it part")}
    return act(request, ticket, form, change, words, may_mark=not ticket.is_incident)


@roles(DESK)
@require_POST
def marking(request: MemberRequest, number: int) -> HttpResponse:
    """Mark the ticket as an incident, take the mark away, or take the ticket out of its incident."""
    ticket, what = visible(request, number), request.POST.get("what")
    who: dict[str, Any] = {"ticket": ticket, "actor": request.membership, "now": timezone.now()}
    try:
        if what == "detach":
            detach(**who)
            toasts.success(request, _("The ticket is no longer part of the incident."))
        else:
            mark_incident(is_incident=what == "mark", **who)
            said = _("The ticket is an incident.") if what == "mark" else _("The ticket is an ordinary one.")
            toasts.success(request, said)
    except ValidationError as error:
        toasts.error(request, error.messages[0])
    return redirect("desk:ticket", number)


@roles(DESK)
@require_http_methods(BOTH)
def update(request: MemberRequest, number: int) -> HttpResponse:
    """Send a public update to everybody affected."""
    ticket = visible(request, number)

    def change(data: dict[str, Any]) -> int:
        sent = update_affected(ticket=ticket, actor=request.membership, text=data["text"], now=timezone.now())
        said = ngettext("The update went to %(count)d ticket.", "The update went to %(count)d tickets.", sent)
        toasts.success(request, said % {"count": sent})
        return number

    count = ticket.affected.open().count()
    lead = ngettext(
        "It goes to this ticket and %(count)d other.", "It goes to this ticket and %(count)d others.", count
    )
    words = {
        "heading": _("Update all affected by %(number)s") % {"number": number},
        "lead": lead % {"count": count},
        "submit": _("Send to all"),
    }
    return act(request, ticket, UpdateForm(request.POST or None), change, words)


@roles(DESK)
@require_POST
def selection(request: MemberRequest) -> HttpResponse:
    """Show the ticked tickets, and what can be done with all of them: make them part of an incident."""
    return _selection(request, request.POST.getlist("ticket"), None)


@roles(DESK)
@require_POST
def selection_joining(request: MemberRequest) -> HttpResponse:
    """Make the ticked tickets part of an incident."""
    form = IncidentForm(request.POST, choices=open_incidents(request.membership))
    numbers = request.POST.getlist("ticket")
    if form.is_valid():
        incident = Ticket.objects.get(pk=form.cleaned_data["incident"])
        try:
            tickets = _chosen(request, numbers)
            joined = attach(tickets=tickets, incident=incident, actor=request.membership, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            said = ngettext("%(count)d ticket added.", "%(count)d tickets added.", joined)
            toasts.success(request, said % {"count": joined})
            return redirect("desk:ticket", incident.number)
    return _selection(request, numbers, form)


def _chosen(request: MemberRequest, numbers: list[str]) -> list[Ticket]:
    keys = [int(n) for n in numbers[:MOST] if n.isascii() and n.isdigit() and len(n) < 10]
    found = Ticket.objects.visible_to(request.membership).filter(number__in=keys)
    return list(found.select_related("customer").order_by("number"))


def _selection(request: MemberRequest, numbers: list[str], form: IncidentForm | None) -> HttpResponse:
    context = {
        "tickets": _chosen(request, numbers),
        "form": form or IncidentForm(choices=open_incidents(request.membership)),
    }
    return render(request, "desk/selection_incident.html", context, status=422 if form else 200)
