"""One ticket of those that a contact may see."""

from django.shortcuts import get_object_or_404

from tickets.models import Ticket
from tickets.portal.access import PortalRequest
from tickets.selectors.beside import with_billable, with_copies, with_words


def find_ticket(request: PortalRequest, number: int) -> Ticket:
    """Give a ticket the member may see, with what its page shows; 404 for others, as if not there. 1 query."""
    tickets = Ticket.objects.all().visible_to(request.membership)
    shaped = tickets.select_related(
        "customer__tenant", "contact", "product", "assignee__user", "follow_up_of", "merged_into"
    )
    return get_object_or_404(with_copies(with_billable(with_words(shaped))), number=number)
