"""A ticket taken by telephone or mail."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from contracts.models import Customer
from tickets.desk.forms import LIMIT_MB, FilingForm, product_of
from tickets.field_forms import FieldsForm
from tickets.models import Ticket
from tickets.selectors.customers import customer_list, visible_customers
from tickets.services.custom_fields import fields_of
from tickets.services.filing import file_ticket


@roles(DESK)
def new(request: MemberRequest) -> HttpResponse:
    """File a ticket for a customer; without one in the address, choose one first."""
    key = request.GET.get("customer", "")
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        q = request.GET.get("q", "").strip()[:200].replace("\0", "")
        found = customer_list(request.membership, q=q, after="", now=timezone.now())
        return render(request, "desk/new_for.html", {"found": found, "q": q})
    customer = get_object_or_404(visible_customers(request.membership), pk=int(key))
    before = _followed(request, customer)
    initial = {"subject": before.subject, "contact": before.contact, "product": before.product} if before else {}
    form = FilingForm(request.POST or None, request.FILES or None, customer=customer, initial=initial)
    product = form["product"].value()
    own = FieldsForm(request.POST or None, definitions=fields_of(product_of(str(product or ""))), is_new=True)
    if request.method == "POST" and form.is_valid() & own.is_valid():
        try:
            ticket = file_ticket(
                actor=request.membership,
                customer=customer,
                follow_up_of=before,
                now=timezone.now(),
                fields=own.values,
                receipt=True,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("Ticket %(number)s is filed.") % {"number": ticket.number})
            return redirect("desk:ticket", ticket.number)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "customer": customer, "limit_mb": LIMIT_MB, "before": before, "own": own}
    return render(request, "desk/new.html", context, status=status)


def _followed(request: MemberRequest, customer: Customer) -> Ticket | None:
    """Give the customer's ticket that the address says the new one follows; 404 where there is none."""
    number = request.GET.get("follows", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    tickets = Ticket.objects.visible_to(request.membership).select_related("contact", "product")
    return get_object_or_404(tickets, customer=customer, number=int(number))
