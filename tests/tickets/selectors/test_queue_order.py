"""Keys of pages."""

from decimal import Decimal

import pytest

from tickets.selectors.queue_order import Place


def test_a_key_survives_the_address() -> None:
    place = Place(1, Decimal("1772438400.123456"), 42)
    assert Place.read(str(place)) == place
    assert Place.read(str(Place(9, Decimal("-1772438400.5"), 7))) == Place(9, Decimal("-1772438400.5"), 7)


@pytest.mark.parametrize(
    "text", ["", "1", "1_2", "a_b_c", "1_NaN_2", "1_Infinity_2", "1_2_99999999999999999999", "-1_2_3"]
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert Place.read(text) is None
