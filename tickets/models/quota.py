"""What a plan's quotas are used for: booked sessions, and what customers were told about their quotas."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scanned import Scanned, held_constraint, held_index
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Booking(Scanned, TenantModel):
    """A session with a customer under a service of their plan: a service check, sparring, assistance. Never deleted.

    `year` is the tenant's local year of the beginning: whose quota it takes from. Of its minutes the quota takes
    `covered_minutes`; the rest is billed. A cancelled one takes nothing (selectors/quotas.py).
    """

    class Status(models.TextChoices):
        """Where it stands."""

        BOOKED = "booked", pgettext_lazy("session", "Booked")
        HELD = "held", pgettext_lazy("session", "Held")
        CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")
        NO_SHOW = "no_show", pgettext_lazy("session", "The customer did not come")

    path_field, name_field = "result_path", "result_name"
    TAKES = (Status.BOOKED, Status.HELD, Status.NO_SHOW)

    contract = TenantForeignKey("contracts.Contract", related_name="bookings")
    service = models.SlugField(max_length=40, db_index=False)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    covered_minutes = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    product = TenantForeignKey("contracts.Product", null=True, blank=True, related_name="+")
    consultant = TenantForeignKey("accounts.Membership", related_name="+")
    contact = TenantForeignKey("contracts.Contact", related_name="+")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.BOOKED)
    notes = models.CharField(_("notes"), max_length=2000, blank=True)
    booked_by = TenantForeignKey("accounts.Membership", related_name="+")
    booked_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # counts what the customer was mailed about
    result_name = models.CharField(max_length=200, blank=True)
    result_path = models.CharField(max_length=200, blank=True)
    result_sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=24 * 60), name="tickets_booking_minutes"),
            models.CheckConstraint(
                condition=Q(covered_minutes__lte=models.F("minutes")), name="tickets_booking_covered"
            ),
            models.CheckConstraint(
                condition=Q(result_path="", result_sent_at=None)
                | (~Q(result_path="") & Q(status="held", result_sent_at__isnull=False)),
                name="tickets_booking_result",
            ),
            held_constraint("tickets_booking"),
        ]
        indexes = [
            models.Index(fields=["tenant", "contract", "year"], name="tickets_booking_quota"),
            models.Index(fields=["tenant", "starts_at"], name="tickets_booking_start"),
            held_index("tickets_booking"),
        ]

    @property
    def ends_at(self) -> datetime:
        """Give the end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def billable_minutes(self) -> int:
        """Give what is beyond the quota."""
        return self.minutes - self.covered_minutes


class QuotaNotice(TenantModel):
    """What a customer was told about a quota, once for each contract, service, year and cause. Only ever added."""

    class Cause(models.TextChoices):
        """Why they were told."""

        WARNED_80 = "80", _("80 % is used")
        WARNED_100 = "100", _("All of it is used")
        OVERRUN = "overrun", _("More is billed")

    contract = TenantForeignKey("contracts.Contract", related_name="quota_notices")
    service = models.SlugField(max_length=40, db_index=False)
    year = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=8, choices=Cause.choices)
    at = models.DateTimeField()
    actor = TenantForeignKey("accounts.Membership", related_name="+")
    receivers = models.JSONField(default=list)  # the addresses at the customer
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # an hour beyond the quota, as told
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "contract", "service", "year", "cause"], name="tickets_quotanotice_once"
            )
        ]
