"""How tickets belong together."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class TicketLink(TenantModel):
    """`ticket` is `kind` of `other`: "duplicate of 1042". One row, read from both sides.

    Merging, the incident and follow-ups are columns of the ticket: a ticket has one of each.
    """

    class Kind(models.TextChoices):
        """What `ticket` is to `other`. The words of the other side are in selectors/relations.py."""

        RELATED = "related", _("Related to")
        DUPLICATE = "duplicate", _("Duplicate of")
        CAUSED_BY = "caused_by", _("Caused by")
        SPLIT_FROM = "split_from", _("Split off from")

    ticket = TenantForeignKey("tickets.Ticket", related_name="links")
    other = TenantForeignKey("tickets.Ticket", related_name="links_here")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "other", "kind"], name="tickets_link_once"),
            models.CheckConstraint(condition=~Q(ticket=F("other")), name="tickets_link_two"),
        ]
        indexes = [models.Index(fields=["tenant", "other"], name="tickets_link_other")]
