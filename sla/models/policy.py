"""What is promised, by severity and clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Severity(models.TextChoices):
    """Domain: Severity and the promise."""

    CRITICAL = "critical", _("Critical")
    HIGH = "high", pgettext_lazy("severity", "High")
    NORMAL = "normal", pgettext_lazy("severity", "Normal")


class Metric(models.TextChoices):
    """What a clock measures. All but `contact` are named by policies: that one is of proactive cases."""

    START = "start", pgettext_lazy("clock", "Start")
    NEXT_REPLY = "next_reply", pgettext_lazy("clock", "Next reply")
    RESOLUTION = "resolution", pgettext_lazy("clock", "Solution")
    CONTACT = "contact", pgettext_lazy("clock", "Contact")


POLICY_METRICS = (Metric.START, Metric.NEXT_REPLY, Metric.RESOLUTION)


class Policy(TenantModel):
    """A named set of targets; what they are stands in its versions."""

    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="sla_policy_name"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_default=True), name="sla_policy_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(TenantModel):
    """Targets from one moment on. Never changed.

    `targets`: {severity: {metric: {"minutes": n} or {"business_days": n}}}; a missing metric has no clock.
    `pauses`: {metric: [status, …]}, the statuses in which the clock stands still.
    `steps`: [{"step": "warning", "share": 75, "to": ["assignee_or_team"]}, {"step": "breach", "share": 100,
    "to": ["assignee_or_team", "managers"]}, {"step": "escalation", "after_minutes": 60, "to": ["managers"],
    "unless_acted": true}], in time order.
    """

    policy = TenantForeignKey("sla.Policy", related_name="versions")
    number = models.PositiveIntegerField(default=1)
    calendar = TenantForeignKey("sla.Calendar", related_name="+")
    targets = models.JSONField()
    pauses = models.JSONField()
    steps = models.JSONField()
    created_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "policy", "number"], name="sla_policyversion_number")]
