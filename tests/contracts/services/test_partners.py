"""Who answers for a product when, and what a consultant costs."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import ConsultancyRate, Partner
from contracts.selectors import hour_price, partner_for
from contracts.services.partners import PartnerCard, save_partner, set_rate
from tests.cast import Cast


def entered(cast: Cast, name: str, begin: date, end: date | None = None, row: Partner | None = None) -> Partner:
    card = PartnerCard(name, f"{name}@partner.example", "", begin, end)
    return save_partner(partner=row, product=cast.product, actor=cast.manager, card=card)


def test_periods_of_one_product_do_not_overlap(nordsoft: Cast) -> None:
    spring = entered(nordsoft, "spring", date(2026, 3, 1), date(2026, 5, 31))
    entered(nordsoft, "summer", date(2026, 6, 1))
    for begin, end in ((date(2026, 5, 31), date(2026, 5, 31)), (date(2026, 1, 1), date(2026, 3, 1))):
        with pytest.raises(ValidationError, match="spring"):
            entered(nordsoft, "late", begin, end)
    with pytest.raises(ValidationError, match="summer"):
        entered(nordsoft, "spring", date(2026, 3, 1), date(2026, 6, 1), spring)
    with pytest.raises(ValidationError, match="before the first"):
        entered(nordsoft, "back", date(2026, 3, 2), date(2026, 3, 1))
    days = {
        date(2026, 2, 28): None,
        date(2026, 3, 1): "spring",
        date(2026, 5, 31): "spring",
        date(2027, 1, 1): "summer",
    }
    for day, name in days.items():
        found = partner_for(nordsoft.product, day)
        assert (found.name if found else None) == name


def test_the_price_of_a_day_less_the_plans_discount(nordsoft: Cast) -> None:
    assert hour_price(nordsoft.contract, date(2026, 3, 2)) is None
    set_rate(actor=nordsoft.manager, amount=Decimal("1333.33"), currency="SEK", valid_from=date(2026, 1, 1))
    set_rate(actor=nordsoft.manager, amount=Decimal(1500), currency="SEK", valid_from=date(2026, 4, 1))
    price = hour_price(nordsoft.contract, date(2026, 3, 31))
    assert price
    assert (price.amount, price.discount) == (Decimal("1133.33"), Decimal(15))
    whole = hour_price(None, date(2026, 4, 1))
    assert whole
    assert whole.amount == Decimal(1500)
    set_rate(actor=nordsoft.manager, amount=Decimal(1600), currency="SEK", valid_from=date(2026, 4, 1))
    assert ConsultancyRate.objects.count() == 2
    with pytest.raises(ValidationError):
        set_rate(actor=nordsoft.manager, amount=Decimal(0), currency="SEK", valid_from=date(2026, 4, 1))


def test_agents_do_not_keep_them(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        set_rate(actor=nordsoft.agent, amount=Decimal(1), currency="SEK", valid_from=date(2026, 4, 1))
    card = PartnerCard("x", "x@partner.example", "", date(2026, 4, 1), None)
    with pytest.raises(NotAllowedError):
        save_partner(partner=None, product=nordsoft.product, actor=nordsoft.agent, card=card)
