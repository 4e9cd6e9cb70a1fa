"""What was done with a mail, or why nothing was."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """A word for each way that a mail can end."""

    FILED = "filed", _("New ticket")
    ADDED = "added", _("Added to the ticket")
    NOTED = "noted", _("Added as a note")
    BOUNCED = "bounced", _("Delivery report")
    COPY = "copy", _("The same mail came to another address too")
    OWN = "own", _("Sent by ourselves")
    AUTOMATIC = "automatic", pgettext_lazy("mail", "Automatic answer")
    LIST = "list", _("Mailing list or newsletter")
    TOO_MANY = "too_many", _("Too many in an hour")
    NOBODY = "nobody", _("No sender")
    SPAM = "spam", _("Marked as spam by the mail server")
    UNWANTED = "unwanted", _("Unwanted sender")
    VIRUS = "virus", _("Virus found")
    UNREADABLE = "unreadable", _("Not a mail that can be read")
    ERROR = "error", _("Could not be taken up")
