"""Every error as problem details (RFC 9457), in the caller's language."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core import exceptions as django
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from rest_framework import exceptions as rest
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.errors import NotAllowedError
from sla.engine import EngineError
from tickets.services.changing import StaleTicketError

CONTENT_TYPE = "application/problem+json"
WHOLE = "non_field_errors"
log = logging.getLogger(__name__)


class TooLarge(rest.APIException):
    """A body that nobody reads."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self) -> None:
        super().__init__(_("The request is too large."))


class Conflict(rest.APIException):
    """A change that makes no sense as the ticket stands."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class Unprocessable(rest.APIException):
    """A request that is well formed and names something that is not there; the code says what."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail, code)


class Stale(rest.APIException):
    """If-Match named another version."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "stale"

    def __init__(self, version: int) -> None:
        super().__init__(_("Somebody else changed the ticket meanwhile. Read it again."))
        self.version = version


class Broken(rest.APIException):
    """Our own fault."""

    default_code = "error"

    def __init__(self) -> None:
        super().__init__(_("Something broke. It has been logged."))


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """Answer with the problem; what is nobody's fault but ours is logged, and reported as any error of a page."""
    known = _known(error)
    if known is None:
        request = context["request"]._request
        log.error("The interface broke", exc_info=error, extra={"path": request.path})
        got_request_exception.send(sender=type(context["view"]), request=request)
        known = Broken()
    set_rollback()
    response = Response(problem(known), status=known.status_code, content_type=CONTENT_TYPE)
    if header := getattr(known, "auth_header", None):
        response["WWW-Authenticate"] = header
    if (wait := getattr(known, "wait", None)) is not None:
        response["Retry-After"] = str(int(wait))
    return response


def problem(error: rest.APIException) -> dict[str, Any]:
    """Give the body: `code` is stable and for programs, `detail` and `errors` are for people."""
    body: dict[str, Any] = {"type": "about:blank", "title": _title(error.status_code), "status": error.status_code}
    if isinstance(error, rest.ValidationError):
        errors = dict(_by_field(error.detail))
        whole = errors.pop(WHOLE, [])
        body["code"] = "invalid"
        body["detail"] = " ".join(whole) or _("Some values cannot be used.")
        if errors:
            body["errors"] = errors
        return body
    body |= {"code": _code(error), "detail": force_str(error.detail)}
    if isinstance(error, Stale):
        body["version"] = error.version
    return body


def _known(error: Exception) -> rest.APIException | None:
    match error:
        case rest.APIException():
            return error
        case Http404() | NotAllowedError():
            return rest.NotFound()
        case django.PermissionDenied():
            return rest.PermissionDenied()
        case StaleTicketError():
            return Stale(error.current.version)
        case django.ValidationError():
            return _refused(error)
        case EngineError():
            return rest.ValidationError({WHOLE: [error.message]})
        case django.RequestDataTooBig():
            return TooLarge()
        case django.SuspiciousOperation():
            return rest.ParseError()
    return None


def _refused(error: django.ValidationError) -> rest.APIException:
    """Tell what the services refuse because of the ticket's state from what they refuse in a field."""
    if hasattr(error, "error_dict"):
        return rest.ValidationError(error.message_dict)
    if getattr(error, "code", None) == "status":
        return Conflict(" ".join(error.messages))
    field = "files" if any(each.code == "attachment" for each in error.error_list) else WHOLE
    return rest.ValidationError({field: error.messages})


def _by_field(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Flatten nested errors: {"a": {"b": ["…"]}} becomes a.b."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _by_field(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(detail, list) and any(isinstance(each, dict | list) for each in detail):
        for index, inner in enumerate(detail):
            yield from _by_field(inner, f"{path}.{index}" if path else str(index))
    else:
        yield path or WHOLE, [force_str(each) for each in (detail if isinstance(detail, list) else [detail])]


def _code(error: rest.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _title(code: int) -> str:
    """Give HTTP's phrase in the caller's language."""
    return {
        400: _("Bad request"),
        401: _("Not signed in"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        406: _("Not acceptable"),
        409: _("Conflict"),
        412: _("Changed meanwhile"),
        413: _("Too large"),
        415: _("Unsupported media type"),
        422: _("Cannot be processed"),
        429: _("Too many requests"),
    }.get(code, _("Error"))
