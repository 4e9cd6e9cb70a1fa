"""What a customer said, as a piece of the ticket's and the customer's page; without script a page of its own."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import DESK, MANAGERS, roles
from accounts.requests import MemberRequest
from surveys.selectors.beside import Beside, beside_customer, beside_ticket
from surveys.selectors.comments import EVERY_MONTH, CommentFilter
from tickets.selectors.customers import visible_customers
from tickets.selectors.ticket_page import find_ticket


@roles(DESK)
@require_safe
def of_ticket(request: MemberRequest, number: int) -> HttpResponse:
    """Show the answers about a ticket; nothing to consultants, who see no satisfaction."""
    ticket = find_ticket(number, request.membership)
    if ticket is None:
        raise Http404
    back = {"back": reverse("desk:ticket", args=[number]), "back_text": f"{number} {ticket.subject}"}
    return _piece(request, beside_ticket(ticket, request.membership), back)


@roles(DESK)
@require_safe
def of_customer(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a customer's latest answers; nothing to consultants."""
    customer = get_object_or_404(visible_customers(request.membership), pk=pk)
    back = {"back": reverse("desk:customer", args=[pk]), "back_text": customer.name, "is_customer": True}
    asked = CommentFilter(month=EVERY_MONTH, customer=str(pk))
    back["all_url"] = reverse("surveys:comments") + "?" + asked.query()
    return _piece(request, beside_customer(customer, request.membership), back)


def _piece(request: MemberRequest, beside: Beside, more: dict[str, Any]) -> HttpResponse:
    whole = not request.htmx  # type: ignore[attr-defined]
    context = {"beside": beside, "is_manager": request.membership.role in MANAGERS, "is_whole": whole, **more}
    return render(request, "surveys/beside.html" if whole else "surveys/_beside.html", context)
