"""Who is behind a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from accounts.models import Membership, User
from accounts.tenancy.context import current_tenant
from accounts.tenancy.prepared import Prepared


def _member(_shape: None, user: int) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, is_active=True, user__is_active=True).select_related("user")[:1]


_MEMBER = Prepared(_member)


class MemberBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs in by e-mail address; on a tenant's pages the user and their membership are read together."""

    def get_user(self, user_id: Any) -> User | None:
        """Give the user; None for one who may not sign in. Inside a tenant `here` is their active membership."""
        if current_tenant.get() is not None and (member := _MEMBER.first(int(user_id))):
            user = member.user
            user.here = member
            return user
        found: User | None = super().get_user(user_id)
        return found
