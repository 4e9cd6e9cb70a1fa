"""Customers, for those at the desk."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import AGENTS, DESK, MANAGERS, roles
from accounts.errors import RefusedError
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response, table_response
from accounts.tables.asked import asked_file
from contracts.models import Contact
from contracts.selectors import local_day
from contracts.services.contacts import invite_contact
from tickets.selectors.contacts_table import contacts_table
from tickets.selectors.customers import customer_list, customer_page, visible_customers
from tickets.selectors.customers_table import customers_table


@roles(DESK)
def customers(request: MemberRequest) -> HttpResponseBase:
    """List customers, found by the name of the company or of somebody there."""
    q = request.GET.get("q", "").strip()[:200].replace("\0", "")
    after = request.GET.get("after", "").replace("\0", "")
    if kind := asked_file(request):
        today = local_day(request.tenant, timezone.now())
        return table_response(customers_table(request.membership, q=q, today=today), kind)
    found = customer_list(request.membership, q=q, after=after, now=timezone.now())
    return render(request, "desk/customers.html", {"found": found, "q": q, **_rights(request)})


@roles(DESK)
def customer(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Show one customer; its file holds the contacts."""
    now = timezone.now()
    company = get_object_or_404(visible_customers(request.membership), pk=pk)
    if kind := asked_file(request):
        return list_response(request, contacts_table(company, now=now), kind)
    page = customer_page(company, member=request.membership, now=now)
    context = {
        "page": page,
        "customer": company,
        **_rights(request),
        "now_epoch": int(now.timestamp()),
    }
    return render(request, "desk/customer.html", context)


def _rights(request: MemberRequest) -> dict[str, bool]:
    """Say what this member may enter: customers and contacts, and contracts, products and teams."""
    role = request.membership.role
    return {"may_edit": role in AGENTS, "may_manage": role in MANAGERS}


@roles(AGENTS)
@require_POST
def contact_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    """Invite a contact to the portal, or send the invitation again."""
    contact = get_object_or_404(Contact.objects.exclude(email=""), pk=pk)
    try:
        invite_contact(contact=contact, actor=request.membership, now=timezone.now())
    except RefusedError as refusal:
        toasts.error(request, str(refusal))
    else:
        toasts.success(request, _("The invitation to %(email)s is on its way.") % {"email": contact.email})
    return redirect("desk:customer", contact.customer_id)
