"""The search page, and what is like a ticket."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from sla.models import Severity
from tickets.desk.views.ticket import visible
from tickets.selectors.choices import desk_choices
from tickets.selectors.desk_search import search as find
from tickets.selectors.search_filters import SearchFilter, period_choices
from tickets.selectors.similar import similar_solved


@roles(DESK)
@require_safe
def search(request: MemberRequest) -> HttpResponse:
    """Search tickets by words, with filters, both in the address."""
    asked = SearchFilter.read(request.GET.dict())
    page = request.GET.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 4 else 1
    found = find(asked, member=request.membership, now=timezone.now(), page=max(number, 1))
    choices = desk_choices(customer=asked.customer)
    query = asked.query()
    context = {
        "asked": asked,
        "found": found,
        "choices": choices,
        "customer_name": choices.name("customer", asked.customer),
        "without_customer": asked.query(customer=""),
        "severities": Severity.choices,
        "periods": period_choices(),
        "export_query": query,
        "without_filters": SearchFilter(q=asked.q).query(),
        "comments_url": reverse("surveys:found") + SearchFilter(q=asked.q, customer=asked.customer).query()
        if asked.q
        else "",
        "previous_url": f"{query}&page={found.previous}" if found.previous else "",
        "next_url": f"{query}&page={found.next}" if found.next else "",
    }
    return render(request, "desk/search.html", context)


@roles(DESK)
@require_safe
def similar(request: MemberRequest, number: int) -> HttpResponse:
    """Give solved tickets like this one, as a piece of its page; without script it is a page of its own."""
    ticket = visible(request, number)
    found = similar_solved(ticket, member=request.membership, now=timezone.now())
    whole = not request.htmx  # type: ignore[attr-defined]
    template = "desk/similar.html" if whole else "desk/_similar_list.html"
    return render(request, template, {"ticket": ticket, "similar": found})
