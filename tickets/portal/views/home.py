"""The front of the portal."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.open_now import closed_because
from tickets.portal.rows import companys, open_first, own

MOST_OWN = 8
MOST_OF_COMPANY = 5


@portal_page
@require_GET
def home(request: PortalRequest) -> HttpResponse:
    """Show the member's tickets, colleagues' for a company-wide contact, and our hours."""
    now, zone, contact = timezone.now(), ZoneInfo(request.tenant.zone), request.contact
    others = companys(contact).exclude(contact=contact) if contact.is_company_wide else None
    mine, company = open_first(own(contact), others, most=(MOST_OWN, MOST_OF_COMPANY), now=now, zone=zone)
    return show(
        request,
        "portal/home.html",
        mine=mine,
        company=company if others is not None else None,
        closed_because=closed_because(now),
    )
