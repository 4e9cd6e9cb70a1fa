"""What the vendor tells its customers, whatever they have asked."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Notice(TenantModel):
    """A notice in up to three languages, about all products or some. Texts are Markdown.

    `starts_at` and `ends_at` are instants: from when to when an operation lasts (no end: until somebody ends it), or
    the instant of an important date, which else is the local day `on_day`. `visible_until` is a local day, inclusive.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        OPERATION = "operation", pgettext_lazy("notice", "Operations")
        RELEASE = "release", pgettext_lazy("notice", "Release")
        LAW = "law", pgettext_lazy("notice", "Change of law")
        DATE = "date", pgettext_lazy("notice", "Important date")

    class Status(models.TextChoices):
        """Who sees it: the desk; customers too; the desk, and no longer customers."""

        DRAFT = "draft", pgettext_lazy("notice", "Draft")
        PUBLISHED = "published", pgettext_lazy("notice", "Published")
        WITHDRAWN = "withdrawn", pgettext_lazy("notice", "Withdrawn")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    title_sv = models.CharField(_("Title in Swedish"), max_length=160, blank=True)
    title_da = models.CharField(_("Title in Danish"), max_length=160, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=160, blank=True)
    text_sv = models.TextField(_("Text in Swedish"), blank=True)
    text_da = models.TextField(_("Text in Danish"), blank=True)
    text_en = models.TextField(_("Text in English"), blank=True)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)
    on_day = models.DateField(_("Day"), null=True, blank=True)
    visible_until = models.DateField(_("Shown until"), null=True, blank=True)
    created_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    updated_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Counts the savings: the second of two writers is refused.
    version = models.PositiveIntegerField(default=1)
    # Counts the changes since it was published: a calendar's SEQUENCE.
    revision = models.PositiveIntegerField(default=0)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="operation", starts_at__isnull=False, on_day=None)
                | Q(kind="date", starts_at__isnull=True, on_day__isnull=False, ends_at=None)
                | Q(kind="date", starts_at__isnull=False, on_day__isnull=True, ends_at=None)
                | Q(kind__in=["release", "law"], starts_at=None, ends_at=None, on_day=None),
                name="contracts_notice_when",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="contracts_notice_period"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | Q(status="published", published_at__isnull=False, withdrawn_at=None)
                | Q(status="withdrawn", published_at__isnull=False, withdrawn_at__isnull=False),
                name="contracts_notice_status",
            ),
            models.UniqueConstraint(fields=["tenant", "uid"], name="contracts_notice_uid"),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "-published_at"], name="contracts_notice_read", condition=Q(status="published")
            ),
            models.Index(fields=["tenant", "-updated_at"], name="contracts_notice_listed"),
        ]


class NoticeProduct(TenantModel):
    """A product that a notice is about; one that names none is about all."""

    notice = TenantForeignKey("contracts.Notice", on_delete=models.CASCADE, related_name="notice_products")
    product = TenantForeignKey("contracts.Product", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "notice", "product"], name="contracts_noticeproduct_once")
        ]


class NoticeSettings(TenantModel):
    """What a tenant has chosen about its notices; without a row: no newsletter, no public calendar."""

    class Newsletter(models.TextChoices):
        """Whether there is one, and who sends it."""

        OFF = "off", pgettext_lazy("newsletter", "No newsletter")
        DRAFT = "draft", pgettext_lazy("newsletter", "A draft, sent by hand")
        AUTO = "auto", pgettext_lazy("newsletter", "Sent by itself")

    newsletter = models.CharField(_("newsletter"), max_length=5, choices=Newsletter.choices, default=Newsletter.OFF)
    # 1 is Monday; composed in weeks with an even ISO number.
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=2)
    has_public_calendar = models.BooleanField(_("everybody may subscribe to the important dates"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="contracts_noticesettings_one"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="contracts_noticesettings_day"),
        ]
