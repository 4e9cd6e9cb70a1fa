"""Text and changes that are used again and again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from tickets.models.ticket import Ticket

STATUSES = [
    (status.value, status.label)
    for status in (Ticket.Status.IN_PROGRESS, Ticket.Status.WAITING_CUSTOMER, Ticket.Status.WAITING_THIRD_PARTY)
]


class Macro(TenantModel):
    """Belongs to its `owner` alone, to a `team`, or with neither to everybody at the desk.

    Texts are Markdown with placeholders (tickets/placeholders.py), one for each language; at least one is written.
    """

    name = models.CharField(_("name"), max_length=80)
    owner = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    team = TenantForeignKey("tickets.Team", null=True, related_name="+")
    text_sv = models.TextField(blank=True)
    text_da = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    set_status = models.CharField(max_length=20, choices=STATUSES, blank=True)
    assigns_sender = models.BooleanField(default=False)
    set_assignee = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    set_team = TenantForeignKey("tickets.Team", null=True, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="tickets_macro_one_scope"),
            models.CheckConstraint(
                condition=Q(assigns_sender=False) | Q(set_assignee=None), name="tickets_macro_one_assignee"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "name"], name="tickets_macro_name")]

    def __str__(self) -> str:
        return self.name
