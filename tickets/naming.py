"""Pages name customers, people, products, teams, plans and tags, and offer them in lists. They are kept drawn
(accounts/kept.py), and a number says when one of the names has changed.
"""

from typing import Any

from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from accounts.models import Membership, User
from accounts.tenancy.context import current_tenant
from contracts.models import Contract, Customer, Plan, Product
from tickets.models import Macro, SavedView, Tag, Team, TeamMember
from tickets.models.versions import names_version_key

NAMED: tuple[type[models.Model], ...] = (
    Membership, User, Contract, Customer, Plan, Product, Macro, SavedView, Tag, Team, TeamMember,
)  # fmt: skip


def watch_names() -> None:
    """Let the number grow whenever one of them is saved or deleted. What is changed past the models' `save` (imports
    of many rows) is seen after a minute at the latest.
    """
    for model in NAMED:
        post_save.connect(_changed, sender=model, dispatch_uid="tickets.naming.saved")
        post_delete.connect(_changed, sender=model, dispatch_uid="tickets.naming.deleted")


def _changed(update_fields: frozenset[str] | None = None, **_said: Any) -> None:
    tenant_id = current_tenant.get()
    if tenant_id is None or update_fields == frozenset({"last_login"}):
        return

    def bump() -> None:
        cache.add(names_version_key(tenant_id), 0, timeout=None)
        cache.incr(names_version_key(tenant_id))

    transaction.on_commit(bump, robust=True)
