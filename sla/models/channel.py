"""Opening hours by channel: those that customers are shown, and those that a policy counts with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Channel(models.TextChoices):
    """The ways to support that can have hours of their own (domain: Opening hours); tickets have some more ways."""

    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    PORTAL = "portal", _("Portal")


class ChannelHours(TenantModel):
    """The hours that customers are shown for a channel. A channel without row has the support function's hours."""

    channel = models.CharField(max_length=8, choices=Channel.choices)
    calendar = TenantForeignKey("sla.Calendar", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "channel"], name="sla_channelhours_once")]


class PolicyChannel(TenantModel):
    """The calendar on which a policy version counts what is filed by a channel; without row, the version's own.

    Never changed, as the version; never the version's own calendar.
    """

    policy_version = TenantForeignKey("sla.PolicyVersion", related_name="channels")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    calendar = TenantForeignKey("sla.Calendar", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "policy_version", "channel"], name="sla_policychannel_once")
        ]
