"""The one press that ends mails about somebody else's ticket, or the summaries of the company's."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.limits import limited
from accounts.requests import TenantRequest
from tickets.services.stopping import stop_mails
from tickets.stopping import FIGURES, WATCHING, read_stop


@login_not_required
@csrf_exempt  # a mail program's one-click unsubscribe posts without a session; the token is the permission
@require_http_methods(["GET", "POST"])
@limited("stop")
def stop(request: TenantRequest, token: str) -> HttpResponse:
    """Ask once, then send no more of these. Only POST does it: mail scanners open links (RFC 8058)."""
    is_done = request.method == "POST"
    try:
        kind = stop_mails(token=token, now=timezone.now()) if is_done else read_stop(token).kind
    except BadSignature as error:
        raise Http404 from error
    context = {"is_watching": kind == WATCHING, "is_figures": kind in FIGURES, "is_done": is_done}
    return render(request, "portal/stop.html", context)
