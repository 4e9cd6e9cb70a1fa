"""What a tenant says in its mails, in its own words."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class MailWording(TenantModel):
    """One version of a mail's words in one language, never changed: the newest counts, an empty one is the standard
    again. `mail` is a name of the catalogue (tickets/mailwords/catalogue.py). `team`: of its tickets alone.

    Heading and text are Markdown with placeholders.
    """

    mail = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    team = TenantForeignKey("tickets.Team", null=True, related_name="+")
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    author = TenantForeignKey("accounts.Membership", related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["sv", "da", "en"]), name="tickets_mailwording_language")
        ]
        indexes = [models.Index(fields=["tenant", "mail", "language", "-id"], name="tickets_mailwording_newest")]
