"""Products and their partners as tables for files: what their pages list, all of it."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import day, table_of
from contracts.models import Partner, Product


def products_table() -> Table:
    """Give the products with the policy that each names."""
    return table_of(
        _("Products"),
        Product.objects.select_related("policy"),
        (_("Name"), lambda product: product.name),
        (_("Policy"), lambda product: product.policy.name if product.policy else ""),
    )


def partners_table(product: Product, found: QuerySet[Partner]) -> Table:
    """Give who answers for a product besides us, and when."""
    return table_of(
        named(_("Partners"), product.name),
        found,
        (_("Product"), lambda _one: product.name),
        (_("Name"), lambda one: one.name),
        (_("E-mail address"), lambda one: one.email),
        (day(_("First day")), lambda one: one.valid_from),
        (day(_("Last day")), lambda one: one.valid_to),
    )
