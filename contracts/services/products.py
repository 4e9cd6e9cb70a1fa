"""What the vendor gives support for."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Product
from contracts.services.naming import save_named
from contracts.services.rights import require_manager


@transaction.atomic
def add_product(*, actor: Membership, name: str) -> Product:
    """Add a product; ValidationError at `name` where there is one of that name."""
    return rename_product(product=Product(), actor=actor, name=name)


@transaction.atomic
def rename_product(*, product: Product, actor: Membership, name: str) -> Product:
    """Give a product another name; ValidationError at `name` where another has it."""
    require_manager(actor)
    save_named(product, name, taken=_("There is a product with this name already."))
    return product
