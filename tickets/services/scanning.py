"""Files are held until the scanner has passed them. May run anywhere, any number of times at once."""

import secrets
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import BinaryIO, cast

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.models import Attachment, Ticket
from tickets.scanner import NotScannedError, ScannerAwayError, scan
from tickets.services.changing import announce
from tickets.services.messages import add_note

# A file that the scanner cannot look at is shown to it again; perhaps it was set up meanwhile.
LATER = timedelta(minutes=10)
Held = Attachment.Held
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
            while monotonic() < until:
                try:
                    if not _scan_next(now):
                        break
                except ScannerAwayError as error:
                    log.warning("tickets.scanner_away", error=str(error))
                    return done
                done += 1
    return done


@transaction.atomic
def _scan_next(now: datetime) -> bool:
    waiting = Attachment.objects.filter(held=Held.WAITING, scan_at__lte=now).order_by("scan_at", "pk")
    file = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if file is None:
        return False
    if not default_storage.exists(file.path):
        log.warning("tickets.scan_file_missing", attachment=file.pk)
        _put_off(file, now)
        return True
    try:
        with default_storage.open(file.path) as content:
            virus = scan(cast(BinaryIO, content), url=settings.CLAMD_URL)
    except NotScannedError as error:
        log.warning("tickets.not_scanned", attachment=file.pk, answer=str(error))
        _put_off(file, now)
        return True
    if virus:
        _quarantine(file, virus, now)
    else:
        Attachment.objects.filter(pk=file.pk).update(held="", scan_at=None)
        announce()
    return True


def _put_off(file: Attachment, now: datetime) -> None:
    Attachment.objects.filter(pk=file.pk).update(scan_at=now + LATER)


def _quarantine(file: Attachment, virus: str, now: datetime) -> None:
    """Keep the file apart, and say so on the ticket. Others that are the same stored file are held with it."""
    log.warning("tickets.virus_found", attachment=file.pk, virus=virus)
    with default_storage.open(file.path) as content:
        apart = default_storage.save(f"quarantine/{file.tenant_id}/{secrets.token_hex(16)}", content)
    same = Attachment.objects.filter(path=file.path)
    tickets = list(same.values_list("ticket_id", flat=True).distinct())
    same.update(path=apart, held=Held.INFECTED, virus=virus.replace("\0", "")[:120], scan_at=None)
    transaction.on_commit(partial(default_storage.delete, file.path))
    for ticket in Ticket.objects.filter(pk__in=tickets).select_related("customer__tenant").order_by("pk"):
        with translation.override(ticket.customer.tenant.language):
            text = _("A virus was found in %(name)s: %(virus)s. The file is held, and nobody can open it.")
            _tell(ticket, text % {"name": file.name, "virus": virus}, now)


def _tell(ticket: Ticket, text: str, now: datetime) -> None:
    while ticket.merged_into is not None:
        ticket = ticket.merged_into
    add_note(ticket=ticket, actor=None, text=text, now=now)
