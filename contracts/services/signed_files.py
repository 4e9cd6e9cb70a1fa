"""The scan of a signed addendum."""

import secrets
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.scanned import kept_name
from contracts.models import PlanChange

# The class is generic to the type checker alone.
if TYPE_CHECKING:
    Upload = UploadedFile[bytes]
else:
    Upload = UploadedFile

# What scanners and cameras make, and the bytes that such a file begins with.
KINDS = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
}


def check_signed(file: Upload) -> None:
    """ValidationError at `file` for what is no PDF or picture, or is too large. The name's word is not taken for it."""
    name, size = file.name or "", file.size or 0
    begins = file.read(8)
    file.seek(0)
    if not begins.startswith(KINDS.get(PurePath(name).suffix.lower(), ())):
        said = _("Send the signed addendum as a PDF, or as a picture (JPEG or PNG).")
        raise ValidationError({"file": said}, code="kind")
    if size > settings.ATTACHMENT_MAX_BYTES:
        limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        raise ValidationError({"file": _("The file is larger than %(limit)s.") % {"limit": limit}}, code="size")


def keep_signed(change: PlanChange, file: Upload, *, now: datetime) -> None:
    """Keep the file under a random name outside the web root, held until it was scanned; the caller saves the change.

    Refuses what `check_signed` refuses. A rollback leaves a file that no row names, never a row without file.
    """
    check_signed(file)
    change.file_name = kept_name(file.name)
    change.file_path = default_storage.save(f"{change.tenant_id}/{secrets.token_hex(16)}", file)
    change.hold(now)
