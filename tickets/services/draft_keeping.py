"""Drafts that nobody came back to."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.markdown import picture_names
from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.models import Draft, DraftFile
from tickets.services.drafts import discard, remove_files
from tickets.services.held_files import drop_old

KEPT = timedelta(days=90)
# Long enough to take back a cleared text or a picture cut out of it.
CLEARED = timedelta(days=1)
AT_ONCE = 500


def tidy_drafts(*, now: datetime) -> None:
    """Remove, tenant by tenant, drafts untouched for 90 days, empty ones, and pictures that no draft shows any more,
    and files that a form was refused with a day ago.
    """
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id), transaction.atomic():
            tidy_tenants(now=now)
            drop_old(now=now)


def tidy_tenants(*, now: datetime) -> None:
    """Remove them for the current tenant; inside a transaction."""
    old = Q(saved_at__lte=now - KEPT) | Q(saved_at__lte=now - CLEARED, text="", macros=[])
    for draft in Draft.objects.select_for_update(of=("self",), skip_locked=True).filter(old)[:AT_ONCE]:
        discard(draft)
    files = DraftFile.objects.filter(uploaded_at__lte=now - CLEARED).select_related("draft")
    remove_files([file for file in files if file.name not in picture_names(file.draft.text)])
