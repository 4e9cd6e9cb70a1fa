"""What a member of the desk is told of, and how they want to be told."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Notification(TenantModel):
    """One thing told to one person, shown on the desk until read. Alerts of deadlines have rows of their own (Alert).

    It is about a ticket, or about what a contract's timeline says (`contract_event`).

    `mail_at` is when it is mailed unless it is read before; None: on the desk only.
    """

    class Kind(models.TextChoices):
        """What is told, the weightiest first; each has its own setting."""

        ASSIGNED = "assigned", _("A ticket is assigned to me")
        HANDED_OVER = "handed_over", _("A ticket is handed over to me")
        MENTIONED = "mentioned", _("Somebody names me in a note")
        REOPENED = "reopened", _("My ticket or one I watch is opened again")
        ANSWERED = "answered", _("The customer writes on my ticket or one I watch")
        WRITTEN = "written", _("A colleague writes on my ticket or one I watch")
        UNASSIGNED = "unassigned", _("A ticket of my team belongs to nobody")
        REMARK = "remark", _("A customer is dissatisfied")
        CALL = "call", _("My call to a dissatisfied customer is due today")
        CONTRACT = "contract", _("A contract is about to end or renew")
        QUOTA = "quota", _("A customer’s quota is nearly or quite used")

    receiver = TenantForeignKey("accounts.Membership", related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    ticket = TenantForeignKey("tickets.Ticket", null=True, related_name="notifications")
    event = TenantForeignKey("tickets.TicketEvent", null=True, related_name="+")
    contract_event = TenantForeignKey("contracts.ContractEvent", null=True, related_name="+")
    created_at = models.DateTimeField()
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "event", "receiver"], name="tickets_notification_once"),
            models.UniqueConstraint(
                fields=["tenant", "contract_event", "receiver"], name="tickets_notification_of_contract"
            ),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, contract_event__isnull=True)
                | Q(ticket__isnull=True, contract_event__isnull=False),
                name="tickets_notification_about",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "receiver", "-id"], name="tickets_notification_mine"),
            models.Index(
                fields=["tenant", "receiver", "-id"],
                name="tickets_notification_unread",
                condition=Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["tenant", "mail_at"],
                name="tickets_notification_to_mail",
                condition=Q(mail_at__isnull=False, mailed_at__isnull=True, read_at__isnull=True),
            ),
            models.Index(fields=["tenant", "read_at"], name="tickets_notification_read"),
        ]


class Way(models.TextChoices):
    """How one kind of notification is told."""

    DESK = "desk", _("On the desk")
    NOW = "now", _("On the desk and by e-mail at once")
    DIGEST = "digest", _("On the desk and in the summary")
    OFF = "off", pgettext_lazy("notification", "Not at all")


class NotificationChoice(TenantModel):
    """One member's settings; without a row the defaults below count. Times are wall clock in the tenant's zone."""

    class Digest(models.TextChoices):
        """When the summary is sent."""

        HOURLY = "hourly", _("Every hour")
        DAILY = "daily", _("Once a day")

    membership = TenantForeignKey("accounts.Membership", related_name="+")
    ways = models.JSONField(default=dict)  # Kind to Way
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    days_off = models.JSONField(default=list)  # 0 is Monday
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.DAILY)
    digest_at = models.TimeField(default=time(8))
    # A manager's or admin's summary of the desk's month and week (docs/summaries.md).
    monthly_figures = models.BooleanField(default=True)
    weekly_figures = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "membership"], name="tickets_choice_once")]

    def way(self, kind: str) -> Way:
        """Give how this kind is told."""
        return Way(self.ways.get(kind, DEFAULT_WAYS[Notification.Kind(kind)]))


DEFAULT_WAYS = {
    Notification.Kind.ASSIGNED: Way.NOW,
    Notification.Kind.HANDED_OVER: Way.NOW,
    Notification.Kind.MENTIONED: Way.NOW,
    Notification.Kind.ANSWERED: Way.DESK,
    Notification.Kind.WRITTEN: Way.DESK,
    Notification.Kind.REOPENED: Way.NOW,
    Notification.Kind.UNASSIGNED: Way.DESK,
    Notification.Kind.REMARK: Way.NOW,
    Notification.Kind.CALL: Way.NOW,
    Notification.Kind.CONTRACT: Way.NOW,
    Notification.Kind.QUOTA: Way.DESK,  # its mail goes to managers and the personal consultant in any case
}
