"""Reads of users and memberships."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet

from accounts.models import ApiToken, Invitation, Membership, Role, Tenant
from accounts.models.membership import STAFF


def tenants_of(user: AbstractBaseUser | AnonymousUser) -> list[Tenant]:
    """Give the tenants this user is an active member of, by name.

    Asked outside any tenant, so it goes through the function `tenants_of`, which sees memberships of one user alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenants_of(%s)", [user.pk])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Tenant.objects.filter(pk__in=ids).order_by("name"))


def members() -> QuerySet[Membership]:
    """Give who works at the desk, the active first, then by name. Customers stand with their company."""
    return Membership.objects.filter(role__in=STAFF).select_related("user").order_by("-is_active", "user__name", "pk")


def unaccepted_invitations() -> QuerySet[Invitation]:
    """Give the invitations to the desk that nobody has accepted, open and expired, the newest first."""
    found = Invitation.objects.filter(accepted_at=None).exclude(role=Role.CUSTOMER)
    return found.select_related("invited_by__user").order_by("-created_at", "-pk")


def live_tokens(member: Membership, *, is_tenant_wide: bool) -> QuerySet[ApiToken]:
    """Give a member's own tokens, or all of the tenant's, that are not revoked; the newest first."""
    found = ApiToken.objects.filter(revoked_at=None, is_tenant_wide=is_tenant_wide)
    if not is_tenant_wide:
        found = found.filter(membership=member)
    return found.select_related("membership__user").order_by("-pk")
