"""What a mail carries beside its words."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from outbox.files import MailFile


class OutboxFile(TenantModel):
    """A file or picture of a message; it goes with the message's text (outbox/states.py)."""

    # Who sends reads them, of any tenant.
    fence_relay = "SELECT"

    message = TenantForeignKey("outbox.OutboxMessage", on_delete=models.CASCADE, db_index=False, related_name="files")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    inline = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "message", "place"], name="outbox_file_place"),
        ]

    @property
    def carried(self) -> MailFile:
        """Give it as the mail carries it."""
        return MailFile(self.name, self.media_type, bytes(self.content), self.inline)
