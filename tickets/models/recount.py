"""Work in the background: open tickets follow changed hours or terms."""

from itertools import combinations

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel

SCOPES = ("calendar_version", "policy_version", "customer", "product")


def _at_most_one() -> Q:
    pairs = combinations(SCOPES, 2)
    return Q(*(Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) for one, other in pairs))


class Recount(TenantModel):
    """How far the open tickets are that a saved change moves. Unfinished rows are work for the sweep.

    The tickets are those of the one scope that is named: counted with the calendar, under the policy (which is put to
    this version), the customer's or the product's; where none is, all with a contract (another default policy).
    `last_ticket` is the key of the last ticket looked at in this pass; a whole pass that changes none ends the work:
    `done_before` is what was done when the pass before ended.
    """

    calendar_version = TenantForeignKey("sla.CalendarVersion", null=True, related_name="+")
    policy_version = TenantForeignKey("sla.PolicyVersion", null=True, related_name="+")
    customer = TenantForeignKey("contracts.Customer", null=True, related_name="+")
    product = TenantForeignKey("contracts.Product", null=True, related_name="+")
    actor = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    total = models.PositiveIntegerField()
    looked = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    done_before = models.PositiveIntegerField(null=True)
    last_ticket = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "calendar_version"], name="tickets_recount_calendar_once"),
            models.CheckConstraint(condition=_at_most_one(), name="tickets_recount_one_scope"),
        ]
        indexes = [models.Index(fields=["tenant", "id"], name="tickets_recount_open", condition=Q(finished_at=None))]

    @property
    def seen(self) -> int:
        """Give how many of `total` were looked at; the last pass looks at some again."""
        return min(self.looked, self.total)

    @property
    def share(self) -> int:
        """Give what is done, in per cent."""
        return 100 if self.finished_at or not self.total else min(self.looked * 100 // self.total, 99)
