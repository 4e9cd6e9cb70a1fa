"""Who else is told of a ticket."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms_beside import WatcherForm
from tickets.desk.views.relations import BOTH, act
from tickets.desk.views.ticket import visible
from tickets.models import TicketWatcher
from tickets.services.watching import unwatch, watch


@roles(DESK)
@require_http_methods(BOTH)
def watchers(request: MemberRequest, number: int) -> HttpResponse:
    """Let a contact, a colleague or an address watch."""
    ticket = visible(request, number)
    form = WatcherForm(request.POST or None, ticket=ticket)

    def change(data: dict[str, Any]) -> int:
        watch(ticket=ticket, actor=request.membership, now=timezone.now(), **data)
        toasts.success(request, _("They are told from now on."))
        return number

    words = {
        "heading": _("Add a watcher"),
        "lead": _("Watchers get what the customer gets. Notes stay at the desk."),
        "submit": _("Add"),
    }
    return act(request, ticket, form, change, words)


@roles(DESK)
@require_POST
def watcher(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Tell them no more."""
    ticket = visible(request, number)
    people = TicketWatcher.objects.select_related("ticket", "contact", "membership__user")
    unwatch(watcher=get_object_or_404(people, pk=pk, ticket=ticket), actor=request.membership, now=timezone.now())
    toasts.success(request, _("The watcher is removed."))
    return redirect("desk:ticket", number)
