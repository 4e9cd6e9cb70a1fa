"""What can be bought."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Plan(TenantModel):
    """A service subscription. `rank` orders plans from the smallest to the largest (domain: Contracts and plans).

    What it contains stands in its versions. `is_offered` False: retired; contracts signed under it go on.
    """

    name = models.CharField(_("name"), max_length=80)
    rank = models.PositiveSmallIntegerField(_("rank"))
    is_offered = models.BooleanField(_("can be chosen for new contracts"), default=True)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="contracts_plan_name")]

    def __str__(self) -> str:
        return self.name


class PlanVersion(TenantModel):
    """What a plan contains from one moment on. Never changed: a contract keeps what it was signed with.

    The columns answer what every page asks, and are counted from the services when the version is made
    (services/plan_versions.py). `contact_limit`: how many contacts a contract may name; None: as many as it likes.
    """

    plan = TenantForeignKey("contracts.Plan", related_name="versions")
    number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    contact_limit = models.PositiveSmallIntegerField(_("contacts a contract may name"), null=True, blank=True)
    has_support = models.BooleanField(default=False)
    has_fast_track = models.BooleanField(default=False)
    consultancy_discount = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))  # per cent

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "plan", "number"], name="contracts_planversion_number"),
            # What a contract's plan and version refer to together (migration 0004).
            models.UniqueConstraint(fields=["tenant", "plan", "id"], name="contracts_planversion_of"),
        ]


class PlanService(TenantModel):
    """One line of a plan version. Codes the program knows do something; others are told to people alone."""

    class Kind(models.TextChoices):
        """How much of it there is."""

        INCLUDED = "included", pgettext_lazy("service", "Included")
        QUOTA_HOURS = "quota_hours", _("Hours a year")
        QUOTA_TIMES = "quota_times", _("Times a year")
        DISCOUNT = "discount", _("Discount, percent")
        FLAG = "flag", pgettext_lazy("service", "Right")

    class Code(models.TextChoices):
        """What the program acts on."""

        SUPPORT = "support", _("Support by ticket and telephone")
        FAST_TRACK = "fast_track", _("Fast track")
        CONSULTANCY_DISCOUNT = "consultancy_discount", _("Discount on consultancy hours")
        LEGAL = "legal", _("Legal and security assistance")
        SPARRING = "sparring", _("Specialist sparring")
        SERVICE_CHECK = "service_check", _("Service check")

    COUNTED = (Kind.QUOTA_HOURS, Kind.QUOTA_TIMES, Kind.DISCOUNT)
    QUOTAS = (Kind.QUOTA_HOURS, Kind.QUOTA_TIMES)

    version = TenantForeignKey("contracts.PlanVersion", related_name="services")
    code = models.SlugField(_("code"), max_length=40, db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    quantity = models.DecimalField(_("quantity"), max_digits=8, decimal_places=2, null=True, blank=True)
    name_sv = models.CharField(max_length=160, blank=True)
    name_da = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "version", "code"], name="contracts_planservice_code"),
            models.CheckConstraint(
                condition=Q(kind__in=["quota_hours", "quota_times", "discount"], quantity__gt=0)
                | Q(kind__in=["included", "flag"], quantity__isnull=True),
                name="contracts_planservice_quantity",
            ),
        ]

    @property
    def name(self) -> str:
        """Give the text in the active language; where it has none, one that there is."""
        texts = {"sv": self.name_sv, "da": self.name_da, "en": self.name_en}
        language = (get_language() or "en")[:2]
        return texts.get(language) or self.name_en or self.name_sv or self.name_da
