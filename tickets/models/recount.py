"""Work in the background: open tickets follow a calendar's new version."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class CalendarRecount(TenantModel):
    """How far the open tickets are that a saved calendar version moves. Unfinished rows are work for the sweep.

    `last_ticket` is the key of the last ticket looked at in this pass; a pass from 0 that finds none ends the work.
    """

    calendar_version = TenantForeignKey("sla.CalendarVersion", related_name="+")
    actor = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    last_ticket = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "calendar_version"], name="tickets_calendarrecount_once")
        ]
        indexes = [
            models.Index(fields=["tenant", "id"], name="tickets_calendarrecount_open", condition=Q(finished_at=None))
        ]

    @property
    def share(self) -> int:
        """Give what is done, in per cent."""
        return 100 if self.finished_at or not self.total else min(self.done * 100 // self.total, 99)
