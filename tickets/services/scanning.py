"""Files are held until the scanner has passed them. May run anywhere, any number of times at once."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial, reduce
from time import monotonic
from typing import Any, BinaryIO, cast

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import IntegerField, Value

from accounts.models import Tenant
from accounts.scanned import Scanned
from accounts.tenancy.context import tenant_context
from tickets.scanner import NotScannedError, ScannerAwayError, scan
from tickets.services.changing import announce
from tickets.services.scanned import KINDS

# A file that the scanner cannot look at is shown to it again; perhaps it was set up meanwhile.
LATER = timedelta(minutes=10)
AT_ONCE = 50
Held = Scanned.Held
log = structlog.get_logger("tickets")


def scan_waiting(*, now: datetime, seconds: float = 20) -> int:
    """Scan what waits, over all tenants, until nothing is due or `seconds` have gone by; give how many were looked at.

    With the scanner away, or none configured any more, everything stays held.
    """
    if not settings.CLAMD_URL:
        return 0
    until = monotonic() + seconds
    done = 0
    for tenant_id in Tenant.objects.values_list("pk", flat=True).order_by("pk"):
        with tenant_context(tenant_id):
            while waiting := _waiting(now):
                before = done
                for kind, key in waiting:
                    if monotonic() > until:
                        return done
                    try:
                        done += _scan(KINDS[kind].model, key, now)
                    except ScannerAwayError as error:
                        log.warning("tickets.scanner_away", error=str(error))
                        return done
                if done == before:
                    break  # all are in another worker's hands
    return done


@transaction.atomic
def _waiting(now: datetime) -> Sequence[tuple[int, int]]:
    """Give what is due first, by its place in KINDS and its key. One question."""
    due: list[Any] = [
        kind.model.objects.filter(held=Held.WAITING, scan_at__lte=now)  # type: ignore[attr-defined]
        .annotate(place=Value(place, IntegerField()))
        .order_by()
        .values_list("place", "pk", "scan_at")
        for place, kind in enumerate(KINDS)
    ]
    rows = reduce(lambda one, other: one.union(other, all=True), due).order_by("scan_at", "place", "pk")[:AT_ONCE]
    return [(place, key) for place, key, _at in rows]


@transaction.atomic
def _scan(model: type[Scanned], key: int, now: datetime) -> bool:
    """Look at one file; False where another worker has it, or had it."""
    rows: Any = model._default_manager
    waits = rows.filter(pk=key, held=Held.WAITING, scan_at__lte=now)
    row = waits.select_for_update(of=("self",), skip_locked=True).first()
    if row is None:
        return False
    path = getattr(row, row.path_field)
    if not default_storage.exists(path):
        log.warning("tickets.scan_file_missing", file=row.pk, table=row._meta.db_table)
        rows.filter(pk=row.pk).update(scan_at=now + LATER)
        return True
    try:
        with default_storage.open(path) as content:
            virus = scan(cast(BinaryIO, content), url=settings.CLAMD_URL)
    except NotScannedError as error:
        log.warning("tickets.not_scanned", file=row.pk, table=row._meta.db_table, answer=str(error))
        rows.filter(pk=row.pk).update(scan_at=now + LATER)
        return True
    if virus:
        _quarantine(row, path, virus.replace("\0", ""), now)
        return True
    rows.filter(pk=row.pk).update(held="", scan_at=None)
    for kind in KINDS:
        if kind.model is model:
            kind.passed(row, now)
    announce()
    return True


def _quarantine(row: Any, path: str, virus: str, now: datetime) -> None:
    """Keep the file apart, and say so. Others that are the same stored file are held with it."""
    log.warning("tickets.virus_found", file=row.pk, table=row._meta.db_table, virus=virus)
    with default_storage.open(path) as content:
        apart = default_storage.save(f"quarantine/{row.tenant_id}/{secrets.token_hex(16)}", content)
    rows = type(row)._default_manager
    keys = list(rows.filter(**{row.path_field: path}).values_list("pk", flat=True))
    rows.filter(pk__in=keys).update(
        **{row.path_field: apart, "held": Held.INFECTED, "virus": virus[:120], "scan_at": None}
    )
    transaction.on_commit(partial(default_storage.delete, path))
    for kind in KINDS:
        if isinstance(row, kind.model):
            kind.infected(keys, getattr(row, row.name_field), virus, now)
