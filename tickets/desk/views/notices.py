"""A text to start from when the customer is told who takes over, or that it is out of scope."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms import member_of, product_of
from tickets.desk.views.ticket import visible
from tickets.selectors.notices import suggested_notice


@roles(DESK)
@require_safe
def notice(request: MemberRequest, number: int) -> HttpResponse:
    """Answer {"text": …} for what is chosen in the form of the first analysis."""
    asked = request.GET.get
    consultant = member_of(_key(asked("consultant", "")))
    text = suggested_notice(
        visible(request, number),
        outcome=asked("outcome", ""),
        consultant=consultant.user.name if consultant else "",
        covered=bool(asked("covered", "").strip()),
        product=product_of(_key(asked("product", ""))),
        now=timezone.now(),
    )
    return JsonResponse({"text": text})


def _key(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 18 else ""
