"""One thing that is mailed to many contacts, and who has had it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Mailing(TenantModel):
    """What is to be mailed, once; written together with what it tells of, and worked off in batches.

    `cursor` is the key of the last contact dealt with: receivers are gone through by their keys.
    """

    class Kind(models.TextChoices):
        """What it tells."""

        TERMS = "terms", pgettext_lazy("mailing", "New terms")
        TERMS_WITHDRAWN = "terms_withdrawn", pgettext_lazy("mailing", "Terms withdrawn")
        NOTICE = "notice", pgettext_lazy("mailing", "Notice")
        NOTICE_CHANGED = "notice_changed", pgettext_lazy("mailing", "Notice changed")
        NOTICE_OVER = "notice_over", pgettext_lazy("mailing", "Operation over")
        NOTICE_WITHDRAWN = "notice_withdrawn", pgettext_lazy("mailing", "Notice withdrawn")
        NEWSLETTER = "newsletter", pgettext_lazy("mailing", "Newsletter")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    terms = TenantForeignKey("contracts.TermsVersion", null=True, blank=True, related_name="mailings")
    notice = TenantForeignKey(
        "contracts.Notice", on_delete=models.CASCADE, null=True, blank=True, related_name="mailings"
    )
    # Which change of the notice it tells: a change is told once, and several may be told.
    revision = models.PositiveIntegerField(default=0)
    newsletter = TenantForeignKey("contracts.Newsletter", null=True, blank=True, related_name="mailings")
    begun_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Batches that failed in a row, and when the next one is tried: the tenant's other mailings go on meanwhile.
    failures = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "terms"], condition=Q(terms__isnull=False), name="contracts_mailing_terms"
            ),
            models.UniqueConstraint(
                fields=["tenant", "kind", "notice", "revision"],
                condition=Q(notice__isnull=False),
                name="contracts_mailing_notice",
            ),
            models.UniqueConstraint(
                fields=["tenant", "newsletter"],
                condition=Q(newsletter__isnull=False),
                name="contracts_mailing_newsletter",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "id"], name="contracts_mailing_open", condition=Q(finished_at=None)),
        ]


class MailingReceipt(TenantModel):
    """Somebody who was told, under the address that was theirs then. The contact may be gone since."""

    mailing = TenantForeignKey("contracts.Mailing", on_delete=models.CASCADE, related_name="receipts")
    contact = TenantForeignKey(
        "contracts.Contact", on_delete=models.SET_NULL, null=True, related_name="mailing_receipts"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "mailing", "contact"], name="contracts_receipt_once"),
        ]
