"""Sessions with us, and their results."""

from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from tickets.attachments.download import booking_response
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.selectors.bookings import bookings_of, listed


@portal_page
@require_GET
def bookings(request: PortalRequest) -> HttpResponse:
    """List the contact's own sessions; company-wide, all of the company's."""
    rows = listed(bookings_of(request.contact), now=timezone.now(), zone=ZoneInfo(request.tenant.zone))
    return show(request, "portal/bookings.html", rows=rows)


@portal_page
@require_safe
def booking_file(request: PortalRequest, pk: int) -> FileResponse:
    """Give the result of a session that the contact may see."""
    return booking_response(get_object_or_404(bookings_of(request.contact), pk=pk))
