"""What helped before anything was filed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets.models import Ticket
from tickets.portal.access import PortalRequest, portal_page
from tickets.portal.forms import DeflectionForm
from tickets.selectors.articles import articles_seen_by
from tickets.services.deflecting import deflect


@portal_page
@require_POST
def deflection(request: PortalRequest) -> HttpResponse:
    """Count a question that an article (by key) or a ticket (by number) answered; nothing is filed. 404 for one that
    the member may not see. Without a subject there is nothing to count, and back to the form.
    """
    form = DeflectionForm(request.POST)
    if not form.is_valid() or not (form.cleaned_data["article"] or form.cleaned_data["ticket"]):
        return redirect("portal:new")
    asked, member = form.cleaned_data, request.membership
    article = ticket = None
    if asked["article"]:
        article = get_object_or_404(articles_seen_by(member), pk=asked["article"])
    else:
        ticket = get_object_or_404(Ticket.objects.visible_to(member), number=asked["ticket"])
    deflect(contact=request.contact, subject=asked["subject"], article=article, ticket=ticket, now=timezone.now())
    messages.success(request, _("Good. Nothing was filed."))
    return redirect("portal:home")
