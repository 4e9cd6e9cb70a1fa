"""The newsletter: the notices of two weeks in one mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Newsletter(TenantModel):
    """One issue, of what was published in `[since, until)`. Sent once; then nothing of it changes."""

    class Status(models.TextChoices):
        """How far it came: to be sent; sent; put aside, also because the next one was due."""

        DRAFT = "draft", pgettext_lazy("newsletter", "Draft")
        SENT = "sent", pgettext_lazy("newsletter", "Sent")
        DROPPED = "dropped", pgettext_lazy("newsletter", "Put aside")

    issued_on = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.DRAFT)
    intro_sv = models.TextField(_("Introduction in Swedish"), blank=True)
    intro_da = models.TextField(_("Introduction in Danish"), blank=True)
    intro_en = models.TextField(_("Introduction in English"), blank=True)
    composed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-issued_on"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "issued_on"], name="contracts_newsletter_day"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at=None)),
                name="contracts_newsletter_sent",
            ),
        ]


class NewsletterItem(TenantModel):
    """A notice in an issue, at its place; one left out stays here, so that it can be taken in again."""

    newsletter = TenantForeignKey("contracts.Newsletter", on_delete=models.CASCADE, related_name="items")
    notice = TenantForeignKey("contracts.Notice", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    is_included = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "newsletter", "notice"], name="contracts_newsletteritem_once")
        ]
