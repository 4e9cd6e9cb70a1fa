"""What a contact wants to be told by mail, and the address of their calendar."""

from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from contracts.models.notice import Notice

NEWSLETTER = "newsletter"


class NoticeSubscription(TenantModel):
    """One kind of notices that a contact is mailed; `product` None: about all products that concern them."""

    KINDS = [*Notice.Kind.choices, (NEWSLETTER, pgettext_lazy("notice", "Newsletter"))]

    contact = TenantForeignKey("contracts.Contact", on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=10, choices=KINDS)
    product = TenantForeignKey("contracts.Product", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "contact", "kind", "product"],
                nulls_distinct=False,
                name="contracts_subscription_once",
            )
        ]
        indexes = [models.Index(fields=["tenant", "kind", "contact"], name="contracts_subscription_kind")]


class CalendarFeed(TenantModel):
    """A contact's own calendar. Its address is signed from these two numbers; a new one counts `generation` up."""

    contact = TenantForeignKey("contracts.Contact", on_delete=models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField(default=1)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "contact"], name="contracts_feed_one")]
