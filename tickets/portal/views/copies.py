"""Colleagues who are told of a ticket."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tickets.models import TicketWatcher
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.find import find_ticket
from tickets.portal.forms_people import CopyForm
from tickets.portal.rows import own
from tickets.services.watching import name_of, unwatch, watch


@portal_page
@require_http_methods(["GET", "POST"])
def copies(request: PortalRequest, number: int) -> HttpResponse:
    """Copy a colleague of the same company: they see this ticket from now on, and get its answers by mail."""
    ticket = find_ticket(request, number)
    form = CopyForm(request.POST or None, ticket=ticket)
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        try:
            watch(ticket=ticket, actor=request.membership, now=timezone.now(), contact=contact)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            toasts.success(request, _("%(name)s is copied from now on.") % {"name": contact.name})
            return redirect("portal:ticket", number)
    return show(request, "portal/copies.html", ticket=ticket, form=form)


@portal_page
@require_POST
def copy(request: PortalRequest, number: int, pk: int) -> HttpResponse:
    """Copy a colleague no more, or oneself; one who sees the ticket for that alone is led to their own tickets."""
    ticket = find_ticket(request, number)
    watchers = TicketWatcher.objects.select_related("ticket", "contact", "membership__user").exclude(contact=None)
    watcher = get_object_or_404(watchers, pk=pk, ticket=ticket)
    unwatch(watcher=watcher, actor=request.membership, now=timezone.now())
    toasts.success(request, _("%(name)s is not copied any more.") % {"name": name_of(watcher)})
    sees_on = request.contact.is_company_wide or own(request.contact).filter(pk=ticket.pk).exists()
    return redirect("portal:ticket", number) if sees_on else redirect("portal:tickets")
