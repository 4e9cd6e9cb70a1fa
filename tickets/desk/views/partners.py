"""Who answers for a product besides us, and what a consultant costs."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import formats
from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import ConsultancyRate, Partner, Product
from contracts.selectors.contract_page import day_text
from contracts.selectors.price_tables import rates_table
from contracts.selectors.product_tables import partners_table
from contracts.services.partners import save_partner, set_rate
from tickets.desk.forms_partners import PartnerForm, RateForm


@roles(MANAGERS)
def partners(request: MemberRequest, pk: int) -> HttpResponseBase:
    """List a product's partners with their periods; POST adds one."""
    product = get_object_or_404(Product, pk=pk)
    found = Partner.objects.filter(product=product)
    if kind := asked_file(request):
        return list_response(request, partners_table(product, found), kind)
    form = PartnerForm(request.POST or None)
    if _saved(request, form, product, None):
        return redirect("desk:partners", product.pk)
    rows = [(row, _period(row)) for row in found]
    context = {"product": product, "rows": rows, "form": form}
    return render(request, "desk/register/partners.html", context, status=422 if request.method == "POST" else 200)


@roles(MANAGERS)
def partner(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a partner."""
    found = get_object_or_404(Partner.objects.select_related("product"), pk=pk)
    initial = {name: getattr(found, name) for name in PartnerForm.base_fields}
    form = PartnerForm(request.POST or None, initial=initial)
    if _saved(request, form, found.product, found):
        return redirect("desk:partners", found.product_id)
    context = {"partner": found, "form": form}
    return render(request, "desk/register/partner.html", context, status=422 if request.method == "POST" else 200)


@roles(MANAGERS)
def rates(request: MemberRequest) -> HttpResponseBase:
    """List what an hour of a consultant costs, from which day; POST sets it from a day on."""
    found = ConsultancyRate.objects.all()
    if kind := asked_file(request):
        return list_response(request, rates_table(found), kind)
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_rate(actor=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toasts.success(request, _("The price is saved."))
            return redirect("desk:rates")
    rows = [(day_text(rate.valid_from), formats.money(rate.amount, rate.currency)) for rate in found]
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/register/rates.html", {"rows": rows, "form": form}, status=status)


def _saved(request: MemberRequest, form: PartnerForm, product: Product, row: Partner | None) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        saved = save_partner(partner=row, product=product, actor=request.membership, card=form.card)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    toasts.success(request, _("%(name)s is saved.") % {"name": saved.name})
    return True


def _period(row: Partner) -> str:
    if row.valid_to is None:
        return _("from %(day)s") % {"day": day_text(row.valid_from)}
    return f"{day_text(row.valid_from)} – {day_text(row.valid_to)}"
