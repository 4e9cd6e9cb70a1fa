"""Reading bodies."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from tickets.api.problems import TooLarge


class JsonParser(JSONParser):
    """JSON up to Django's limit for what is read into memory; the framework's own reads whatever comes."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Give the value. ParseError, or TooLarge."""
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        try:
            value = super().parse(stream, media_type, parser_context)
            json.dumps(value, ensure_ascii=False).encode()  # half a character can neither be kept nor answered
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError from error
        if not isinstance(value, dict):
            raise ParseError(_("The body must be an object."))
        return value
