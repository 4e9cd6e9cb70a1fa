"""The description of the interface, for programs and for people."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from accounts.access import EVERYBODY, roles
from accounts.requests import MemberRequest
from tickets.api.base import ApiRequest, ApiView


class OpenApiRenderer(JSONRenderer):
    """JSON under the name that tools look for."""

    media_type = "application/vnd.oai.openapi+json"
    format = "openapi"


class SchemaView(ApiView):
    """OpenAPI 3.1."""

    allowed = {"GET": EVERYBODY}
    renderer_classes = [OpenApiRenderer, JSONRenderer]
    schema = None

    def get(self, request: ApiRequest) -> Response:
        """Give the description, with the tenant's address as the server."""
        server = {"url": request.build_absolute_uri(get_script_prefix()).rstrip("/")}
        return Response(description() | {"servers": [server]}, headers={"Content-Language": "en"})


@cache
def description() -> dict[str, Any]:
    """Make the description: it is the same for everybody, in English as the names it explains, and takes a while."""
    with translation.override("en"):
        generator: Any = SchemaGenerator
        made: dict[str, Any] = generator().get_schema(request=None, public=True)
    return made


@roles(EVERYBODY)
@require_safe
def docs(request: MemberRequest) -> HttpResponse:
    """Show the description as a page on which calls can be tried."""
    addresses = {"schema_url": reverse("api:schema"), "tokens_url": reverse("accounts:tokens")}
    return render(request, "api/docs.html", addresses)
