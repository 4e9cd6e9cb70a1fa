"""Who took what as a file."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Export(TenantModel):
    """One file that a member of the desk took. Written by accounts/tables/taken.py alone, and never changed.

    `path` and `question` are the address inside the tenant, which says what was asked for; `rows` without the head.
    """

    member = TenantForeignKey("accounts.Membership", related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    question = models.CharField(max_length=2000, blank=True)
    rows = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "member"], name="accounts_export_member")]
