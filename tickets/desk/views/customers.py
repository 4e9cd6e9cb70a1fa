"""Customers, for those at the desk."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.selectors.customers import customer_list, customer_page, visible_customers


@roles(DESK)
def customers(request: MemberRequest) -> HttpResponse:
    """List customers, found by the name of the company or of somebody there."""
    q = request.GET.get("q", "").strip()[:200].replace("\0", "")
    after = request.GET.get("after", "").replace("\0", "")
    found = customer_list(request.membership, q=q, after=after, now=timezone.now())
    return render(request, "desk/customers.html", {"found": found, "q": q})


@roles(DESK)
def customer(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one customer."""
    now = timezone.now()
    company = get_object_or_404(visible_customers(request.membership), pk=pk)
    page = customer_page(company, member=request.membership, now=now)
    context = {"page": page, "customer": company, "now_epoch": int(now.timestamp())}
    return render(request, "desk/customer.html", context)
