"""Which policy a customer or a product brings along; who calls these counts open tickets again."""

from django.db import transaction

from accounts.models import Membership
from contracts.models import Customer, Product
from contracts.services.rights import require_manager
from sla.models import Policy


@transaction.atomic
def set_policy(*, owner: Customer | Product, actor: Membership, policy: Policy | None) -> None:
    """Let a customer's or a product's tickets follow a policy where nothing before it names one; None: no longer."""
    require_manager(actor)
    owner.policy = policy
    owner.save(update_fields=["policy"])
