"""Files that come with a message."""

import secrets
from collections.abc import Sequence
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
from tickets.models import Attachment, Message

# The class is generic to the type checker alone.
if TYPE_CHECKING:
    Upload = UploadedFile[bytes]
else:
    Upload = UploadedFile

# What support needs and a browser does not run: everything else is refused by name.
ALLOWED = {
    ".7z", ".bmp", ".csv", ".doc", ".docx", ".eml", ".gif", ".gz", ".heic", ".jpeg", ".jpg", ".json", ".log", ".mov",
    ".mp4", ".msg", ".odp", ".ods", ".odt", ".pdf", ".png", ".ppt", ".pptx", ".rpt", ".rtf", ".txt", ".webp", ".xls",
    ".xlsx", ".xml", ".zip",
}  # fmt: skip
MOST_FILES = 10


def check_files(files: Sequence[Upload]) -> None:
    """Raise ValidationError, naming the file and the reason, for one too large, empty or of a kind not allowed."""
    problems = [problem for file in files if (problem := file_problem(file))]
    if len(files) > MOST_FILES:
        problems.append(_("At most %(most)d files can be attached to one message.") % {"most": MOST_FILES})
    if problems:
        raise ValidationError([ValidationError(problem, code="attachment") for problem in problems])


def store_files(message: Message, files: Sequence[Upload], *, now: datetime) -> list[Attachment]:
    """Keep the files under random names outside the web root.

    With a scanner configured they are held until it has looked at them (services/scanning.py).

    Written before the commit, so that no row ever names a missing file; a rollback leaves a file that no row names.
    """
    check_files(files)
    return [_store(message, file, now) for file in files]


def file_problem(file: Upload) -> str:
    """Say why a file cannot be taken, naming it; nothing where it can."""
    name, size = file.name or "", file.size or 0
    if PurePath(name).suffix.lower() not in ALLOWED:
        return _("%(name)s was not attached: files of this kind are not accepted.") % {"name": name}
    if size > settings.ATTACHMENT_MAX_BYTES:
        limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        return _("%(name)s was not attached: it is larger than %(limit)s.") % {"name": name, "limit": limit}
    if size == 0:
        return _("%(name)s was not attached: it is empty.") % {"name": name}
    return ""


def _store(message: Message, file: Upload, now: datetime) -> Attachment:
    path = default_storage.save(f"{message.tenant_id}/{secrets.token_hex(16)}", file)
    row = Attachment(
        message=message,
        ticket_id=message.ticket_id,
        name=kept_name(file.name),
        content_type=(file.content_type or "application/octet-stream").replace("\0", "")[:120],
        size=file.size or 0,
        path=path,
        uploaded_at=now,
    )
    row.hold(now)
    row.save()
    return row
