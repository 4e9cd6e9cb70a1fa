"""What was written."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.scanned import Scanned, held_constraint, held_index
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Message(TenantModel):
    """A public message, or a note that the customer never sees. Text is Markdown; written once, never changed."""

    class Kind(models.TextChoices):
        """Who may read it and whose it is."""

        CUSTOMER = "customer", _("From the customer")
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Note")

    ticket = TenantForeignKey("tickets.Ticket", related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    author = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    contact = TenantForeignKey("contracts.Contact", null=True, related_name="+")
    channel = models.CharField(max_length=8, default="portal")
    text = models.TextField()
    # What a mail repeated of earlier ones, folded away; and who wrote it where that is no contact.
    quoted = models.TextField(blank=True)
    sender = models.CharField(max_length=320, blank=True)
    # The Message-ID of the mail it came by: answers refer to it, so that a mail program keeps them together.
    mail_id = models.CharField(max_length=400, blank=True)
    # Why the mail server could not confirm the sender, in its words; empty where nothing speaks against them.
    doubt = models.CharField(max_length=200, blank=True, db_default="", default="")
    at = models.DateTimeField()
    # Its files, for whoever has just written it and tells of it; read from `attachments` otherwise.
    new_files: Sequence["Attachment"] = ()

    class Meta:
        indexes = [models.Index(fields=["tenant", "ticket", "at"], name="tickets_message_ticket")]

    @property
    def author_name(self) -> str:
        """Give the name to show: the contact's for a customer's message, else the member's. Of a mail that somebody
        else may have written it says so, wherever it is shown.
        """
        if self.doubt:
            name = self.contact.name if self.contact else self.sender
            return gettext("%(name)s (sender not confirmed)") % {"name": name}
        if self.kind == self.Kind.CUSTOMER and self.contact:
            return self.contact.name
        return self.author.user.name if self.author else (self.contact.name if self.contact else self.sender)


class Attachment(Scanned, TenantModel):
    """A file of a message, stored outside the web root under a random name. One that is held is given to nobody."""

    message = TenantForeignKey("tickets.Message", related_name="attachments")
    ticket = TenantForeignKey("tickets.Ticket", related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [held_constraint("tickets_attachment")]
        indexes = [
            models.Index(fields=["tenant", "message"], name="tickets_attachment_message"),
            held_index("tickets_attachment"),
            models.Index(fields=["tenant", "path"], name="tickets_attachment_path"),
        ]
