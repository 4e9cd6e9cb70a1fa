"""The general terms that contracts are made under."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class TermsVersion(TenantModel):
    """One version of the terms, in force from a local date until the next one's (domain: Contracts and plans).

    Markdown. Once published nothing of it changes; it can be withdrawn before it is in force, and is kept then too.
    """

    class Status(models.TextChoices):
        """Who reads it: managers; everybody; whoever has its address."""

        DRAFT = "draft", pgettext_lazy("terms", "Draft")
        PUBLISHED = "published", pgettext_lazy("terms", "Published")
        WITHDRAWN = "withdrawn", pgettext_lazy("terms", "Withdrawn")

    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateField(_("in force from"))
    text_sv = models.TextField(_("Text in Swedish"), blank=True)
    text_da = models.TextField(_("Text in Danish"), blank=True)
    text_en = models.TextField(_("Text in English"), blank=True)
    summary_sv = models.TextField(_("What changes, in Swedish"), blank=True)
    summary_da = models.TextField(_("What changes, in Danish"), blank=True)
    summary_en = models.TextField(_("What changes, in English"), blank=True)
    created_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    created_at = models.DateTimeField()
    published_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Counts the savings of the draft: the second of two writers is refused.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="contracts_terms_number"),
            models.UniqueConstraint(
                fields=["tenant", "valid_from"], condition=Q(status="published"), name="contracts_terms_day"
            ),
            models.UniqueConstraint(fields=["tenant"], condition=Q(status="draft"), name="contracts_terms_one_draft"),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | Q(status="published", published_at__isnull=False, withdrawn_at=None)
                | Q(status="withdrawn", published_at__isnull=False, withdrawn_at__isnull=False),
                name="contracts_terms_status",
            ),
        ]
