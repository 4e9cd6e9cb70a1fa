"""A customer's way from one plan to another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scanned import Scanned, held_constraint, held_index
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class PlanChange(Scanned, TenantModel):
    """One change of a contract's plan, from the request to the day it counts from (domain: Changing plan).

    `requested_by` None: decided by a campaign. `received_on` is the tenant's local day on which the signed addendum
    came in, `received_at` when that was recorded; from that day `effective_on`, always a first of a month, is counted
    (contracts/effective_dates.py). `notice_months` is the contract's when it was asked for. `reason`: why it was
    refused, or ended otherwise.
    """

    class Status(models.TextChoices):
        """Where it stands. The addendum goes out with the request."""

        SENT = "sent", _("Waiting for signature")
        RECEIVED = "received", _("Signed, to be checked")
        SCHEDULED = "scheduled", pgettext_lazy("plan change", "Decided")
        IN_EFFECT = "in_effect", _("In effect")
        WITHDRAWN = "withdrawn", pgettext_lazy("plan change", "Withdrawn")
        REFUSED = "refused", pgettext_lazy("plan change", "Refused")

    path_field, name_field = "file_path", "file_name"
    UNSIGNED = (Status.SENT, Status.RECEIVED)
    OPEN = (*UNSIGNED, Status.SCHEDULED)

    contract = TenantForeignKey("contracts.Contract", related_name="plan_changes")
    from_version = TenantForeignKey("contracts.PlanVersion", related_name="+")
    to_version = TenantForeignKey("contracts.PlanVersion", related_name="+")
    notice_months = models.PositiveSmallIntegerField()
    requested_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SENT)
    received_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_path = models.CharField(max_length=200, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    # Both plans' prices as the addendum tells them (contracts/plan_prices.py); empty where there are none.
    prices = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "contract"],
                condition=Q(status__in=["sent", "received", "scheduled"]),
                name="contracts_planchange_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["scheduled", "in_effect"])
                | Q(received_on__isnull=False, effective_on__isnull=False, effective_on__day=1),
                name="contracts_planchange_dates",
            ),
            held_constraint("contracts_planchange"),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "effective_on"], name="contracts_planchange_due", condition=Q(status="scheduled")
            ),
            models.Index(fields=["tenant", "-requested_at"], name="contracts_planchange_latest"),
            held_index("contracts_planchange"),
        ]

    @property
    def is_open(self) -> bool:
        """Say whether anything is still to come of it."""
        return self.status in self.OPEN

    @property
    def is_unsigned(self) -> bool:
        """Say whether it is not decided yet: the customer may still take it back."""
        return self.status in self.UNSIGNED
