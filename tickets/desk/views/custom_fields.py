"""Fields of products: filled in on tickets, defined by admins."""

from typing import Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import ADMINS, DESK, roles
from accounts.requests import MemberRequest
from contracts.models import Product
from tickets.desk.forms import product_of
from tickets.desk.forms_beside import DefinitionForm
from tickets.desk.views.beside import tried
from tickets.desk.views.relations import BOTH, act
from tickets.desk.views.ticket import visible
from tickets.field_forms import FieldsForm
from tickets.models import CustomField, FieldValue
from tickets.services.custom_fields import Definition, define_field, fields_of, retire_field, set_fields


@roles(DESK)
@require_http_methods(BOTH)
def ticket_fields(request: MemberRequest, number: int) -> HttpResponse:
    """Fill in what the ticket's product asks for."""
    ticket = visible(request, number)
    values = dict(FieldValue.objects.filter(ticket=ticket).values_list("field", "text"))
    form = FieldsForm(request.POST or None, definitions=fields_of(ticket.product), values=values)

    def change(data: dict[str, Any]) -> int:
        set_fields(ticket=ticket, actor=request.membership, values=form.values, now=timezone.now())
        toasts.success(request, _("The fields are saved."))
        return number

    product = ticket.product.name if ticket.product else ""
    words = {"heading": _("Fields"), "lead": product, "submit": _("Save")}
    return act(request, ticket, form, change, words)


@roles(DESK)
@require_GET
def new_fields(request: MemberRequest) -> HttpResponse:
    """Give the fields of the product chosen in the form of a new ticket."""
    form = FieldsForm(definitions=fields_of(product_of(request.GET.get("product", ""))), is_new=True)
    return render(request, "components/fields.html", {"form": form})


@roles(ADMINS)
@require_http_methods(BOTH)
def product_fields(request: MemberRequest, pk: int) -> HttpResponse:
    """List a product's fields; POST adds one."""
    product = get_object_or_404(Product, pk=pk)
    form = DefinitionForm(request.POST or None)

    def change(data: dict[str, Any]) -> None:
        define_field(actor=request.membership, product=product, definition=_definition(form))

    if request.method == "POST" and tried(form, change):
        toasts.success(request, _("%(name)s is entered.") % {"name": form.cleaned_data["name"]})
        return redirect("desk:product_fields", pk)
    rows = CustomField.objects.filter(product=product).order_by("is_retired", "position", "pk")
    context = {"product": product, "rows": rows, "form": form}
    return render(request, "desk/register/fields.html", context, status=422 if request.method == "POST" else 200)


@roles(ADMINS)
@require_http_methods(BOTH)
def field(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a field, retire it, or take it back."""
    kept = get_object_or_404(CustomField.objects.select_related("product"), pk=pk)
    if request.method == "POST" and "retire" in request.POST:
        retire_field(actor=request.membership, kept=kept, is_retired=not kept.is_retired)
        toasts.success(request, _("%(name)s is saved.") % {"name": kept.name})
        return redirect("desk:product_fields", kept.product_id)
    name = kept.name
    form = DefinitionForm(request.POST or None, kept=kept)

    def change(data: dict[str, Any]) -> None:
        define_field(actor=request.membership, product=kept.product, definition=_definition(form), kept=kept)

    if request.method == "POST" and tried(form, change):
        toasts.success(request, _("%(name)s is saved.") % {"name": kept.name})
        return redirect("desk:product_fields", kept.product_id)
    context = {"field_kept": kept, "name": name, "form": form}
    return render(request, "desk/register/field.html", context, status=422 if request.method == "POST" else 200)


def _definition(form: DefinitionForm) -> Definition:
    data = form.cleaned_data
    return Definition(
        name=data["name"],
        kind=data.get("kind", ""),
        names=form.names,
        choices=form.lines,
        is_required=data["is_required"],
        in_portal=data["in_portal"],
        position=data["position"] or 0,
    )
