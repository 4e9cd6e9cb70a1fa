"""Work on tickets, in minutes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class TimeEntry(TenantModel):
    """What one member worked on one ticket. `day` is a local date of the tenant's; the times are a timer's alone.

    Whole minutes; a minute begun counts whole. `why` names the rule that made it covered or billable
    (services/time_terms.py), `reason` its words: a member's own where they decided otherwise.
    """

    class Kind(models.TextChoices):
        """Who pays (domain: What happens to a ticket)."""

        COVERED = "covered", _("Covered")
        BILLABLE = "billable", _("Billable")

    class Why(models.TextChoices):
        """The rule."""

        SUPPORT = "support", _("support in the plan")
        CONTRACT = "contract", _("the contract covers the consultant")
        NO_CONTRACT = "no_contract", _("no contract")
        NO_SUPPORT = "no_support", _("the plan has no support")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")
        HANDED_OVER = "handed_over", _("handed over to a consultant")
        QUOTA = "quota", _("in the plan’s quota")
        OVERRUN = "overrun", _("beyond the plan’s quota")
        MEMBER = "member", _("decided by hand")

    ticket = TenantForeignKey("tickets.Ticket", related_name="time_entries")
    membership = TenantForeignKey("accounts.Membership", related_name="+")
    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    why = models.CharField(max_length=12, choices=Why.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # Which service of the contract it counts against; none: support.
    service = models.CharField(max_length=40, null=True)  # noqa: DJ001 - unknown, and not an empty word
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=24 * 60), name="tickets_time_minutes"),
            models.CheckConstraint(condition=Q(kind__in=["covered", "billable"]), name="tickets_time_kind"),
            models.CheckConstraint(condition=~Q(why="member") | ~Q(reason=""), name="tickets_time_reason"),
            models.CheckConstraint(
                condition=Q(started_at=None, ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="tickets_time_period",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "ticket", "day"], name="tickets_time_ticket"),
            models.Index(fields=["tenant", "membership", "day"], name="tickets_time_member"),
            models.Index(fields=["tenant", "day"], name="tickets_time_day"),
            models.Index(
                fields=["tenant", "service", "day"], name="tickets_time_service", condition=Q(service__isnull=False)
            ),
        ]


class RunningTimer(TenantModel):
    """The work a member is at now: at most one each."""

    ticket = TenantForeignKey("tickets.Ticket", related_name="timers")
    membership = TenantForeignKey("accounts.Membership", related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "membership"], name="tickets_timer_once")]
