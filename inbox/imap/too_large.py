"""What is kept instead of a message that is too large: its head, and where it lies."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

# What says how the body is written; the body is ours.
_BODY = (b"content-", b"mime-version")


def notice_of(head: bytes, *, size: int, folder: str) -> bytes:
    """Make a message of a large one's head, in the active language, so that somebody looks after it."""
    text = _("This e-mail is %(size)s, too large to be taken. It lies in the mailbox’s folder “%(folder)s”.")
    said = text % {"size": filesizeformat(size), "folder": folder}
    mime = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    return b"".join(_kept_lines(head)) + mime + b"\r\n" + said.encode() + b"\r\n"


def _kept_lines(head: bytes) -> list[bytes]:
    kept: list[bytes] = []
    is_body = False
    for line in head.replace(b"\r\n", b"\n").split(b"\n"):
        if not line:
            break
        if line[:1] not in b" \t":
            is_body = line.lower().startswith(_BODY)
        if not is_body:
            kept.append(line + b"\r\n")
    return kept
