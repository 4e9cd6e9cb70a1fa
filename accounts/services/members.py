"""What an admin does to the members of the tenant."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import NotAllowedError, RefusedError
from accounts.models import Membership, Role
from accounts.services.standing import standing_changed


@transaction.atomic
def change_role(*, membership: Membership, role: Role, actor: Membership) -> Membership:
    """Give a member of the desk another role there.

    A customer's membership belongs to a contact and keeps its role; the last active admin stays (RefusedError).
    """
    _require_admin(actor)
    locked = _lock(membership)
    if Role.CUSTOMER in (locked.role, role):
        raise RefusedError(_("A customer contact cannot change roles. Invite the person with another address."))
    if role != Role.ADMIN:
        _keep_one_admin(locked)
    locked.role = role
    locked.save(update_fields=["role"])
    standing_changed()
    return locked


@transaction.atomic
def deactivate(*, membership: Membership, actor: Membership) -> Membership:
    """Shut a member out: pages answer 404 and their tokens fail, what they did stays. Not the last active admin."""
    _require_admin(actor)
    locked = _lock(membership)
    _keep_one_admin(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    standing_changed()
    return locked


@transaction.atomic
def activate(*, membership: Membership, actor: Membership) -> Membership:
    """Let a member back in, with the role they had."""
    _require_admin(actor)
    locked = _lock(membership)
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    standing_changed()
    return locked


def _require_admin(actor: Membership) -> None:
    if actor.role != Role.ADMIN:
        raise NotAllowedError("only an admin manages members")


def _lock(membership: Membership) -> Membership:
    """Lock the admins and the member, in the order of their keys: two admins may not demote each other at once."""
    admins = Membership.objects.filter(role=Role.ADMIN) | Membership.objects.filter(pk=membership.pk)
    rows = {row.pk: row for row in admins.order_by("pk").select_for_update(of=("self",))}
    return rows[membership.pk]


def _keep_one_admin(membership: Membership) -> None:
    if membership.role != Role.ADMIN or not membership.is_active:
        return
    if not Membership.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=membership.pk).exists():
        raise RefusedError(_("This is the last active admin. Make somebody else an admin first."))
