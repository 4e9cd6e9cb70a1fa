"""Sessions with us, and their results."""

from zoneinfo import ZoneInfo

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from tickets.attachments.download import booking_response
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.list_tables import sessions_table
from tickets.selectors.bookings import bookings_of, listed


@portal_page
@require_safe
def bookings(request: PortalRequest) -> HttpResponseBase:
    """List the contact's own sessions; company-wide, all of the company's."""
    found = bookings_of(request.contact)
    if kind := asked_file(request):
        return list_response(request, sessions_table(found), kind)
    rows = listed(found, now=timezone.now(), zone=ZoneInfo(request.tenant.zone))
    return show(request, "portal/bookings.html", rows=rows)


@portal_page
@require_safe
def booking_file(request: PortalRequest, pk: int) -> FileResponse:
    """Give the result of a session that the contact may see."""
    return booking_response(get_object_or_404(bookings_of(request.contact), pk=pk))
