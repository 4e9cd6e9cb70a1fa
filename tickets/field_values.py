"""The values of custom fields: what may be typed, how it is kept, how it is read again."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import formats
from tickets.models import CustomField
from tickets.models.custom_field import LONGEST_VALUE

Kind = CustomField.Kind
MOST_DIGITS = 15


def read_value(field: CustomField, text: str) -> str:
    """Give a typed value as it is kept (empty: none). ValidationError says what is wrong with it.

    A number may have a comma or a point; a date is 2026-03-02. What is kept reads as itself.
    """
    tidy = " ".join(text.replace("\0", "").replace("\u00a0", " ").split())
    if not tidy:
        return ""
    if len(tidy) > LONGEST_VALUE:
        raise ValidationError(_("At most %(most)d characters.") % {"most": LONGEST_VALUE}, code="long")
    if field.kind == Kind.NUMBER:
        return _number(tidy)
    if field.kind == Kind.DATE:
        try:
            return date.fromisoformat(tidy).isoformat()
        except ValueError as error:
            raise ValidationError(_("Write a date: year-month-day."), code="date") from error
    if field.kind == Kind.CHOICE and tidy not in field.choices:
        raise ValidationError(_("Choose one of the list."), code="choice")
    return tidy


def _number(text: str) -> str:
    wrong = ValidationError(_("Write a number."), code="number")
    try:
        number = Decimal(text.replace(" ", "").replace(formats.MINUS, "-").replace(",", "."))
    except InvalidOperation as error:
        raise wrong from error
    if not number.is_finite() or number.adjusted() >= MOST_DIGITS or int(number.as_tuple().exponent) < -MOST_DIGITS:
        raise wrong
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def show_value(kind: str, text: str) -> str:
    """Give a kept value in the reader's language."""
    if kind == Kind.NUMBER:
        places = len(text.partition(".")[2])
        return formats.decimal(Decimal(text), places)
    if kind == Kind.DATE:
        # A day has no zone; any serves to write it.
        return formats.full_date(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("UTC")), ZoneInfo("UTC"))
    return text
