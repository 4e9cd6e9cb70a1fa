"""Placeholders in texts that a tenant writes: `{{ contact.first_name }}`."""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def check(text: str, known: Collection[str]) -> None:
    """Raise ValidationError that names the first placeholder that is not among the known ones, or a brace that is left
    open.
    """
    for match in PLACEHOLDER.finditer(text):
        if match[1] not in known:
            raise ValidationError(_("There is no placeholder %(name)s."), code="placeholder", params={"name": match[0]})
    rest = PLACEHOLDER.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise ValidationError(_("A placeholder is not complete: write {{ and }} around it."), code="placeholder")
