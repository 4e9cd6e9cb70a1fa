"""What else is asked and kept about tickets of a product."""

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel

LONGEST_VALUE = 500


class CustomField(TenantModel):
    """One field of a product's tickets. Retired, not deleted: what tickets hold stays readable."""

    class Kind(models.TextChoices):
        """What a value is."""

        TEXT = "text", _("Text")
        CHOICE = "choice", _("Choice")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")

    product = TenantForeignKey("contracts.Product", related_name="+")
    name = models.CharField(_("name"), max_length=80)
    # By language, where it differs from `name`: {"sv": "Version"}.
    names = models.JSONField(default=dict)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    choices = models.JSONField(default=list)
    is_required = models.BooleanField(_("must be filled in when a ticket is filed"), default=False)
    in_portal = models.BooleanField(_("shown to customers"), default=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "product", "name"], name="tickets_customfield_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "choice", "number", "date"]), name="tickets_customfield_kind"
            ),
        ]

    @property
    def label(self) -> str:
        """Give the name in the active language."""
        return str(self.names.get((translation.get_language() or "").split("-")[0]) or self.name)


class FieldValue(TenantModel):
    """A ticket's value, in the form that does not depend on a language: 2026-03-02, 12.5, the choice's text."""

    ticket = TenantForeignKey("tickets.Ticket", related_name="field_values")
    field = TenantForeignKey("tickets.CustomField", related_name="values")
    text = models.CharField(max_length=LONGEST_VALUE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "ticket", "field"], name="tickets_fieldvalue_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="tickets_fieldvalue_text"),
        ]
