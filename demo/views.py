"""Views that somebody saved, so that the rail has all its groups."""

from django.utils import translation

from accounts.models import Tenant
from demo.tenants import Cast
from sla.models import Severity
from tickets.models import SavedView, Ticket
from tickets.services.saved_views import save_view


def save_views(cast: Cast, tenant: Tenant) -> None:
    """Let agent@ share one view with everyone and keep one, named in the tenant's language."""
    with translation.override(tenant.language):
        shared, own = str(Ticket.Status.WAITING_CUSTOMER.label), str(Severity.HIGH.label)
    agent = cast.agents[0]
    save_view(actor=agent, name=shared, query="status=waiting_customer", audience=SavedView.Audience.EVERYONE)
    save_view(actor=agent, name=own, query="severity=high")
