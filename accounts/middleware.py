"""From the address to the tenant, the member and the language."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import set_script_prefix
from django.utils import translation
from structlog.contextvars import bind_contextvars

from accounts.models import Tenant
from accounts.models.tenant import RESERVED, tenant_key
from accounts.requests import AnyRequest
from accounts.tenancy.context import tenant_context

GetResponse = Callable[[AnyRequest], HttpResponse]

KEEP_SECONDS = 60
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")


class TenantMiddleware:
    """Take the tenant off the path, make it the script prefix, and run the whole request in its transaction.

    ATOMIC_REQUESTS alone would render a lazy response outside the transaction; this alone would commit the writes of a
    view that ends in a 500: both are on, and an answer of 500 or more rolls back whatever made it (a lazy response
    that fails to render, too). An unknown first segment is left alone, and answered by the root addresses.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: AnyRequest) -> HttpResponse:
        """Answer the request inside its tenant."""
        request.tenant = None
        slug, slash, rest = request.path_info.removeprefix("/").partition("/")
        tenant = _tenant(slug)
        if tenant is None:
            request.urlconf = "supportdesk.urls_root"
            set_script_prefix("/")
            return self.get_response(request)
        if not slash:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"/{slug}/{'?' + query if query else ''}")
        request.tenant = tenant
        request.path_info = f"/{rest}"
        request.META["SCRIPT_NAME"] = f"/{slug}"
        set_script_prefix(f"/{slug}/")
        bind_contextvars(tenant=slug)
        with tenant_context(tenant.pk), transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response


def _tenant(slug: str) -> Tenant | None:
    """Ask only for what can be a tenant: /healthz answers without one. Its own row is looked up once a minute."""
    if slug in RESERVED or not _SLUG.fullmatch(slug):
        return None
    key = tenant_key(slug)
    kept: Tenant | None = cache.get(key)
    if kept is None:
        kept = Tenant.objects.filter(slug=slug).first()
        if kept is not None:
            cache.set(key, kept, KEEP_SECONDS)
    return kept


class MembershipMiddleware:
    """Find what the signed-in user is here; `request.membership` is None for a stranger."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: AnyRequest) -> HttpResponse:
        """Answer the request with its member."""
        request.membership = None
        if request.tenant and request.user.is_authenticated:
            request.membership = request.user.here
            if request.membership:
                request.membership.tenant = request.tenant
        response = self.get_response(request)
        # One reader's: not for a proxy, nor for whoever presses Back on this device after they have signed out.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: AnyRequest, view: Callable[..., object], args: object, kwargs: object) -> None:
        """Answer 404 to a signed-in stranger, whatever the page, but for those open to everybody."""
        is_stranger = request.tenant and request.user.is_authenticated and request.membership is None
        if is_stranger and getattr(view, "login_required", True):
            raise Http404


class LanguageMiddleware:
    """Speak the user's language, else the one chosen on this device, else the tenant's (none: the browser's)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: AnyRequest) -> HttpResponse:
        """Answer the request in its language."""
        language = self._language(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: AnyRequest) -> str:
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen in dict(settings.LANGUAGES):
            return chosen
        return request.tenant.language if request.tenant else translation.get_language_from_request(request)
