"""Opening hours, by version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Calendar(TenantModel):
    """A named set of opening hours; what they are stands in its versions."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="sla_calendar_slug")]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(TenantModel):
    """What the hours were from one moment on. Never changed: clocks name the version they were counted with.

    `definition` is {"builtin": "SE"|"DK"|"24/7", "also_closed": bool, "zone": …}, the JSON of an engine's
    CalendarDefinition, or that with holidays from a country (sla/country.py); sla.calendars compiles it.
    """

    calendar = TenantForeignKey("sla.Calendar", related_name="versions")
    number = models.PositiveIntegerField(default=1)
    definition = models.JSONField()
    created_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "calendar", "number"], name="sla_calendarversion_number")
        ]
