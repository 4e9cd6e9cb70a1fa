"""Who calls detractors."""

from accounts.access import MANAGERS
from accounts.models import Membership


def callers(owner: Membership | None) -> list[Membership]:
    """Give who has to call: the owner while they can, else every manager and admin of the tenant."""
    staff = Membership.objects.filter(role__in=MANAGERS, is_active=True, user__is_active=True)
    found = list(staff.select_related("user", "tenant").order_by("user__name", "pk"))
    return [member for member in found if owner is not None and member.pk == owner.pk] or found
