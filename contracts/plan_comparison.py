"""Two plan versions side by side: what is gained, what is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import PlanService, PlanVersion
from contracts.selectors.service_words import amount_text


class Effect(models.TextChoices):
    """What the change does to one service, the losses first."""

    LOST = "lost", pgettext_lazy("service", "Ends")
    LESS = "less", pgettext_lazy("service", "Less")
    GAINED = "gained", pgettext_lazy("service", "New")
    MORE = "more", pgettext_lazy("service", "More")
    SAME = "same", _("As now")


@dataclass(frozen=True)
class ServiceLine:
    """One service before and after, each in words: Included, 2 hours a year, –."""

    name: str
    before: str
    after: str
    effect: Effect

    @property
    def word(self) -> str:
        """Say what happens to it."""
        return str(self.effect.label)


def compare(before: PlanVersion, after: PlanVersion) -> list[ServiceLine]:
    """Give every service of either version, what is lost first, in the order of the plans. One query."""
    return compare_all(before, [after])[after.pk]


def compare_all(before: PlanVersion, others: Sequence[PlanVersion]) -> dict[int, list[ServiceLine]]:
    """Compare with several versions at once, by their keys. One query."""
    services: dict[int, dict[str, PlanService]] = {version.pk: {} for version in (before, *others)}
    for service in PlanService.objects.filter(version__in=services).order_by("position", "pk"):
        services[service.version_id][service.code] = service
    return {other.pk: _lines(services[before.pk], services[other.pk]) for other in others}


def _lines(before: dict[str, PlanService], after: dict[str, PlanService]) -> list[ServiceLine]:
    order = list(Effect)
    lines = [_line(before.get(code), after.get(code)) for code in {**after, **before}]
    return sorted(lines, key=lambda line: order.index(line.effect))


def _line(before: PlanService | None, after: PlanService | None) -> ServiceLine:
    named = after or before
    if named is None:
        raise ValueError("a service of neither version")
    return ServiceLine(named.name, amount_text(before), amount_text(after), _effect(before, after))


def _effect(before: PlanService | None, after: PlanService | None) -> Effect:
    if before is None:
        return Effect.GAINED
    if after is None:
        return Effect.LOST
    # What is not counted has no upper limit.
    much, less = Decimal("Infinity"), before.quantity != after.quantity
    if not less:
        return Effect.SAME
    return Effect.MORE if (after.quantity or much) > (before.quantity or much) else Effect.LESS
