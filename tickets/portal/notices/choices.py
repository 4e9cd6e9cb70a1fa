"""What a contact is mailed: their choices, and the one press that ends a kind."""

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from accounts.requests import TenantRequest
from contracts.models import NoticeSubscription
from contracts.notices.services.subscriptions import choose, end_subscription
from contracts.notices.tokens import read_unsubscribe
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.notices.forms import ChoicesForm


@portal_page
@require_http_methods(["GET", "POST"])
def choices(request: PortalRequest) -> HttpResponse:
    """Choose kinds and products; nothing is mailed that is not chosen."""
    kept: list[tuple[str, int | None]] = list(
        NoticeSubscription.objects.filter(contact=request.contact).values_list("kind", "product")
    )
    form = ChoicesForm(request.POST if request.method == "POST" else None, kept=kept)  # no box ticked: no fields
    if request.method == "POST" and form.is_valid():
        choose(contact=request.contact, actor=request.membership, wanted=form.wanted)
        toasts.success(request, _("Your choices are saved."))
        return redirect("portal:notices:choices")
    return show(request, "portal/notices/choices.html", form=form)


@login_not_required
@csrf_exempt  # a mail program's one-click unsubscribe posts without a session; the token is the permission
@require_http_methods(["GET", "POST"])
@limited("stop")
def unsubscribe(request: TenantRequest, token: str) -> HttpResponse:
    """Ask once, then send no more mails of this kind. Only POST does it: mail scanners open links (RFC 8058)."""
    try:
        kind = end_subscription(token=token) if request.method == "POST" else read_unsubscribe(token)[1]
    except BadSignature as error:
        raise Http404 from error
    context = {"kind": dict(NoticeSubscription.KINDS)[kind], "is_done": request.method == "POST"}
    return render(request, "portal/notices/unsubscribe.html", context)
