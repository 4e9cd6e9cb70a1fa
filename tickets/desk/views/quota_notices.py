"""The customer is told what work beyond a quota costs."""

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from contracts.models import Contact
from contracts.selectors import hour_price, local_day
from tickets.desk.views.bookings import BOTH, contract_seen
from tickets.emails.quotas import overrun_words
from tickets.selectors.quotas import quota_of
from tickets.services.quotas import is_told, receivers_of, tell_overrun


@roles(DESK)
@require_http_methods(BOTH)
def quota_notice(request: MemberRequest, contract: int, service: str, year: int) -> HttpResponse:
    """Show what the customer would be told, and whom; POST tells them. `contact` in the address is told as well."""
    agreed, now = contract_seen(request, contract), timezone.now()
    today = local_day(request.tenant, now)
    quota = quota_of(agreed, service, year) if abs(year - today.year) <= 1 else None
    if quota is None:
        raise Http404
    key = request.GET.get("contact", "")
    is_key = key.isascii() and key.isdigit() and len(key) < 18
    contact = Contact.objects.filter(customer=agreed.customer_id, pk=int(key)).first() if is_key else None
    if request.method == "POST":
        try:
            tell_overrun(contract=agreed, code=service, year=year, actor=request.membership, now=now, contact=contact)
        except ValidationError as error:
            toasts.error(request, " ".join(error.messages))
        else:
            toasts.success(request, _("The customer is told. Work beyond the quota can be logged and booked."))
            return redirect("desk:customer", agreed.customer_id)
    receivers, price = receivers_of(agreed, contact), hour_price(agreed, today)
    reader = receivers[0] if receivers else Contact(name=agreed.customer.name)
    context = {
        "contract": agreed,
        "quota": quota,
        "receivers": receivers,
        "is_told": is_told(agreed, service, year),
        "said": overrun_words(agreed, quota, reader, price, get_language() or "en"),
    }
    return render(request, "desk/quota_notice.html", context)
