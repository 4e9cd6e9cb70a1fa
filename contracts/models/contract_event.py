"""What happened to a contract."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class ContractEvent(TenantModel):
    """One line of a contract's timeline; only ever added. `actor` None: it happened by itself.

    `data` may have {"changes": {field: [old, new]}}, both as text, and what else the kind's words need.
    """

    class Kind(models.TextChoices):
        """What happened; the column takes any word, so that a new kind needs no migration."""

        CREATED = "created", _("The contract was entered.")
        CHANGED = "changed", _("The contract was changed.")
        ACTIVATED = "activated", _("The contract was activated.")
        VERSION = "version", _("The contract was brought to the newest version of its plan.")
        NOTICE = "notice", _("Notice was given.")
        NOTICE_WITHDRAWN = "notice_withdrawn", _("The notice was withdrawn.")
        RENEWED = "renewed", _("The contract was renewed.")
        ENDED = "ended", _("The contract ended.")
        REMINDED = "reminded", _("The managers were reminded.")
        QUOTA = "quota", _("A quota is nearly or quite used.")
        QUOTA_TOLD = "quota_told", _("The customer was told what work beyond a quota costs.")
        PLAN_REQUESTED = "plan_requested", _("Another plan was asked for.")
        PLAN_SIGNED = "plan_signed", _("The signed addendum came in.")
        PLAN_DECIDED = "plan_decided", _("The change of plan was decided.")
        PLAN_CHANGED = "plan_changed", _("The new plan is in effect.")
        PLAN_REFUSED = "plan_refused", _("The change of plan was refused.")
        PLAN_WITHDRAWN = "plan_withdrawn", _("The change of plan was withdrawn.")
        PLAN_ASKED = "plan_asked", _("The customer was asked to choose a plan.")
        VIRUS = "virus", _("A file with a virus came in.")
        PLAN_CHOSEN = "plan_chosen", _("The customer chose a plan.")

    contract = TenantForeignKey("contracts.Contract", related_name="events")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = TenantForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["tenant", "contract", "-id"], name="contracts_event_contract")]
