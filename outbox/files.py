"""The files and pictures that a mail carries."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

# Mail servers commonly refuse more than 10 MB, and base64 makes three bytes four.
MOST_BYTES = 7_000_000


@dataclass(frozen=True)
class MailFile:
    """A file that goes with a mail: attached, or `inline` as a picture of its HTML (`<img src="cid:{content_id}">`).

    `name` is what a mail program calls it, `media_type` is like image/png or application/pdf.
    """

    name: str
    media_type: str
    content: bytes
    inline: bool = False

    @property
    def content_id(self) -> str:
        """Give its name for the HTML of its mail: the same bytes have the same, everywhere."""
        return f"{hashlib.sha256(self.content).hexdigest()[:32]}@files.invalid"


def checked_files(files: Sequence[MailFile]) -> list[MailFile]:
    """Give them back; ValueError for too many bytes, a name or type with line breaks, or a type that is none."""
    if sum(len(file.content) for file in files) > MOST_BYTES:
        raise ValueError(f"A mail carries at most {MOST_BYTES} bytes.")
    for file in files:
        main, _, sub = file.media_type.partition("/")
        if not (main and sub and file.media_type.isprintable() and file.name and file.name.isprintable()):
            raise ValueError(f"No file for a mail: {file.name!r}, {file.media_type!r}")
    return list(files)
