"""Customers and contacts are entered and changed."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import AGENTS, roles
from accounts.requests import MemberRequest
from contracts.models import Contact, Customer
from contracts.services.bounced import say_address_is_right
from contracts.services.register import create_contact, create_customer, update_contact, update_customer
from tickets.desk.forms_register import ContactForm, CustomerForm


@roles(AGENTS)
def customer_new(request: MemberRequest) -> HttpResponse:
    """Enter a company."""
    form = CustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            customer = create_customer(actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is entered.") % {"name": customer.name})
            return redirect("desk:customer", customer.pk)
    return _page(request, "desk/register/customer.html", {"form": form})


@roles(AGENTS)
def customer_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename a company."""
    customer = get_object_or_404(Customer, pk=pk)
    name = customer.name
    form = CustomerForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        try:
            update_customer(customer=customer, actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is saved.") % {"name": customer.name})
            return redirect("desk:customer", pk)
    return _page(request, "desk/register/customer.html", {"form": form, "customer": customer, "name": name})


@roles(AGENTS)
def contact_new(request: MemberRequest, customer: int) -> HttpResponse:
    """Enter somebody at a customer."""
    company = get_object_or_404(Customer, pk=customer)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = create_contact(customer=company, actor=request.membership, card=form.card)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is entered.") % {"name": contact.name})
            return redirect("desk:customer", company.pk)
    return _page(request, "desk/register/contact.html", {"form": form, "customer": company})


@roles(AGENTS)
def contact_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what is known of a contact."""
    contact = get_object_or_404(Contact.objects.select_related("customer"), pk=pk)
    name = contact.name
    form = ContactForm(
        request.POST or None, initial={field: getattr(contact, field) for field in ContactForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_contact(contact=contact, actor=request.membership, card=form.card, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is saved.") % {"name": contact.name})
            return redirect("desk:customer", contact.customer_id)
    context = {"form": form, "customer": contact.customer, "name": name, "contact": contact}
    return _page(request, "desk/register/contact.html", context)


@roles(AGENTS)
@require_POST
def contact_address(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody has asked: mail to the address arrives again."""
    contact = get_object_or_404(Contact, pk=pk)
    say_address_is_right(contact=contact, actor=request.membership)
    toasts.success(request, _("%(name)s is saved.") % {"name": contact.name})
    return redirect("desk:customer", contact.customer_id)


def _page(request: MemberRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, status=422 if request.method == "POST" else 200)
