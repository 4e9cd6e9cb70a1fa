"""A promise about to break, told to one person."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Alert(TenantModel):
    """Shown on the desk until read, and mailed. One per ticket, clock, step and receiver, ever (domain: Alerts).

    `mail_at` is when its mail may go: at once (None), or at the end of the receiver's quiet hours. It was queued
    at `mailed_at` under `mail_key` in the outbox (empty: another mail says more, or none was wanted any more), is seen
    to be out at `out_at`, or to have failed at `failed_at`.
    """

    class Why(models.TextChoices):
        """Why this person is told; the sentences are in selectors/alert_reasons.py."""

        ASSIGNEE = "assignee"
        TEAM = "team"
        AGENTS = "agents"
        MANAGERS = "managers"
        ON_CALL = "on_call"
        QUIET = "quiet"  # all the others have quiet hours
        HANDED_ON = "handed_on"  # the mail of `handed_from` did not arrive

    class Failure(models.TextChoices):
        """What became of a mail that did not arrive; `failure` holds the server's answer."""

        REFUSED = "refused"
        LATE = "late"
        BOUNCED = "bounced"
        GONE = "gone"  # the receiver could no longer sign in when the mail might go

    clock = TenantForeignKey("tickets.SlaClock", related_name="alerts")
    ticket = TenantForeignKey("tickets.Ticket", related_name="alerts")
    step = models.CharField(max_length=16)
    receiver = TenantForeignKey("accounts.Membership", related_name="+")
    why = models.CharField(max_length=9, choices=Why.choices, blank=True)
    handed_from = TenantForeignKey("tickets.Alert", null=True, related_name="handed_to")
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_key = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    out_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failed_by = models.CharField(max_length=7, choices=Failure.choices, blank=True)
    failure = models.TextField(blank=True)
    # A manager has taken note of the failure.
    noted_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "clock", "step", "receiver"], name="tickets_alert_once")
        ]
        indexes = [
            models.Index(
                fields=["tenant", "receiver"], name="tickets_alert_to_mail", condition=Q(mailed_at__isnull=True)
            ),
            models.Index(
                fields=["tenant", "receiver", "-id"], name="tickets_alert_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(
                fields=["tenant", "id"],
                name="tickets_alert_on_its_way",
                condition=Q(out_at__isnull=True) & Q(mail_key__gt=""),
            ),
            models.Index(fields=["tenant", "message_id"], name="tickets_alert_message", condition=Q(message_id__gt="")),
            models.Index(fields=["tenant", "-id"], name="tickets_alert_failed", condition=Q(failed_at__isnull=False)),
        ]


# Failed mails that have not arrived since: sent again by hand, or by the relay after all, they have.
NOT_ARRIVED = Q(failed_at__isnull=False) & (Q(out_at__isnull=True) | Q(failed_by=Alert.Failure.BOUNCED))
