"""The tenant's logo is put in place, replaced and taken away."""

import secrets
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import ADMINS
from accounts.errors import NotAllowedError
from accounts.logo_drawing import make_logo
from accounts.models import Membership, TenantLogo

# The class is generic to the type checker alone.
if TYPE_CHECKING:
    Upload = UploadedFile[bytes]
else:
    Upload = UploadedFile

log = structlog.get_logger("accounts")


@transaction.atomic
def put_logo(*, file: Upload, actor: Membership, now: datetime) -> TenantLogo:
    """Keep a picture as the tenant's logo in place of the one before. ValidationError for what is no fit picture.

    NotAllowedError for whoever is no admin. A rollback leaves a file that no row names, never a row without file.
    """
    _require_admin(actor)
    made = make_logo(file, size=file.size or 0)
    before = TenantLogo.objects.select_for_update(of=("self",)).first()
    version = secrets.token_hex(16)
    values = {
        "path": default_storage.save(f"{actor.tenant_id}/{version}", ContentFile(made.png)),
        "version": version,
        "width": made.width,
        "height": made.height,
        "uploaded_at": now,
        "uploaded_by": actor,
    }
    logo, _is_new = TenantLogo.objects.update_or_create(defaults=values)
    if before is not None:
        transaction.on_commit(partial(default_storage.delete, before.path), robust=True)
    log.info("logo.put", actor=actor.pk, at=now.isoformat())
    return logo


@transaction.atomic
def remove_logo(*, actor: Membership, now: datetime) -> None:
    """Do without a logo: the tenant's name stands in its place. NotAllowedError for whoever is no admin."""
    _require_admin(actor)
    for logo in TenantLogo.objects.select_for_update(of=("self",)):
        logo.delete()
        transaction.on_commit(partial(default_storage.delete, logo.path), robust=True)
        log.info("logo.removed", actor=actor.pk, at=now.isoformat())


def _require_admin(actor: Membership) -> None:
    if actor.role not in ADMINS:
        raise NotAllowedError
