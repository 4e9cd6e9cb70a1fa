"""From the address to the tenant, the member and the language."""

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import set_script_prefix
from django.utils import translation
from structlog.contextvars import bind_contextvars

from accounts.models import Membership, Tenant
from accounts.tenancy.context import tenant_context

GetResponse = Callable[[HttpRequest], HttpResponse]


class TenantMiddleware:
    """Take the tenant off the path, make it the script prefix, and run the whole request in its transaction.

    ATOMIC_REQUESTS alone would render a lazy response outside the transaction; this alone would commit the writes of a
    view that ends in a 500: both are on. An unknown first segment is left alone, and answered by the root addresses.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.tenant = None
        slug, _, rest = request.path_info.removeprefix("/").partition("/")
        tenant = Tenant.objects.filter(slug=slug).first() if slug else None
        if tenant is None:
            request.urlconf = "supportdesk.urls_root"
            set_script_prefix("/")
            return self.get_response(request)
        request.tenant = tenant
        request.path_info = f"/{rest}"
        request.META["SCRIPT_NAME"] = f"/{slug}"
        set_script_prefix(f"/{slug}/")
        bind_contextvars(tenant=slug)
        with tenant_context(tenant.pk), transaction.atomic():
            return self.get_response(request)


class MembershipMiddleware:
    """Find what the signed-in user is here; `request.membership` is None for a stranger."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = None
        if request.tenant and request.user.is_authenticated:
            request.membership = (
                Membership.objects.filter(user=request.user, is_active=True).select_related("user", "tenant").first()
            )
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object) -> None:
        """Answer 404 to a signed-in stranger, whatever the page, but for those open to everybody."""
        if request.tenant and request.user.is_authenticated and request.membership is None:
            if getattr(view, "login_required", True):
                raise Http404


class LanguageMiddleware:
    """Speak the user's language, else the one chosen on this device, else the tenant's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(self._language(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", self._language(request))
        return response

    def _language(self, request: HttpRequest) -> str:
        chosen = getattr(request.user, "language", "") or request.COOKIES.get("language", "")
        if chosen in ("sv", "da", "en"):
            return chosen
        return request.tenant.language if request.tenant else translation.get_language_from_request(request)
