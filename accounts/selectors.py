"""Reads of users and memberships."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import Tenant


def tenants_of(user: AbstractBaseUser | AnonymousUser) -> list[Tenant]:
    """Give the tenants this user is an active member of, by name.

    Asked outside any tenant, so it goes through the function `tenants_of`, which sees memberships of one user alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenants_of(%s)", [user.pk])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Tenant.objects.filter(pk__in=ids).order_by("name"))
