"""Drafts: a reply or note that is not sent yet, kept on the server for its writer alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import PurePath
from secrets import token_hex

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.markdown import picture_names
from accounts.models import Membership
from tickets.models import Draft, DraftFile, Ticket
from tickets.services.attachments import MOST_FILES, Upload, check_files

PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp"}


class DraftMovedError(Exception):
    """Another window has saved a different text since; `current` is that draft, None where it is sent or removed."""

    def __init__(self, current: Draft | None) -> None:
        super().__init__("the draft was changed in another window")
        self.current = current


@transaction.atomic
def save_draft(
    *, ticket: Ticket, actor: Membership, kind: str, text: str, revision: int, now: datetime, macros: Sequence[int] = ()
) -> Draft | None:
    """Keep the text and its macros; `revision` is the one its window started from, 0 for none. None for nothing.

    DraftMovedError where another window has saved something else meanwhile: nothing is written then.
    """
    mine = Draft.objects.select_for_update(of=("self",))
    current = mine.filter(ticket=ticket, membership=actor, kind=kind).first()
    if current is None:
        if not text.strip() and not macros:
            return None
        if revision:
            raise DraftMovedError(None)
        # Two windows that begin at once: whoever comes second meets the other's row.
        current, is_new = Draft.objects.get_or_create(
            ticket=ticket,
            membership=actor,
            kind=kind,
            defaults={"text": text, "macros": list(macros), "revision": 1, "saved_at": now},
        )
        if is_new:
            return current
    if (current.text, current.macros) == (text, list(macros)):
        return current
    if current.revision != revision:
        raise DraftMovedError(current)
    current.text, current.macros, current.revision, current.saved_at = text, list(macros), current.revision + 1, now
    current.save(update_fields=["text", "macros", "revision", "saved_at"])
    return current


@transaction.atomic
def add_picture(*, ticket: Ticket, actor: Membership, kind: str, file: Upload, now: datetime) -> DraftFile:
    """Keep a pasted picture with the draft under a name that its text can show it by.

    ValidationError for what is no picture, too large, or one too many.
    """
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix not in PICTURES:
        raise ValidationError(
            _("%(name)s is not a picture that can be shown.") % {"name": file.name}, code="attachment"
        )
    check_files([file])
    draft, _is_new = Draft.objects.get_or_create(ticket=ticket, membership=actor, kind=kind, defaults={"saved_at": now})
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    taken = set(draft.files.values_list("name", flat=True))
    if len(taken) >= MOST_FILES:
        raise ValidationError(
            _("At most %(most)d files can be attached to one message.") % {"most": MOST_FILES}, code="attachment"
        )
    number = 1 + max((int(PurePath(name).stem.removeprefix("picture-")) for name in taken), default=0)
    return DraftFile.objects.create(
        draft=draft,
        name=f"picture-{number}{suffix}",
        content_type=(file.content_type or "application/octet-stream").replace("\0", "")[:120],
        size=file.size or 0,
        path=default_storage.save(f"{draft.tenant_id}/{token_hex(16)}", file),
        uploaded_at=now,
    )


@contextmanager
def sending(*, ticket: Ticket, actor: Membership, kind: str, text: str, revision: int) -> Iterator[list[Upload]]:
    """Give the pictures that the text shows, to be sent with it; the draft is gone once the block has done it.

    A draft that another window has saved something else in since `revision` stays: it is not what is sent.
    """
    with transaction.atomic():
        mine = Draft.objects.select_for_update(of=("self",))
        draft = mine.filter(ticket=ticket, membership=actor, kind=kind).first()
        if draft is None:
            yield []
            return
        shown = picture_names(text)
        yield [_upload(file) for file in draft.files.order_by("pk") if file.name in shown]
        if draft.revision == revision or not draft.text.strip() or draft.text == text:
            discard(draft)


def discard(draft: Draft) -> None:
    """Remove the draft, and its files once that is committed; inside a transaction."""
    remove_files(list(draft.files.all()))
    draft.delete()


def remove_files(files: list[DraftFile]) -> None:
    """Remove the rows, and what they name once that is committed; inside a transaction."""
    DraftFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        transaction.on_commit(partial(default_storage.delete, file.path), robust=True)


def _upload(file: DraftFile) -> Upload:
    return UploadedFile(default_storage.open(file.path), name=file.name, content_type=file.content_type, size=file.size)
