"""Products are added and renamed."""

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import Product
from contracts.services.products import add_product, rename_product
from tests.cast import Cast


def test_a_product_is_added_and_renamed(nordsoft: Cast) -> None:
    product = add_product(actor=nordsoft.manager, name="Nord Lön")
    rename_product(product=product, actor=nordsoft.manager, name="Nord Lön Plus")
    assert [row.name for row in Product.objects.all()] == ["Nord Ekonomi", "Nord Lön Plus"]
    with pytest.raises(ValidationError) as refused:
        rename_product(product=product, actor=nordsoft.manager, name="nord ekonomi")
    assert set(refused.value.message_dict) == {"name"}


def test_agents_leave_products_alone(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        add_product(actor=nordsoft.agent, name="Nord Lön")
