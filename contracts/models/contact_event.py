"""Who changed what at a customer's contacts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ContactEvent(TenantModel):
    """One change of a contact's access, by a colleague or the desk. Append-only."""

    class Kind(models.TextChoices):
        """What happened."""

        ENTERED = "entered", pgettext_lazy("contact", "Entered")
        INVITED = "invited", pgettext_lazy("contact", "Invited")
        WITHDRAWN = "withdrawn", _("Invitation withdrawn")
        GRANTED = "granted", _("Sees the whole company’s tickets")
        REVOKED = "revoked", _("Sees their own tickets alone")
        REMOVED = "removed", pgettext_lazy("contact", "Removed")

    contact = TenantForeignKey("contracts.Contact", related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    actor = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["tenant", "contact", "at"], name="contracts_contactevent_of")]
