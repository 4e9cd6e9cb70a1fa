"""Several tickets at once."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms import SelectionForm, member_of
from tickets.desk.views.onwards import page_before
from tickets.models import Ticket
from tickets.selectors.choices import desk_choices
from tickets.services.assignment import assign
from tickets.services.status import set_status

MOST = 100


@roles(DESK)
@require_POST
def selection(request: MemberRequest) -> HttpResponse:
    """Assign the ticked tickets, move them to a status, or both; says how many were changed, and which were not."""
    form = SelectionForm(request.POST, numbers=request.POST.getlist("ticket")[:MOST], staff=desk_choices().staff)
    if not form.is_valid() or not (form.cleaned_data["assignee"] or form.cleaned_data["status"]):
        toasts.error(request, _("Nothing was changed. Tick some tickets, and choose what to do with them."))
        return redirect(page_before(request) or "desk:queue")
    changed, refused = 0, []
    tickets = Ticket.objects.visible_to(request.membership).filter(number__in=form.cleaned_data["ticket"])
    for ticket in tickets.order_by("number"):
        try:
            _apply(request, ticket, form.cleaned_data["assignee"], form.cleaned_data["status"])
            changed += 1
        except ValidationError:
            refused.append(str(ticket.number))
    if changed:
        said = ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", changed) % {"count": changed}
        toasts.success(request, said)
    if refused:
        toasts.error(request, _("Not changed, because they are done: %(numbers)s.") % {"numbers": ", ".join(refused)})
    return redirect(page_before(request) or "desk:queue")


def _apply(request: MemberRequest, ticket: Ticket, assignee: str, status: str) -> None:
    now = timezone.now()
    if status:
        ticket = set_status(ticket=ticket, actor=request.membership, status=status, now=now)
    if assignee:
        assign(ticket=ticket, actor=request.membership, assignee=member_of(assignee), now=now)
