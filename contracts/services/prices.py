"""Price lists are entered; one in force is never changed (domain: Contracts and plans, price per month)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Plan, PriceList, PriceTier, PublicPrices
from contracts.models.currency import CURRENCIES
from contracts.pricing import PriceError, PriceTable, Tier
from contracts.selectors import local_day
from contracts.services.rights import require_manager


@transaction.atomic
def enter_price_list(
    *,
    plan: Plan,
    currency: str,
    valid_from: date,
    base: Decimal,
    tiers: Sequence[Tier],
    actor: Membership,
    now: datetime,
) -> PriceList:
    """Enter what a plan costs from the first of a month on. ValidationError by field.

    Where a list is in force today, the new one must begin later: what has been charged stays as it was. The first
    list of a plan and currency may begin at any time.
    """
    require_manager(actor)
    if currency not in CURRENCIES:
        raise ValidationError({"currency": _("Choose a currency.")}, code="currency")
    if not 2000 <= valid_from.year <= 2100:
        raise ValidationError({"valid_from": _("Give a month from 2000 to 2100.")}, code="valid_from")
    if valid_from.day != 1:
        raise ValidationError({"valid_from": _("Prices change on the first of a month.")}, code="valid_from")
    check_table(base, tiers)
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)  # two cannot be entered beside each other
    lists = PriceList.objects.filter(plan=plan, currency=currency)
    today = local_day(actor.tenant, now)
    if valid_from <= today and lists.filter(valid_from__lte=today).exists():
        said = _("Prices in force are never changed. Choose a month that has not begun.")
        raise ValidationError({"valid_from": said}, code="valid_from")
    if lists.filter(valid_from=valid_from).exists():
        said = _("There is a price list from this month on already. Remove it first.")
        raise ValidationError({"valid_from": said}, code="valid_from")
    return write_price_list(plan, currency, valid_from, PriceTable(base, tuple(tiers)), actor=actor, now=now)


@transaction.atomic
def remove_price_list(*, price_list: PriceList, actor: Membership, now: datetime) -> None:
    """Remove a list that has not begun; ValidationError (`status`) for one that has."""
    require_manager(actor)
    kept = PriceList.objects.select_for_update(of=("self",)).get(pk=price_list.pk)
    if kept.valid_from <= local_day(actor.tenant, now):
        raise ValidationError(_("Prices that have been in force are kept."), code="status")
    kept.tiers.all().delete()
    kept.delete()


@transaction.atomic
def show_prices(*, actor: Membership, is_shown: bool) -> None:
    """Show the public prices to everybody, or to nobody."""
    require_manager(actor)
    PublicPrices.objects.update_or_create(defaults={"is_shown": is_shown})


def write_price_list(
    plan: Plan, currency: str, valid_from: date, table: PriceTable, *, actor: Membership | None, now: datetime
) -> PriceList:
    """Write a list and its tiers, unasked; the caller has looked."""
    row = PriceList.objects.create(
        plan=plan, currency=currency, valid_from=valid_from, base=table.base, created_at=now, created_by=actor
    )
    PriceTier.objects.bulk_create(
        PriceTier(price_list=row, up_to=tier.up_to, unit_price=tier.unit_price) for tier in table.tiers
    )
    return row


def check_table(base: Decimal, tiers: Sequence[Tier]) -> None:
    """Refuse what the arithmetic refuses, in words. ValidationError at `base` or `tiers`."""
    try:
        PriceTable(base, tuple(tiers))
    except PriceError as error:
        field = "base" if error.tier is None else "tiers"
        raise ValidationError({field: _why(error)}, code=error.reason) from error


def _why(error: PriceError) -> str:
    if error.tier is None:
        return _("The price must not be below zero.")
    sentences = {
        "not_increasing": _("Tier %(n)d must end above the one before it."),
        "unbounded": _("Tier %(n)d has no upper end, so nothing can come after it."),
        "gap": _("The last tier, number %(n)d, must have no upper end: else some payslips would have no price."),
    }
    said = sentences.get(error.reason, _("The price of tier %(n)d must not be below zero."))
    return said % {"n": error.tier + 1}
