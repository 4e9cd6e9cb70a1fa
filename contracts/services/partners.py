"""Who else answers for a product, and what a consultant costs."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import ConsultancyRate, Partner, Product
from contracts.services.rights import require_manager


class PartnerCard(NamedTuple):
    """What is entered about a partner. Local dates, both inclusive; no last day: until further notice."""

    name: str
    email: str
    telephone: str
    valid_from: date
    valid_to: date | None


@transaction.atomic
def save_partner(*, partner: Partner | None, product: Product, actor: Membership, card: PartnerCard) -> Partner:
    """Enter or change who answers for a product in a period.

    ValidationError by field: ends before it begins, or another partner answers for a part of it. One that began before
    and has no last day is given one: the day before the new one's first.
    """
    require_manager(actor)
    if card.valid_to and card.valid_to < card.valid_from:
        raise ValidationError({"valid_to": _("The last day comes before the first.")}, code="period")
    product = Product.objects.select_for_update(of=("self",)).get(
        pk=product.pk
    )  # two managers cannot enter overlapping periods
    others = Partner.objects.filter(product=product).exclude(pk=partner.pk if partner else 0)
    others.filter(valid_to=None, valid_from__lt=card.valid_from).update(
        valid_to=date.fromordinal(card.valid_from.toordinal() - 1)
    )
    overlapping = others.filter(Q(valid_to=None) | Q(valid_to__gte=card.valid_from))
    if card.valid_to:
        overlapping = overlapping.filter(valid_from__lte=card.valid_to)
    if taken := overlapping.first():
        problem = _("%(name)s answers for the product in a part of this time.") % {"name": taken.name}
        raise ValidationError({"valid_from": problem}, code="period")
    row = partner or Partner(product=product)
    row.name, row.email, row.telephone = " ".join(card.name.split()), card.email.strip(), card.telephone.strip()
    row.valid_from, row.valid_to = card.valid_from, card.valid_to
    row.save()
    return row


@transaction.atomic
def set_rate(*, actor: Membership, amount: Decimal, currency: str, valid_from: date) -> ConsultancyRate:
    """Say what an hour of a consultant costs from a day on; the price of a day already given is replaced.

    ValidationError for an amount that is not above zero.
    """
    require_manager(actor)
    if amount <= 0:
        raise ValidationError({"amount": _("The price must be above zero.")}, code="amount")
    values = {"amount": amount, "currency": currency}
    return ConsultancyRate.objects.update_or_create(valid_from=valid_from, defaults=values)[0]
