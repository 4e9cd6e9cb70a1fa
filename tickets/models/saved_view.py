"""Filters with a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class SavedView(TenantModel):
    """A question to the queue, kept by a member for themselves, for one of their teams or for everyone at the desk.

    `query` is what QueueFilter writes; `columns` are names of columns, none for the reader's own.
    """

    class Audience(models.TextChoices):
        """Who has it in the rail."""

        ME = "me", pgettext_lazy("view", "Me")
        TEAM = "team", _("One of my teams")
        EVERYONE = "everyone", _("Everyone at the desk")

    name = models.CharField(_("name"), max_length=60)
    owner = TenantForeignKey("accounts.Membership", related_name="+")
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.ME)
    team = TenantForeignKey("tickets.Team", null=True, blank=True, related_name="+")
    query = models.CharField(max_length=2000, blank=True)
    columns = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "owner", "name"], name="tickets_savedview_name"),
            models.CheckConstraint(
                condition=models.Q(audience="team", team__isnull=False)
                | models.Q(audience__in=["me", "everyone"], team__isnull=True),
                name="tickets_savedview_audience",
            ),
        ]

    def __str__(self) -> str:
        return self.name
