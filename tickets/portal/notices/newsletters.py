"""The newsletters that were sent, as far as they concern the reader."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from contracts.models import Newsletter
from contracts.newsletters.selectors import items_for
from contracts.newsletters.words import issue_words
from contracts.selectors import local_day
from tickets.portal.access import PortalRequest, portal_page, show

MOST = 52


@portal_page
@require_GET
def newsletters(request: PortalRequest) -> HttpResponse:
    """List what was sent in two years, the latest first."""
    sent = Newsletter.objects.filter(status=Newsletter.Status.SENT)[:MOST]
    return show(request, "portal/notices/newsletters.html", newsletters=sent)


@portal_page
@require_GET
def newsletter(request: PortalRequest, pk: int) -> HttpResponse:
    """Show one; 404 for a draft, and for one of which nothing concerns the reader's company."""
    found = get_object_or_404(Newsletter, pk=pk, status=Newsletter.Status.SENT)
    now = timezone.now()
    notices = items_for(found, request.contact.customer, local_day(request.tenant, now))
    if not notices:
        raise Http404
    words = issue_words(found, notices, request.tenant, get_language() or "", now)
    return show(request, "portal/notices/newsletter.html", issue=words)
