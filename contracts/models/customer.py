"""Companies and the people there who may use support."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Customer(TenantModel):
    """A company that has, or has not, a contract with the tenant."""

    name = models.CharField(_("name"), max_length=160)
    external_id = models.CharField(max_length=80, blank=True)
    # What counts where the contract names no policy (contracts/selectors/terms.py).
    policy = TenantForeignKey("sla.Policy", null=True, blank=True, related_name="+")
    # Has sent the contact form and has never had a contract; an agent turns it into a customer.
    is_prospect = models.BooleanField(default=False)
    # Whoever confirms an address at one of its mail domains becomes a contact without an agent.
    approves_by_domain = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "external_id"], condition=~Q(external_id=""), name="contracts_customer_external"
            )
        ]
        indexes = [models.Index(fields=["tenant", "name"], name="contracts_customer_name")]

    def __str__(self) -> str:
        return self.name


class Contact(TenantModel):
    """A named person at a customer. Sees their own tickets; a company-wide contact sees all of the company's."""

    customer = TenantForeignKey("contracts.Customer", related_name="contacts")
    membership = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    is_company_wide = models.BooleanField(_("sees the whole company's tickets"), default=False)
    no_surveys = models.BooleanField(_("no surveys"), default=False)
    # What is mailed to them; others' mails about them (an invitation, a merge, another severity) are not asked about.
    mail_replies = models.BooleanField(_("answers and solutions by mail"), default=True)
    mail_started = models.BooleanField(_("a mail when work starts"), default=False)
    mail_company = models.BooleanField(_("a mail a day about colleagues' tickets"), default=False)
    # The local day of the last summary; the next one tells what came since.
    summed_on = models.DateField(null=True, blank=True)
    # Removed by a colleague: not told and not chosen any more, what they wrote stays.
    left_at = models.DateTimeField(null=True, blank=True)
    # Since when mail to the address comes back, and what the server there said (inbox/services/bouncing.py).
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(max_length=300, blank=True)
    external_id = models.CharField(max_length=80, blank=True)

    fence_search = "SELECT"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "membership"],
                condition=Q(membership__isnull=False),
                name="contracts_contact_membership",
            ),
            models.UniqueConstraint(
                fields=["tenant", "external_id"], condition=~Q(external_id=""), name="contracts_contact_external"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "customer"], name="contracts_contact_customer"),
            models.Index(fields=["tenant", "email"], name="contracts_contact_email"),
            # Whoever writes a mail is looked up whatever the case.
            models.Index("tenant", Upper("email"), name="contracts_contact_address"),
            models.Index(
                fields=["tenant", "summed_on"],
                name="contracts_contact_summed",
                condition=Q(mail_company=True, is_company_wide=True, left_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name
