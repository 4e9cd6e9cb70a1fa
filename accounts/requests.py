"""What the middleware adds to a request, by where the view stands."""

from django.http import HttpRequest

from accounts.models import Membership, Tenant


class AnyRequest(HttpRequest):
    """Any address: `tenant` is None outside desks, `membership` None for a guest or a stranger."""

    tenant: Tenant | None
    membership: Membership | None
    urlconf: str


class TenantRequest(AnyRequest):
    """A page of a tenant's that is open to everybody (`@login_not_required`)."""

    tenant: Tenant


class MemberRequest(TenantRequest):
    """A page behind `@roles`: there is a member."""

    membership: Membership
