"""The files of a mail as the ticket takes them, and what is said of those that it does not."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.markdown import PICTURE, picture_names
from inbox.reading import Letter
from inbox.reading.letter import Refusal
from tickets.services.attachments import MOST_FILES, Upload, file_problem

# A picture of one pixel is smaller, every other one larger.
TINY = 200


class Files(NamedTuple):
    """What is attached, and a line for each file that is not, in the active language."""

    taken: Sequence[Upload]
    lines: Sequence[str]

    def without_missing(self, text: str) -> str:
        """Give a text of the letter without the pictures that are not attached."""
        there = {file.name for file in self.taken}
        return PICTURE.sub(lambda match: match[0] if match[2] in there else match[1], text)


def files_of(letter: Letter) -> Files:
    """Sort a letter's files. A picture that the quoted part alone shows, such as a logo, came with an earlier mail, and
    a tiny one in the text is there to be counted, not seen.
    """
    lines = [_line(name, reason) for name, reason in letter.refused]
    shown = picture_names(letter.text)
    repeated = picture_names(letter.folded) - shown
    taken: list[Upload] = []
    for file in letter.files:
        if file.cid and (file.name in repeated or len(file.content) < TINY):
            continue
        upload = SimpleUploadedFile(_short(file.name), file.content, file.content_type)
        problem = _line(file.name, Refusal.TOO_MANY) if len(taken) >= MOST_FILES else file_problem(upload)
        if problem:
            lines.append(problem)
        else:
            taken.append(upload)
    return Files(taken, lines)


def _short(name: str) -> str:
    """Keep the ending of a long name: it says what kind of file it is."""
    path = PurePath(name)
    return name if len(name) <= 150 else f"{path.stem[:100]}{path.suffix[-50:]}"


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
