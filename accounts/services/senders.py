"""Where a tenant's mail comes from."""

from django.core.cache import cache
from django.core.validators import validate_email
from django.db import transaction

from accounts.access import ADMINS
from accounts.errors import NotAllowedError
from accounts.models import Membership, Tenant
from accounts.models.tenant import tenant_key


@transaction.atomic
def set_sender(*, tenant: Tenant, actor: Membership, address: str) -> None:
    """Send mail from this address where no mailbox does; empty: from the installation's.

    ValidationError for an address that is none, NotAllowedError for everybody but admins.
    """
    if actor.role not in ADMINS:
        raise NotAllowedError("only admins choose where mail comes from")
    address = address.strip().lower()
    if address:
        validate_email(address)
    Tenant.objects.filter(pk=tenant.pk).update(sender=address)
    tenant.sender = address
    transaction.on_commit(lambda: cache.delete(tenant_key(tenant.slug)))
