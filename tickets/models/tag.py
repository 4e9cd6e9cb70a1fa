"""Words that tickets are found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel

LONGEST_TAG = 40


def tag_name(typed: str) -> str:
    """Give a tag's name as it is kept: small letters, single spaces, no comma, no leading #."""
    return " ".join(typed.replace("\0", "").replace(",", " ").casefold().split()).lstrip("#").strip()


class Tag(TenantModel):
    """One word or two, in small letters and tidied (`tag_name`). Tags have no colour."""

    name = models.CharField(_("name"), max_length=LONGEST_TAG)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="tickets_tag_name")]

    def __str__(self) -> str:
        return self.name


class TicketTag(TenantModel):
    """A tag on a ticket."""

    ticket = TenantForeignKey("tickets.Ticket", related_name="ticket_tags")
    tag = TenantForeignKey("tickets.Tag", related_name="ticket_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket", "tag"], name="tickets_tickettag_once")]
        indexes = [models.Index(fields=["tenant", "tag", "ticket"], name="tickets_tickettag_tag")]
