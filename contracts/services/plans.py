"""Plans are entered, changed, put in order and retired; every version is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Plan, PlanService, PlanVersion, PriceTier
from contracts.selectors.plans import newest_version
from contracts.services.naming import save_named
from contracts.services.plan_checks import check_services
from contracts.services.plan_versions import ServiceDraft, add_version
from contracts.services.rights import require_manager


@dataclass(frozen=True)
class PlanDraft:
    """What a plan is to say; the services in their order. `contact_limit` None: as many as a contract likes."""

    name: str
    services: Sequence[ServiceDraft]
    contact_limit: int | None = None


@transaction.atomic
def create_plan(*, actor: Membership, draft: PlanDraft, now: datetime) -> Plan:
    """Enter a plan, the largest of all. ValidationError by field: name, contact_limit, `service-N`."""
    require_manager(actor)
    _check(draft)
    largest = Plan.objects.aggregate(most=Max("rank"))["most"] or 0
    plan = Plan(rank=largest + 1)
    _name(plan, draft)
    add_version(plan=plan, services=draft.services, actor=actor, now=now, contact_limit=draft.contact_limit)
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, actor: Membership, draft: PlanDraft, now: datetime) -> PlanVersion | None:
    """Change a plan; refuses what `create_plan` refuses. Gives the new version, or None where its services stay.

    Contracts keep the version they were signed with until they are brought to a newer one.
    """
    require_manager(actor)
    _check(draft)
    current = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    _name(current, draft)
    plan.name = current.name
    newest = newest_version(current)
    if kept_services(newest) == list(draft.services) and newest.contact_limit == draft.contact_limit:
        return None
    return add_version(plan=current, services=draft.services, actor=actor, now=now, contact_limit=draft.contact_limit)


@transaction.atomic
def offer_plan(*, plan: Plan, actor: Membership, is_offered: bool) -> None:
    """Retire a plan: no new contract can be signed under it; those there are go on. Or offer it again."""
    require_manager(actor)
    Plan.objects.filter(pk=plan.pk).update(is_offered=is_offered)
    plan.is_offered = is_offered


@transaction.atomic
def move_plan(*, plan: Plan, actor: Membership, is_larger: bool) -> None:
    """Let a plan change places with the next larger or smaller one; at the end of the line nothing happens."""
    require_manager(actor)
    plans = list(Plan.objects.select_for_update(of=("self",)).order_by("rank", "pk"))
    place = plans.index(plan)
    other = place + 1 if is_larger else place - 1
    if 0 <= other < len(plans):
        plans[place], plans[other] = plans[other], plans[place]
    for rank, one in enumerate(plans, start=1):
        one.rank = rank
    Plan.objects.bulk_update(plans, ["rank"])


@transaction.atomic
def remove_plan(*, plan: Plan, actor: Membership) -> None:
    """Remove a plan that was never used, with its versions and prices. ValidationError where a contract, a change of
    plan or a campaign names it.
    """
    require_manager(actor)
    try:
        with transaction.atomic():
            PriceTier.objects.filter(price_list__plan=plan).delete()
            plan.price_lists.all().delete()
            PlanService.objects.filter(version__plan=plan).delete()
            plan.versions.all().delete()
            plan.delete()
    except ProtectedError as error:
        said = _("%(plan)s is in use and stays. Retire it instead.") % {"plan": plan.name}
        raise ValidationError(said, code="used") from error


def kept_services(version: PlanVersion) -> list[ServiceDraft]:
    """Give a version's services as they were entered."""
    names = ("code", "kind", "quantity", "name_sv", "name_da", "name_en")
    return [ServiceDraft(*(getattr(service, name) for name in names)) for service in version.services.all()]


def _name(plan: Plan, draft: PlanDraft) -> None:
    save_named(plan, draft.name, taken=_("There is a plan with this name already."))


def _check(draft: PlanDraft) -> None:
    check_services(draft.services)
    if draft.contact_limit is not None and not 1 <= draft.contact_limit <= 1_000:
        raise ValidationError({"contact_limit": _("Give a number from 1 to 1,000, or none.")}, code="contact_limit")
