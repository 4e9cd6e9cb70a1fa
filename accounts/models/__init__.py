"""Tenants, users and what ties them together."""

from accounts.models.api_token import ApiToken
from accounts.models.export import Export
from accounts.models.invitation import Invitation
from accounts.models.logo import TenantLogo
from accounts.models.membership import Membership, Role
from accounts.models.tenant import Tenant
from accounts.models.user import User

__all__ = ["ApiToken", "Export", "Invitation", "Membership", "Role", "Tenant", "TenantLogo", "User"]
