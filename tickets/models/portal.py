"""What the portal keeps apart from tickets: questions that needed none, and files that wait for their form."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Deflection(TenantModel):
    """A question that was not filed, because an article or a solved ticket shown while it was typed helped.

    `subject` is all that is kept of what was typed.
    """

    contact = TenantForeignKey("contracts.Contact", related_name="+")
    subject = models.CharField(max_length=200)
    article = TenantForeignKey("tickets.Article", null=True, related_name="deflections")
    ticket = TenantForeignKey("tickets.Ticket", null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, ticket__isnull=True) | Q(article__isnull=True, ticket__isnull=False),
                name="tickets_deflection_one",
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "at"], name="tickets_deflection_at"),
            models.Index(
                fields=["tenant", "article"], name="tickets_deflection_article", condition=Q(article__isnull=False)
            ),
        ]


class HeldFile(TenantModel):
    """A file of a form that was refused for something else: it waits for its writer's next try, a day at most."""

    membership = TenantForeignKey("accounts.Membership", related_name="+")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)
    held_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "membership"], name="tickets_heldfile_whose")]
