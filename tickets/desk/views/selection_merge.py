"""The ticked tickets of the queue, merged into one of them."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms import numbers_of
from tickets.desk.forms_relations import SelectionMergeForm
from tickets.desk.views.bulk import MOST, tell_changed
from tickets.desk.views.onwards import page_before
from tickets.models import Ticket
from tickets.services.bulk import change_tickets
from tickets.services.merging import merge


@roles(DESK)
@require_POST
def selection(request: MemberRequest) -> HttpResponse:
    """Show the ticked tickets, and ask into which of them the others are merged; the oldest is proposed."""
    return _page(request, _ticked(request), None)


@roles(DESK)
@require_POST
def merging(request: MemberRequest) -> HttpResponse:
    """Merge the others into the chosen one, each by itself; says what became of them, and offers to undo it."""
    tickets = _ticked(request)
    form = SelectionMergeForm(request.POST, tickets=tickets)
    if not form.is_valid():
        return _page(request, tickets, form)
    into = next(ticket for ticket in tickets if ticket.number == form.cleaned_data["into"])
    outcome = change_tickets(
        tickets=[ticket for ticket in tickets if ticket != into],
        actor=request.membership,
        applies=[lambda ticket, now: merge(ticket=ticket, into=into, actor=request.membership, now=now)],
        now=timezone.now(),
    )
    if not outcome.changed and not outcome.refused:
        toasts.error(request, _("Nothing was merged. Tick at least two tickets."))
    tell_changed(request, outcome)
    return redirect(page_before(request) or "desk:queue")


def _ticked(request: MemberRequest) -> list[Ticket]:
    numbers = numbers_of(request.POST.getlist("ticket")[:MOST])
    found = Ticket.objects.visible_to(request.membership).filter(number__in=numbers)
    return list(found.select_related("customer").order_by("opened_at", "number"))


def _page(request: MemberRequest, tickets: list[Ticket], form: SelectionMergeForm | None) -> HttpResponse:
    context = {
        "tickets": tickets,
        "form": form or SelectionMergeForm(tickets=tickets),
        "next": page_before(request),
    }
    return render(request, "desk/selection_merge.html", context, status=422 if form else 200)
