"""What somebody has begun to write."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from tickets.models.message import Message


class Draft(TenantModel):
    """A member's unsent reply or note on a ticket; nobody else sees it. `revision` grows with each save."""

    ticket = TenantForeignKey("tickets.Ticket", related_name="drafts")
    membership = TenantForeignKey("accounts.Membership", related_name="+")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.label) for kind in Message.Kind][1:])
    text = models.TextField(blank=True)
    # Keys of the macros whose changes are made on sending; one that is gone since is passed over.
    macros = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "membership", "kind"], name="tickets_draft_once")
        ]
        indexes = [models.Index(fields=["tenant", "saved_at"], name="tickets_draft_saved")]


class DraftFile(TenantModel):
    """A picture pasted into a draft, named by its text; sent with it, or removed with it."""

    draft = TenantForeignKey("tickets.Draft", related_name="files")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "draft", "name"], name="tickets_draftfile_name")]
