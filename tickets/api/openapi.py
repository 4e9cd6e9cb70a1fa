"""What the description of the interface says beside the shapes."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from tickets.api.problems import CONTENT_TYPE


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="For people, in the caller's language.")
    errors = serializers.DictField(  # type: ignore[assignment]  # fields are taken off the class
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="By field."
    )
    version = serializers.IntegerField(required=False, help_text="How the ticket stands now, with 412.")


_ALWAYS = (401, 404, 429)
_WHEN = {
    400: "Something in the request cannot be used.",
    401: "No token, or one that is worth nothing here.",
    403: "The caller does not belong to a customer yet, or the CSRF token is missing.",
    404: "Not there, or not for this caller.",
    409: "The change makes no sense as the ticket stands.",
    412: "If-Match named another version.",
    413: "Too large.",
    415: "Neither JSON nor multipart/form-data.",
    422: "It names a customer that is not there.",
    429: "Too many calls; Retry-After says when to go on.",
}
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag the change is based on: 412 where the ticket has moved on.",
)


def errors(*codes: int) -> dict[Any, Any]:
    """Give these problems, and those that can always come, for the description of an operation."""
    return {
        (code, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, description=_WHEN[code])
        for code in sorted({*codes, *_ALWAYS})
    }


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library has no types
    """The token."""

    target_class = "tickets.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Say how it is sent."""
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The cookie of whoever is signed in."""

    target_class = "tickets.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Say which cookie."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
