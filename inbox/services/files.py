"""The files of a mail as the ticket takes them, and what is said of those that it does not."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from inbox.reading import Letter
from inbox.reading.letter import File, Refusal
from tickets.services.attachments import ALLOWED, MOST_FILES, Upload


class Files(NamedTuple):
    """What is attached, and a line for each file that is not, in the active language."""

    taken: Sequence[Upload]
    lines: Sequence[str]


def files_of(letter: Letter) -> Files:
    """Sort a letter's files."""
    lines = [_line(name, reason) for name, reason in letter.refused]
    taken: list[Upload] = []
    for file in letter.files:
        reason = _refusal(file, len(taken))
        if reason:
            lines.append(reason)
        else:
            taken.append(SimpleUploadedFile(file.name, file.content, file.content_type))
    return Files(taken, lines)


def _refusal(file: File, before: int) -> str:
    if PurePath(file.name).suffix.lower() not in ALLOWED:
        return _("%(name)s was not attached: files of this kind are not accepted.") % {"name": file.name}
    if len(file.content) > settings.ATTACHMENT_MAX_BYTES:
        return _line(file.name, Refusal.TOO_LARGE)
    return _line(file.name, Refusal.TOO_MANY) if before >= MOST_FILES else ""


def _line(name: str, reason: Refusal) -> str:
    values = {"name": name, "limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES), "most": MOST_FILES}
    match reason:
        case Refusal.TOO_LARGE:
            return _("%(name)s was not attached: it is larger than %(limit)s.") % values
        case Refusal.TOO_MANY:
            return _("%(name)s was not attached: at most %(most)d files come with one message.") % values
        case Refusal.WINMAIL:
            return (
                _("%(name)s was not attached: only Outlook can open it. Send the mail as HTML or plain text, please.")
                % values
            )
        case Refusal.BOMB:
            return _("%(name)s was not attached: it becomes far too large when it is unpacked.") % values
    return _("%(name)s was not attached: it is damaged.") % values
