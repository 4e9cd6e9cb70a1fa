"""Products are added and renamed."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import Product
from contracts.selectors.product_tables import products_table
from contracts.services.products import add_product, rename_product
from tickets.desk.forms_register import ProductForm


@roles(MANAGERS)
def products(request: MemberRequest) -> HttpResponseBase:
    """List the products; POST adds one."""
    if kind := asked_file(request):
        return list_response(request, products_table(), kind)
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            product = add_product(actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is entered.") % {"name": product.name})
            return redirect("desk:products")
    return _page(request, form=form)


@roles(MANAGERS)
@require_POST
def product(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename a product."""
    found = get_object_or_404(Product, pk=pk)
    form = _row(found, request)
    if form.is_valid():
        try:
            rename_product(product=found, actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("%(name)s is saved.") % {"name": found.name})
            return redirect("desk:products")
    return _page(request, refused=form, about=found)


def _row(found: Product, request: MemberRequest | None = None) -> ProductForm:
    form = ProductForm(
        request.POST if request else None, initial={"name": found.name}, auto_id=f"product-{found.pk}-%s"
    )
    form.fields["name"].widget.attrs["aria-label"] = _("Name of %(name)s") % {"name": found.name}
    return form


def _page(
    request: MemberRequest,
    *,
    form: ProductForm | None = None,
    refused: ProductForm | None = None,
    about: Product | None = None,
) -> HttpResponse:
    """Draw the page; a refused name stays where it was typed, with the reason."""
    rows = [(row, refused if refused and row == about else _row(row)) for row in Product.objects.all()]
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/register/products.html", {"form": form or ProductForm(), "rows": rows}, status=status)
