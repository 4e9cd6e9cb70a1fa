"""Who works together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Team(TenantModel):
    """A group of agents; told of a ticket that nobody has."""

    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="tickets_team_name")]

    def __str__(self) -> str:
        return self.name


class TeamMember(TenantModel):
    """One agent in one team."""

    team = TenantForeignKey("tickets.Team", related_name="members")
    membership = TenantForeignKey("accounts.Membership", related_name="teams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "team", "membership"], name="tickets_teammember_once")]
