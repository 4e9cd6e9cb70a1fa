"""Domain: The survey. A detractor is called within 2 working days."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class FollowUp(TenantModel):
    """A call to a detractor within 2 working days, with its own clock. Without owner it is every manager's."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("task", "Open")
        DONE = "done", pgettext_lazy("task", "Done")
        REOPENED = "reopened", pgettext_lazy("task", "Opened again")

    class Outcome(models.TextChoices):
        """What came of it; the last is the product's own."""

        SOLVED = "solved", pgettext_lazy("call", "Solved")
        EXPLAINED = "explained", pgettext_lazy("call", "Explained")
        COMPENSATED = "compensated", pgettext_lazy("call", "Compensated")
        LOST = "lost", _("The customer is lost")
        UNREACHABLE = "unreachable", _("Could not be reached")
        OTHER = "other", pgettext_lazy("call", "Something else")
        RAISED = "raised", _("The score was raised")

    OPEN_STATES = (State.OPEN, State.REOPENED)

    answer = TenantForeignKey("surveys.Answer", related_name="follow_ups")
    owner = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    # When its clock began: None with the answer.
    begun_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "answer"], name="surveys_followup_once")]
        indexes = [models.Index(fields=["tenant", "due_at"], name="surveys_followup_due", condition=~Q(state="done"))]

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to call."""
        return self.state in self.OPEN_STATES


class FollowUpNote(TenantModel):
    """What happened to a call, and what was noted. Without author the product did it. Never changed."""

    class Kind(models.TextChoices):
        """What happened."""

        NOTED = "noted", pgettext_lazy("call", "Noted")
        ASSIGNED = "assigned", pgettext_lazy("call", "Assigned")
        DONE = "done", pgettext_lazy("call", "Called")
        REOPENED = "reopened", pgettext_lazy("call", "Opened again")
        RAISED = "raised", pgettext_lazy("call", "Closed")
        WRITTEN = "written", pgettext_lazy("call", "Written to the customer")

    follow_up = TenantForeignKey("surveys.FollowUp", related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NOTED)
    author = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    # Who has it now (assigned); None is nobody.
    owner = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    # From which score to which (opened again, closed).
    score_from = models.PositiveSmallIntegerField(null=True)
    score_to = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "follow_up", "at"], name="surveys_note_of")]
