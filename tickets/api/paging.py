"""Paging by key: a page says where the next one begins, so that rows filed meanwhile neither repeat nor hide others."""

import base64
import binascii
import json
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

Row = TypeVar("Row", bound=Model)
MOST = 200
USUAL = 50


class PageQuery(serializers.Serializer[Any]):
    """What every list takes. A parameter that is not known is refused: a filter misspelt must not give everything."""

    cursor = serializers.CharField(required=False, help_text="From `next` of the page before.")
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=USUAL)


def read_query(kind: type[serializers.Serializer[Any]], request: Request, **context: Any) -> dict[str, Any]:
    """Read the address's parameters. ValidationError by parameter."""
    query = kind(data=request.query_params, context=context)
    unknown = set(request.query_params) - set(query.fields)
    if unknown:
        raise ValidationError({name: [_("There is no such parameter.")] for name in sorted(unknown)})
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


def write_cursor(*parts: str | int) -> str:
    """Pack a place into an opaque text."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(text: str, *kinds: type[str] | type[int]) -> list[Any]:
    """Unpack it. ValidationError where it is not one of these parts."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        parts = None
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds):
        raise bad_cursor()
    return parts


def bad_cursor() -> ValidationError:
    """Refuse a cursor made up, cut off, or of another list."""
    return ValidationError({"cursor": [_("This cursor does not belong to this list.")]})


def page_by_key(
    rows: QuerySet[Row, Row], query: dict[str, Any], *, name: str, key: str = "pk", newest_first: bool = False
) -> tuple[list[Row], str | None]:
    """Give one page in the order of a unique number, and the cursor of the next. `name` ties the cursor to the list."""
    if cursor := query.get("cursor"):
        found, value = read_cursor(cursor, str, int)
        if found != name:
            raise bad_cursor()
        rows = rows.filter(**{f"{key}__{'lt' if newest_first else 'gt'}": value})
    page = list(rows.order_by(f"-{key}" if newest_first else key)[: query["limit"] + 1])
    if len(page) <= query["limit"]:
        return page, None
    page.pop()
    return page, write_cursor(name, getattr(page[-1], key))


def page_body(request: Request, results: Any, cursor: str | None) -> dict[str, Any]:
    """Give the answer: the rows, and the whole address of the next page."""
    address = None
    if cursor:
        query = request.query_params.copy()
        query["cursor"] = cursor
        address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"next": address, "results": results}


@cache
def page_of(kind: type[serializers.Serializer[Any]]) -> Any:
    """Give the page's shape for the description of the interface."""
    name = kind.__name__.removesuffix("Serializer") + "Page"
    return inline_serializer(name, {"next": serializers.URLField(allow_null=True), "results": kind(many=True)})
