"""What a customer has bought."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from contracts.models.currency import CURRENCIES, home_currency


class Contract(TenantModel):
    """Ties a customer to a plan and an SLA policy for a period. Dates are the tenant's local dates, both inclusive.

    `plan` is never set by hand: it follows `plan_version`, and the database holds the two together. A contract that
    `renews` goes on after `ends_on` for `renewal_months` at a time, until notice is given `notice_months` before.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        NOTICE = "notice", _("Under notice")
        ENDED = "ended", _("Ended")

    # What holds on a day of its period: one that has ended still held on the days before.
    IN_FORCE = (Status.ACTIVE, Status.NOTICE, Status.ENDED)

    customer = TenantForeignKey("contracts.Customer", related_name="contracts")
    plan = TenantForeignKey("contracts.Plan", related_name="+", editable=False)
    plan_version = TenantForeignKey("contracts.PlanVersion", related_name="contracts")
    policy = TenantForeignKey("sla.Policy", null=True, blank=True, related_name="+")
    covers_critical = models.BooleanField(_("round-the-clock cover for Critical"), default=False)
    # The report of each month goes to the company-wide contacts (reports/customer_report/sending.py).
    mails_report = models.BooleanField(_("monthly report by mail"), default=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("months of notice"), default=3)
    renews = models.BooleanField(_("renews by itself"), default=False)
    renewal_months = models.PositiveSmallIntegerField(_("months it is renewed for"), default=12)
    currency = models.CharField(_("currency"), max_length=3, choices=[(code, code) for code in CURRENCIES])
    personal_consultant = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="contracts_contract_period"
            ),
            # What is over or under notice has a last day, and so has what begins again after it.
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(status__in=["draft", "active"], renews=False),
                name="contracts_contract_last_day",
            ),
            models.CheckConstraint(condition=Q(renewal_months__gte=1), name="contracts_contract_renewal"),
        ]
        indexes = [
            models.Index(fields=["tenant", "customer", "starts_on"], name="contracts_contract_customer"),
            models.Index(
                fields=["tenant", "ends_on"],
                name="contracts_contract_ending",
                condition=Q(status__in=["active", "notice"], ends_on__isnull=False),
            ),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Keep `plan` that of the version; without currency, the tenant's."""
        self.plan_id = self.plan_version.plan_id
        if not self.currency:
            self.currency = home_currency(self.tenant.zone)
        super().save(*args, **options)

    @property
    def runs_on(self) -> bool:
        """Say whether it goes on after its last day, as things stand."""
        return self.renews and self.status == self.Status.ACTIVE

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on a local date."""
        if self.status not in self.IN_FORCE or day < self.starts_on:
            return False
        return self.ends_on is None or day <= self.ends_on or self.runs_on


class ContractProduct(TenantModel):
    """A product covered by a contract; a contract that names none covers all."""

    contract = TenantForeignKey("contracts.Contract", related_name="contract_products")
    product = TenantForeignKey("contracts.Product", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "contract", "product"], name="contracts_contractproduct_once")
        ]


class ContractContact(TenantModel):
    """A person who files under a contract; one that names nobody is open to all of the customer's contacts."""

    contract = TenantForeignKey("contracts.Contract", related_name="contract_contacts")
    contact = TenantForeignKey("contracts.Contact", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "contract", "contact"], name="contracts_contractcontact_once")
        ]
