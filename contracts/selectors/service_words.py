"""How much of a service a plan has, in words."""

from decimal import Decimal

from django.utils.translation import ngettext, pgettext

from accounts import formats
from contracts.models import PlanService

# What is not there.
NONE = "–"


def amount_text(service: PlanService | None) -> str:
    """Give how much of it there is: its quantity, Included where it is not counted, – where there is none."""
    if service is None:
        return NONE
    return quantity_text(service) or pgettext("service", "Included")


def quantity_text(service: PlanService) -> str:
    """Give 4 hours a year, 2 a year or 15 %; empty where it is not counted."""
    if service.quantity is None:
        return ""
    if service.kind == PlanService.Kind.DISCOUNT:
        return formats.percent(service.quantity / 100, _places(service.quantity))
    values = {"n": formats.decimal(service.quantity, _places(service.quantity))}
    count = 1 if service.quantity == 1 else 2  # two and a half hours
    if service.kind == PlanService.Kind.QUOTA_HOURS:
        return ngettext("%(n)s hour a year", "%(n)s hours a year", count) % values
    return ngettext("%(n)s time a year", "%(n)s times a year", count) % values


def _places(value: Decimal) -> int:
    return 0 if value == value.to_integral_value() else max(-int(value.normalize().as_tuple().exponent), 0)
