"""Who is on call: a list for a team, and one for everybody else's tickets."""

from datetime import time

from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Rota(TenantModel):
    """One list; without team it is for the tickets of every team that has none of its own. tickets/on_call.py counts.

    `weekday` (0 is Monday) and `at` are wall clock in the tenant's zone. The first in line begins at the first handover
    on or after `first_on`.
    """

    team = TenantForeignKey("tickets.Team", null=True, related_name="rotas")
    weekday = models.PositiveSmallIntegerField(default=0)
    at = models.TimeField(default=time(9))
    first_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "team"], name="tickets_rota_of_team"),
            models.UniqueConstraint(fields=["tenant"], condition=models.Q(team=None), name="tickets_rota_general"),
        ]


class RotaPlace(TenantModel):
    """One member's place in a list's weekly rotation, from 0."""

    rota = TenantForeignKey("tickets.Rota", related_name="places")
    membership = TenantForeignKey("accounts.Membership", related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "rota", "membership"], name="tickets_rotaplace_once"),
        ]


class RotaTurn(TenantModel):
    """Somebody stands in, or has a dated shift: in `[begins_at, ends_at)` they are called, whatever the rotation says.

    Of two that overlap the one entered later (the higher id) counts.
    """

    class Rank(models.IntegerChoices):
        """Who is called before whom."""

        FIRST = 1, pgettext_lazy("on call", "First")
        SECOND = 2, pgettext_lazy("on call", "Second")

    rota = TenantForeignKey("tickets.Rota", related_name="turns")
    membership = TenantForeignKey("accounts.Membership", related_name="+")
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.FIRST)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_by = TenantForeignKey("accounts.Membership", related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="tickets_rotaturn_in_order"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "rota", "ends_at"], name="tickets_rotaturn_coming")]
