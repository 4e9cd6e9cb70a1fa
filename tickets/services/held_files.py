"""Files of a refused form are held until its writer sends it again: a browser does not choose them a second time."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Membership
from accounts.scanned import kept_name
from tickets.models import HeldFile
from tickets.services.attachments import MOST_FILES, Upload, file_problem

KEPT = timedelta(days=1)
AT_ONCE = 500


@transaction.atomic
def hold_files(files: Sequence[Upload], *, member: Membership, now: datetime) -> list[HeldFile]:
    """Keep those that can be attached, ten of a member's: the newest push the oldest out. Gives the new ones."""
    kept = [_hold(file, member, now) for file in files[:MOST_FILES] if not file_problem(file)]
    drop_files(list(HeldFile.objects.filter(membership=member).order_by("-pk")[MOST_FILES:]))
    return kept


def _hold(file: Upload, member: Membership, now: datetime) -> HeldFile:
    return HeldFile.objects.create(
        membership=member,
        name=kept_name(file.name),
        content_type=(file.content_type or "application/octet-stream").replace("\0", "")[:120],
        size=file.size or 0,
        path=default_storage.save(f"{member.tenant_id}/{secrets.token_hex(16)}", file),
        held_at=now,
    )


def held_files(keys: Sequence[str], *, member: Membership) -> list[HeldFile]:
    """Give the member's own files of these keys; what is not a key, another's or gone is passed over."""
    wanted = [int(key) for key in keys[:MOST_FILES] if key.isascii() and key.isdigit() and len(key) < 18]
    return list(HeldFile.objects.filter(membership=member, pk__in=wanted).order_by("pk")) if wanted else []


def as_uploads(held: Sequence[HeldFile]) -> list[Upload]:
    """Give them as if they were sent now; one whose file is gone is passed over."""
    return [
        UploadedFile(default_storage.open(one.path), one.name, one.content_type, one.size)
        for one in held
        if default_storage.exists(one.path)
    ]


def drop_files(held: Sequence[HeldFile]) -> None:
    """Forget them, and their files once that is committed."""
    HeldFile.objects.filter(pk__in=[one.pk for one in held]).delete()
    for one in held:
        transaction.on_commit(partial(default_storage.delete, one.path))


@transaction.atomic
def drop_old(*, now: datetime) -> int:
    """Forget what nobody came back to within a day, some at a time; give how many."""
    old = list(HeldFile.objects.filter(held_at__lt=now - KEPT).order_by("pk")[:AT_ONCE])
    drop_files(old)
    return len(old)
