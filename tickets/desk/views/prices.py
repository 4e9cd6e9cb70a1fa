"""What plans cost, from which month on."""

from typing import Any

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import PriceList
from contracts.models.currency import home_currency
from contracts.selectors.price_tables import prices_table
from contracts.selectors.prices import prices_are_public
from contracts.services.prices import enter_price_list, remove_price_list, show_prices
from tickets.desk.forms_billing import PriceListForm
from tickets.selectors.price_pages import price_groups


@roles(MANAGERS)
@require_safe
def prices(request: MemberRequest) -> HttpResponseBase:
    """List every plan's prices, those in force and to come first."""
    if kind := asked_file(request):
        return list_response(request, prices_table(), kind)
    now = timezone.now()
    context = {"groups": price_groups(request.tenant, now=now), "is_public": prices_are_public()}
    return render(request, "desk/billing/prices.html", context)


@roles(MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def price_list_new(request: MemberRequest) -> HttpResponse:
    """Enter a price list; `?like=12` begins with the figures of another."""
    like = _like(request)
    initial: dict[str, Any] = {"currency": home_currency(request.tenant.zone)}
    if like:
        initial |= {"plan": like.plan_id, "currency": like.currency}
    form = PriceListForm(request.POST or None, initial=initial, table=like.table if like else None)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("plan", "currency", "valid_from", "base")}
        try:
            enter_price_list(**fields, tiers=form.tiers, actor=request.membership, now=timezone.now())
        except ValidationError as error:
            _add(form, error)
        else:
            toasts.success(request, _("The prices are saved."))
            return redirect("desk:prices")
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/billing/price_list.html", {"form": form}, status=status)


@roles(MANAGERS)
@require_POST
def price_list_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a list that has not begun."""
    try:
        remove_price_list(price_list=get_object_or_404(PriceList, pk=pk), actor=request.membership, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, " ".join(error.messages))
    else:
        toasts.success(request, _("The prices are removed."))
    return redirect("desk:prices")


@roles(MANAGERS)
@require_POST
def public_prices(request: MemberRequest) -> HttpResponse:
    """Show the prices to everybody, or to nobody."""
    is_shown = request.POST.get("shown") == "on"
    show_prices(actor=request.membership, is_shown=is_shown)
    toasts.success(request, _("Everybody can see the prices.") if is_shown else _("The price page is turned off."))
    return redirect("desk:prices")


def _like(request: MemberRequest) -> PriceList | None:
    text = request.GET.get("like", "")
    if not (text.isascii() and text.isdigit()):
        return None
    return PriceList.objects.prefetch_related("tiers").filter(pk=int(text[:9])).first()


def _add(form: PriceListForm, error: ValidationError) -> None:
    """Put what a service refuses at its field; tiers are many fields, so theirs stands above."""
    refused = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in refused.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
