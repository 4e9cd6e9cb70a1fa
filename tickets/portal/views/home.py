"""The front of the portal."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.rows import companys, open_first, own

MOST_OWN = 8
MOST_OF_COMPANY = 5


@portal_page
@require_GET
def home(request: PortalRequest) -> HttpResponse:
    """Show the member's tickets, colleagues' for a company-wide contact, and our hours."""
    now, zone = timezone.now(), ZoneInfo(request.tenant.zone)
    company = None
    if request.contact.is_company_wide:
        others = companys(request.contact, request.membership).exclude(contact=request.contact)
        company = open_first(others, most=MOST_OF_COMPANY, now=now, zone=zone)
    mine = open_first(own(request.membership), most=MOST_OWN, now=now, zone=zone)
    return show(request, "portal/home.html", mine=mine, company=company)
