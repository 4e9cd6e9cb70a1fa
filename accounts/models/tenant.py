"""A support organisation that runs its desk here."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

RESERVED = {"static", "healthz", "metrics", "readyz", "admin", "api", "media", "styleguide"}


def tenant_key(slug: str) -> str:
    """Give where the cache keeps a tenant's row for the pages' middleware; who changes the row deletes it."""
    return f"tenant:{slug}"


class Tenant(models.Model):
    """The vendor. Everything but users, sessions and this row belongs to exactly one tenant (domain: People)."""

    slug = models.CharField(max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]+$")])
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, default="sv")
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Stockholm")
    sender = models.EmailField(_("sender address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug__in=sorted(RESERVED)), name="accounts_tenant_slug_free"),
            models.CheckConstraint(
                condition=models.Q(language__in=["sv", "da", "en"]), name="accounts_tenant_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name
