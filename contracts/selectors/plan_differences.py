"""What differs between two versions of plans, in words."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from contracts.models import PlanService, PlanVersion
from contracts.selectors.service_words import NONE, amount_text


class Difference(NamedTuple):
    """One line: what it is about, how it was and how it becomes."""

    name: str
    before: str
    after: str


def differences(old: PlanVersion, new: PlanVersion) -> list[Difference]:
    """Give what a contract gains, loses and gets otherwise when it goes from one version to the other. Two queries."""
    before, after = _by_code(old.services.all()), _by_code(new.services.all())
    found = [Difference(one.name, NONE, amount_text(one)) for code, one in after.items() if code not in before]
    found += [Difference(one.name, amount_text(one), NONE) for code, one in before.items() if code not in after]
    for code, one in after.items():
        if code in before and amount_text(before[code]) != amount_text(one):
            found.append(Difference(one.name, amount_text(before[code]), amount_text(one)))
        elif code in before and before[code].name != one.name:
            found.append(Difference(one.name, before[code].name, one.name))
    if old.contact_limit != new.contact_limit:
        found.append(Difference(_("Contacts a contract may name"), _limit(old), _limit(new)))
    return found


def _by_code(services: Iterable[PlanService]) -> dict[str, PlanService]:
    return {service.code: service for service in services}


def _limit(version: PlanVersion) -> str:
    return str(version.contact_limit) if version.contact_limit is not None else _("no limit")
