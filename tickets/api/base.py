"""What every view of the interface shares."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import CUSTOMERS, EVERYBODY
from accounts.models import Membership, Role, Tenant
from accounts.tenancy.prepared import Prepared
from contracts.models import Contact
from tickets.api.etags import tagged
from tickets.api.parsers import JsonParser
from tickets.models import Ticket
from tickets.selectors.beside import with_words


class ApiRequest(Request):
    """A request behind IsMember: there is a member."""

    tenant: Tenant
    membership: Membership


class ApiView(APIView):
    """Names who may call which method; answers carry an ETag and belong to one caller."""

    allowed: ClassVar[Mapping[str, frozenset[Role]]] = {"GET": EVERYBODY}
    http_method_names = ["get", "head", "post", "put", "delete"]
    parser_classes = [JsonParser, MultiPartParser]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Set the headers of every answer."""
        final: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(final, ("Authorization", "Cookie"))
        final.headers.setdefault("Cache-Control", "private, no-cache")
        final.headers.setdefault("Content-Language", get_language() or "")
        if isinstance(final, Response) and not final.exception:
            final.add_post_render_callback(partial(tagged, request._request))
        return final


class NoSuchAddress(ApiView):
    """Everything that is not there: a problem as well, and no page."""

    allowed = {}
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer at once, to members; a guest is asked for a token first."""
        super().initial(request, *args, **kwargs)
        raise Http404


def visible_ticket(request: ApiRequest, number: int) -> Ticket:
    """Give the ticket with this number, if the caller may see it; else 404."""
    reader = request.membership
    ticket = _VISIBLE.first(reader.pk, number, shape=reader.role)
    if ticket is None:
        raise Http404
    return ticket


def _visible(role: str, reader: int, number: int) -> QuerySet[Ticket]:
    seen = Ticket.objects.visible_to(Membership(pk=reader, role=role)).filter(number=number)
    return with_words(seen.select_related(*TICKET_WITH))[:1]


_VISIBLE = Prepared(_visible)
TICKET_WITH = (
    "customer",
    "contact",
    "product",
    "team",
    "assignee__user",
    "follow_up_of",
    "merged_into",
    "incident",
    "partner",
)


def contact_of(request: ApiRequest) -> Contact | None:
    """Give the customer's contact who calls; None for somebody at the desk. 403 for one not yet tied to a customer."""
    if request.membership.role not in CUSTOMERS:
        return None
    contact = Contact.objects.filter(membership=request.membership).select_related("customer__tenant").first()
    if contact is None:
        raise PermissionDenied(_("You do not belong to a customer yet."))
    return contact
