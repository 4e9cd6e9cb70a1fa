"""What a plan's services may say."""

import re
from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contracts.models import PlanService
from contracts.services.plan_versions import ServiceDraft

Kind, Code = PlanService.Kind, PlanService.Code
# How the services that the program acts on are counted.
KIND_OF: dict[str, str] = {
    Code.SUPPORT: Kind.INCLUDED,
    Code.FAST_TRACK: Kind.FLAG,
    Code.CONSULTANCY_DISCOUNT: Kind.DISCOUNT,
    Code.LEGAL: Kind.QUOTA_HOURS,
    Code.SPARRING: Kind.QUOTA_TIMES,
    Code.SERVICE_CHECK: Kind.QUOTA_TIMES,
}
MOST_SERVICES, MOST = 60, 9_999
LONGEST = 160


def check_services(services: Sequence[ServiceDraft]) -> None:
    """ValidationError by field `service-N` (from 0, the place in the list), each with one reason."""
    if len(services) > MOST_SERVICES:
        raise ValidationError(_("A plan has at most %(most)d services.") % {"most": MOST_SERVICES}, code="services")
    errors: dict[str, str] = {}
    seen: set[str] = set()
    for number, service in enumerate(services):
        reason = next(_reasons(service, seen), "")
        if reason:
            errors[f"service-{number}"] = reason
        seen.add(service.code)
    if errors:
        raise ValidationError(errors)


def _reasons(service: ServiceDraft, seen: set[str]) -> Iterator[str]:
    texts = (service.name_sv, service.name_da, service.name_en)
    if not any(texts):
        yield _("Give the service a text.")
    if any(len(text) > LONGEST for text in texts):
        yield _("A text has at most %(most)d characters.") % {"most": LONGEST}
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", service.code):
        yield _("A code has small letters, digits and underscores, and begins with a letter.")
    if service.code in seen:
        yield _("The plan has this service already.")
    if service.kind not in Kind.values or KIND_OF.get(service.code, service.kind) != service.kind:
        yield _("Choose how it is counted.")
    yield from _quantity_reasons(service)


def _quantity_reasons(service: ServiceDraft) -> Iterator[str]:
    quantity = service.quantity
    if service.kind not in PlanService.COUNTED:
        if quantity is not None:
            yield _("A service that is not counted has no quantity.")
        return
    if quantity is None or not 0 < quantity <= (100 if service.kind == Kind.DISCOUNT else MOST):
        yield _("Say how much: more than 0, and a discount at most 100.")
    elif service.kind == Kind.QUOTA_TIMES and quantity % 1:
        yield _("Times are whole numbers.")
    elif quantity.normalize().as_tuple().exponent < -2:  # type: ignore[operator]
        yield _("At most two decimals.")
