"""Keys to the interface for programs."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.errors import NotAllowedError
from accounts.models import ApiToken, Membership, Role

USED_EVERY = timedelta(minutes=1)
_MARK = "sd_"


def hash_token(raw: str) -> str:
    """Give what is stored of a secret link or key: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(raw.encode()).hexdigest()


@transaction.atomic
def issue_token(*, actor: Membership, name: str, is_tenant_wide: bool = False) -> tuple[ApiToken, str]:
    """Make a token that acts as `actor`; give it and its secret, which is shown this once and never kept.

    Only an admin makes a token of the tenant's (NotAllowedError): it is listed and revoked by every admin.
    """
    if is_tenant_wide and actor.role != Role.ADMIN:
        raise NotAllowedError("only an admin makes a token of the tenant's")
    raw = _MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        membership=actor, name=name, is_tenant_wide=is_tenant_wide, prefix=raw[:8], token_hash=hash_token(raw)
    )
    return token, raw


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: Membership, now: datetime) -> None:
    """Make a token worthless from now on; its owner may, and an admin for the tenant's tokens (NotAllowedError)."""
    is_tenants = token.is_tenant_wide and actor.role == Role.ADMIN
    if token.membership_id != actor.pk and not is_tenants:
        raise NotAllowedError("the token belongs to somebody else")
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


def authenticate_token(raw: str, now: datetime) -> ApiToken | None:
    """Give the current tenant's live token of an active member, else None; notes its use at most once a minute.

    `token.membership` with its user and tenant is loaded along: it is the actor of what follows.
    """
    if not raw.startswith(_MARK):
        return None
    token = (
        ApiToken.objects.select_related("membership__user", "membership__tenant")
        .filter(
            token_hash=hash_token(raw),
            revoked_at=None,
            membership__is_active=True,
            membership__user__is_active=True,
        )
        .first()
    )
    if token is not None:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token
