"""What a person is at a tenant."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.models import TenantModel


class Role(models.TextChoices):
    """Domain: People. A customer's membership belongs to a contact of the contracts app."""

    CUSTOMER = "customer", _("Customer")
    AGENT = "agent", _("Agent")
    CONSULTANT = "consultant", _("Consultant")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Admin")


# Who works at the desk; a consultant sees only what was handed to them and those customers' history.
STAFF = (Role.AGENT, Role.CONSULTANT, Role.MANAGER, Role.ADMIN)


class Membership(TenantModel):
    """Ties a user to a tenant in one role. The actor of every change."""

    fence_search = "SELECT"

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    is_active = models.BooleanField(_("active"), default=True)
    # Names of columns in the order of this person's queue; none for the usual ones.
    queue_columns = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # The last local day away: no ticket comes by a team's rule until then.
    away_until = models.DateField(_("away until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user"], name="accounts_membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_membership_role"),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def is_staff(self) -> bool:
        """Say whether this person works at the desk."""
        return self.role in STAFF
