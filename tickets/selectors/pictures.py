"""Which of a message's files its text may show."""

from collections.abc import Iterable
from pathlib import PurePath

from django.urls import reverse

from tickets.models import Attachment, Draft

SHOWN = {".png", ".jpg", ".jpeg", ".gif", ".webp"}


def picture_addresses(files: Iterable[Attachment]) -> dict[str, str]:
    """Give the address of each picture by its name, for accounts/markdown.py."""
    shown = [file for file in files if is_picture(file.name) and not file.held]
    return {file.name: reverse("attachments:download", args=[file.pk]) for file in shown}


def draft_addresses(draft: Draft | None) -> dict[str, str]:
    """Give the address of each picture of a draft by its name. One query."""
    if draft is None:
        return {}
    return {file.name: reverse("desk:draft_picture", args=[file.pk]) for file in draft.files.all()}


def is_picture(name: str) -> bool:
    """Say whether a browser shows a file of this name."""
    return PurePath(name).suffix.lower() in SHOWN
