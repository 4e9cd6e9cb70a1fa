"""Several tickets at once, and undone again."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.bulk import BULK
from tickets.desk.forms import numbers_of
from tickets.desk.views.onwards import page_before
from tickets.models import BulkChange, Ticket
from tickets.selectors.choices import desk_choices
from tickets.services.bulk import Outcome, change_tickets, undo

MOST = 100


@roles(DESK)
@require_POST
def selection(request: MemberRequest) -> HttpResponse:
    """Do what was chosen to the ticked tickets; says what became of them, and offers to undo it."""
    now, choices = timezone.now(), desk_choices(macros_of=request.membership)
    applies = [
        action.make(value, request.membership)
        for name, action in BULK.items()
        if (value := request.POST.get(name, "")) and value in dict(action.options(choices))
    ]
    numbers = numbers_of(request.POST.getlist("ticket")[:MOST])
    if not applies or not numbers:
        toasts.error(request, _("Nothing was changed. Tick some tickets, and choose what to do with them."))
        return redirect(page_before(request) or "desk:queue")
    tickets = Ticket.objects.visible_to(request.membership).filter(number__in=numbers).order_by("number")
    outcome = change_tickets(tickets=tickets, actor=request.membership, applies=applies, now=now)
    tell_changed(request, outcome)
    return redirect(page_before(request) or "desk:queue")


@roles(DESK)
@require_POST
def selection_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Put back what a bulk change replaced."""
    change = BulkChange.objects.filter(pk=pk, actor=request.membership).first()
    if change is None:
        raise Http404
    try:
        outcome = undo(change=change, actor=request.membership, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, " ".join(error.messages))
        return redirect(page_before(request) or "desk:queue")
    if count := len(outcome.changed):
        said = ngettext("Undone for %(count)d ticket.", "Undone for %(count)d tickets.", count) % {"count": count}
        if outcome.wrote:
            said = " ".join((said, _("What was written stays.")))
        toasts.success(request, said)
    _tell_refused(request, outcome)
    return redirect(page_before(request) or "desk:queue")


def tell_changed(request: MemberRequest, outcome: Outcome) -> None:
    """Say what became of the tickets, with the way to undo it; that messages cannot be taken back is said before."""
    if outcome.change is not None:
        count = len(outcome.changed)
        said = ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", count) % {"count": count}
        if outcome.wrote:
            said = " ".join((said, _("Undoing takes back the changes, not what was written.")))
        toasts.success(request, said, extra_tags=reverse("desk:bulk_undo", args=[outcome.change.pk]))
    _tell_refused(request, outcome)


def _tell_refused(request: MemberRequest, outcome: Outcome) -> None:
    for reason, numbers in outcome.refused.items():
        values = {"count": len(numbers), "reason": reason, "numbers": ", ".join(map(str, numbers))}
        said = _("%(count)d not changed: %(reason)s (%(numbers)s)") % values
        toasts.error(request, said)
