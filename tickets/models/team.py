"""Who works together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Team(TenantModel):
    """A group of agents; told of a ticket that nobody has."""

    class Rule(models.TextChoices):
        """Who gets a ticket that comes to the team and is nobody's (services/sharing.py)."""

        BY_HAND = "by_hand", _("By hand")
        ROUND_ROBIN = "round_robin", _("In turn")
        LEAST_LOADED = "least_loaded", _("Fewest open tickets")

    # The other reason for which somebody gets a ticket: being the customer's personal consultant.
    PERSONAL = "personal"

    name = models.CharField(_("name"), max_length=80)
    rule = models.CharField(_("who gets a new ticket"), max_length=12, choices=Rule.choices, default=Rule.BY_HAND)
    prefers_personal = models.BooleanField(_("the customer’s personal consultant first"), default=False)
    # Takes the tickets whose product no team takes.
    is_default = models.BooleanField(_("takes all other tickets"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="tickets_team_name"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_default=True), name="tickets_team_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(TenantModel):
    """One agent in one team."""

    team = TenantForeignKey("tickets.Team", related_name="members")
    membership = TenantForeignKey("accounts.Membership", related_name="teams")
    # When they last got a ticket by the team's rule, counted in tickets: the lowest is next.
    turn = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "team", "membership"], name="tickets_teammember_once")]


class TeamProduct(TenantModel):
    """The team that takes the tickets of a product."""

    team = TenantForeignKey("tickets.Team", related_name="products")
    product = TenantForeignKey("contracts.Product", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "product"], name="tickets_teamproduct_once")]
