"""Domain: The survey."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel

# When a survey was sent, or was to be. Not written as COALESCE, which the fence between tenants keeps from every index:
# PostgreSQL does not count it among the expressions that cannot tell what they have seen.
ASKED_AT = Case(When(sent_at__isnull=False, then="sent_at"), default="send_at", output_field=models.DateTimeField())


class Invitation(TenantModel):
    """One per solved ticket: planned, sent, or not sent for a recorded reason. The link's token is kept as a hash."""

    class State(models.TextChoices):
        """How far it came."""

        PLANNED = "planned", _("Planned")
        SENT = "sent", _("Sent")
        NOT_SENT = "not_sent", _("Not sent")

    class Reason(models.TextChoices):
        """Why it was not sent."""

        RECENT = "recent", _("Asked in the last 90 days")
        JULY = "july", _("No surveys in July")
        MERGED = "merged", _("Merged ticket")
        TEST = "test", _("Test ticket")
        OPTED_OUT = "opted_out", _("Wants no surveys")
        LEFT = "left", _("No longer a contact")
        NO_ADDRESS = "no_address", _("No e-mail address")
        REOPENED = "reopened", _("Opened again")
        IMPORTED = "imported", _("Imported ticket")
        TOO_OLD = "too_old", _("Solved too long ago")
        LEAD = "lead", _("No customer yet")
        SAMPLED = "sampled", _("Not in the sample")

    class LetBe(models.TextChoices):
        """Why the reminder was let be."""

        ANSWERED = "answered", _("Answered already")
        OPTED_OUT = "opted_out", _("Wants no surveys")
        LEFT = "left", _("No longer a contact")
        NO_ADDRESS = "no_address", _("No e-mail address")
        MERGED = "merged", _("Merged ticket")
        REOPENED = "reopened", _("Opened again")
        JULY = "july", _("No surveys in July")
        TOO_OLD = "too_old", _("Sent too long ago")
        UNWANTED = "unwanted", _("Reminders are switched off")
        NO_LINK = "no_link", _("Its link is no longer known")

    # These could have been asked, and were left in peace.
    SPARED = (Reason.RECENT, Reason.JULY, Reason.SAMPLED)

    ticket = TenantForeignKey("tickets.Ticket", related_name="invitations")
    contact = TenantForeignKey("contracts.Contact", null=True, related_name="invitations")
    resolved_at = models.DateTimeField()
    send_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, blank=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    # When the one reminder is to go out; None again once it went out or was not needed.
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    not_reminded = models.CharField(max_length=10, choices=LetBe.choices, blank=True)
    # The version of the tenant's own words in the mail; None: the standard ones.
    wording = TenantForeignKey("tickets.MailWording", null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "resolved_at"], name="surveys_invitation_once"),
            models.UniqueConstraint(
                fields=["tenant", "token_hash"], condition=~Q(token_hash=""), name="surveys_invitation_token"
            ),
            models.CheckConstraint(condition=~Q(state="not_sent") | ~Q(reason=""), name="surveys_invitation_reason"),
        ]
        indexes = [
            models.Index(fields=["tenant", "send_at"], name="surveys_invitation_due", condition=Q(state="planned")),
            models.Index(
                fields=["tenant", "remind_at"], name="surveys_invitation_remind", condition=Q(remind_at__isnull=False)
            ),
            models.Index(fields=["tenant", "contact", "sent_at"], name="surveys_invitation_contact"),
            models.Index(fields=["tenant", "resolved_at"], name="surveys_invitation_resolved"),
            # By the month it was sent, or was to be sent: dashboards, and the lists behind their figures.
            models.Index("tenant", ASKED_AT, name="surveys_invitation_counted"),
            # Why not, by month: counted from these alone.
            models.Index(
                fields=["tenant", "send_at"],
                include=["reason"],
                name="surveys_invitation_not_sent",
                condition=Q(state="not_sent"),
            ),
            models.Index(
                fields=["tenant", "sent_at"],
                include=["not_reminded"],
                name="surveys_invitation_let_be",
                condition=~Q(not_reminded=""),
            ),
        ]


class Answer(TenantModel):
    """What the contact said; editable for 7 days. Not anonymous."""

    fence_search = "SELECT"

    invitation = TenantForeignKey("surveys.Invitation", related_name="answers")
    score = models.PositiveSmallIntegerField(_("score"))
    reason = models.TextField(_("main reason"), blank=True)
    improvement = models.TextField(_("what to do better"), blank=True)
    answered_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    # The words of both texts with the stemmer of the tenant's language: kept by a trigger.
    search = SearchVectorField(null=True, editable=False)
    # The version of the tenant's own words on the page, as it was last sent; None: the standard ones.
    wording = TenantForeignKey("tickets.MailWording", null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "invitation"], name="surveys_answer_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=10), name="surveys_answer_score"),
        ]
        indexes = [
            models.Index(fields=["tenant", "answered_at"], name="surveys_answer_at"),
            GinIndex(fields=["tenant", "search"], name="surveys_answer_words", opclasses=["int8_ops", "tsvector_ops"]),
        ]
