"""The audit trail, from which clocks are replayed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class TicketEvent(TenantModel):
    """What happened, in order (at, id). Append-only: a clock is a function of these rows (tickets/clocks/replay.py)."""

    class Kind(models.TextChoices):
        """What happened. The text is shown in the ticket's trail."""

        FILED = "filed", _("Filed")
        CUSTOMER_WROTE = "customer_wrote", _("The customer wrote")
        REPLIED = "replied", _("Replied")
        NOTED = "noted", _("Note written")
        STARTED = "started", _("Work started")
        STATUS = "status", _("Status changed")
        SEVERITY = "severity", _("Severity decided")
        TERMS = "terms", _("Contract or policy changed")
        ASSIGNED = "assigned", _("Assigned")
        ANALYSED = "analysed", _("First analysis")
        OUT_OF_SCOPE = "out_of_scope", _("Told that the agreement does not cover it")
        HANDED_OVER = "handed_over", _("Handed over")
        RESOLVED = "resolved", _("Solved")
        REOPENED = "reopened", _("Opened again")
        CLOSED = "closed", pgettext_lazy("ticket", "Closed")
        FOLLOWED_UP = "followed_up", _("Follow-up ticket")
        SEVERITY_ASKED = "severity_asked", _("Other severity asked for")
        UPDATED = "updated", _("Updated in the other system")
        ALERTED = "alerted", _("Alert sent")
        ALERT_FAILED = "alert_failed", _("Alert not delivered")
        MERGED = "merged", _("Merged into another ticket")
        TOOK_IN = "took_in", _("Another ticket was merged into this one")
        UNMERGED = "unmerged", _("The merge was undone")
        GAVE_BACK = "gave_back", _("The merge of another ticket was undone")
        SPLIT = "split", _("Messages were split off")
        LINKED = "linked", _("Linked")
        UNLINKED = "unlinked", _("Link removed")
        INCIDENT = "incident", _("Incident")
        REMOTE_BEGUN = "remote_begun", _("Remote session begun")
        REMOTE_ENDED = "remote_ended", _("Remote session ended")
        TIME_LOGGED = "time_logged", _("Time logged")
        TIME_CHANGED = "time_changed", _("Logged time changed")
        TIME_REMOVED = "time_removed", _("Logged time removed")
        TAGGED = "tagged", _("Tags changed")
        FIELDS = "fields", _("Fields changed")
        WATCHERS = "watchers", _("Watchers changed")
        CONTACTED = "contacted", _("Customer contacted")
        SPAM = "spam", _("Marked as spam")
        NOT_SPAM = "not_spam", _("Not spam after all")

    ticket = TenantForeignKey("tickets.Ticket", related_name="events")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField()
    actor = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    contact = TenantForeignKey("contracts.Contact", null=True, related_name="+")
    message = TenantForeignKey("tickets.Message", null=True, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["tenant", "ticket", "at", "id"], name="tickets_event_ticket"),
            models.Index(fields=["tenant", "at"], name="tickets_event_at"),
            # Few of a ticket's events: those that the dashboards count.
            models.Index(
                fields=["tenant", "at"],
                name="tickets_event_counted",
                condition=models.Q(kind__in=["reopened", "handed_over", "out_of_scope", "severity"]),
            ),
        ]
