"""What the customer has bought, and the terms in force."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.contract_card import contract_card


@portal_page
@require_GET
def contract(request: PortalRequest) -> HttpResponse:
    """Show plan, period, services, contacts and terms; without contract, what that means."""
    card = contract_card(request.contact.customer, timezone.now(), ZoneInfo(request.tenant.zone))
    return show(request, "portal/contract.html", card=card)
