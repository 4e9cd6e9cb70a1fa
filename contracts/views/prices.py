"""The public price page: no login, a form of the address, works without script."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from accounts.limits import within
from accounts.requests import TenantRequest
from contracts.forms import CalculatorForm
from contracts.models.currency import home_currency
from contracts.selectors import local_day
from contracts.selectors.price_page import Shop
from contracts.selectors.prices import prices_are_public

# A page asks again while somebody types.
MOST_A_MINUTE = 120
PAYSLIPS = 100


@login_not_required
@require_safe
def calculator(request: TenantRequest) -> HttpResponse:
    """Say what the plans cost for a number of payslips (`?payslips=350&plan=3&currency=DKK`), side by side.

    404 where the tenant does not show its prices.
    """
    if not within(request, "prices", most=MOST_A_MINUTE):
        return render(request, "429.html", status=429)
    if not prices_are_public():
        raise Http404
    language = _language(request)
    with translation.override(language):
        response = _page(request)
    response["Content-Language"] = language
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def _page(request: TenantRequest) -> HttpResponse:
    shop = Shop(local_day(request.tenant, timezone.now()))
    home = home_currency(request.tenant.zone)
    plans = [(str(version.plan_id), version.plan.name) for version in shop.versions]
    first = {
        "payslips": str(PAYSLIPS),
        "plan": plans[-1][0] if plans else "",
        "currency": home if home in shop.currencies else next(iter(shop.currencies), ""),
    }
    asked = {name: request.GET.get(name, "") for name in first if name in request.GET}
    form = CalculatorForm(first | asked, plans=plans, currencies=shop.currencies)
    context: dict[str, object] = {"form": form, "grid": shop.grid(), "versions": shop.versions}
    if form.is_valid():
        currency = form.cleaned_data["currency"]
        offers = shop.offers(form.cleaned_data["payslips"], currency)
        chosen = next(offer for offer in offers if str(offer.plan) == form.cleaned_data["plan"])
        context |= {"offers": offers, "chosen": chosen, "currency": currency}
    return render(request, "prices/calculator.html", context, status=200 if form.is_valid() or not asked else 422)


def _language(request: TenantRequest) -> str:
    """Give the language chosen by the user or on this device, else one that the browser asks for, else the tenant's."""
    languages = dict(settings.LANGUAGES)
    chosen = getattr(request.user, "language", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in languages:
        return chosen
    header = request.headers.get("Accept-Language", "")
    wanted = [code.split("-")[0] for code, _share in parse_accept_lang_header(header)]
    return next((code for code in wanted if code in languages), request.tenant.language)
