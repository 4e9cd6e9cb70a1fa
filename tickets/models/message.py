"""What was written."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

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

    class Meta:
        indexes = [models.Index(fields=["tenant", "ticket", "at"], name="tickets_message_ticket")]

    @property
    def author_name(self) -> str:
        """Give the name to show: the contact's for a customer's message, else the member's. Of a mail that somebody
        else may have written it says so, wherever it is shown.
        """
        if self.doubt:
            name = self.contact.name if self.contact else self.sender
            return _now("%(name)s (sender not confirmed)") % {"name": name}
        if self.kind == self.Kind.CUSTOMER and self.contact:
            return self.contact.name
        return self.author.user.name if self.author else (self.contact.name if self.contact else self.sender)


class Attachment(TenantModel):
    """A file of a message, stored outside the web root under a random name. One that is held is given to nobody."""

    class Held(models.TextChoices):
        """Why a file is not given out; empty: it is."""

        WAITING = "waiting", _("is being checked for viruses")
        INFECTED = "infected", _("held: a virus was found")

    message = TenantForeignKey("tickets.Message", related_name="attachments")
    ticket = TenantForeignKey("tickets.Ticket", related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    held = models.CharField(max_length=8, choices=Held.choices, blank=True, db_default="", default="")
    virus = models.CharField(max_length=120, blank=True, db_default="", default="")
    # When the scanner looks at it; None: it has, or need not.
    scan_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held__in=["", "waiting", "infected"]), name="tickets_attachment_held")
        ]
        indexes = [
            models.Index(fields=["tenant", "message"], name="tickets_attachment_message"),
            models.Index(fields=["tenant", "scan_at"], name="tickets_attachment_scan", condition=Q(held="waiting")),
            models.Index(fields=["tenant", "path"], name="tickets_attachment_path"),
        ]

    @property
    def held_words(self) -> str:
        """Say why it is not given out, in the active language; nothing where it is."""
        if self.held == self.Held.INFECTED and self.virus:
            return _now("held: virus %(virus)s") % {"virus": self.virus}
        return str(self.get_held_display())
