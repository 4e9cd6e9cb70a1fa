"""The files of a mail, and those that are not taken."""

import zipfile
import zlib
from collections.abc import Sequence
from email.message import Message
from io import BytesIO
from mimetypes import guess_extension

from inbox.reading import parts
from inbox.reading.letter import File, Refusal, Refused

LARGEST = 20 * 1024 * 1024
MOST = 30
# A zip of more than this when unpacked, or packed this many times, is no document.
LARGEST_UNPACKED = 500 * 1024 * 1024
MOST_PACKED = 200
MOST_ENTRIES = 20_000
PIECE = 256 * 1024
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}


def files_of(found: Sequence[Message]) -> tuple[list[File], list[Refused]]:
    """Give the files to keep, and those refused with the reason. Signatures of mails are neither."""
    kept: list[File] = []
    refused: list[Refused] = []
    for at, part in enumerate(found, 1):
        kind = parts.content_type(part)
        if kind in _SIGNATURES:
            continue
        file = File(_name(part, kind, at), kind, parts.content(part), parts.cid(part))
        reason = _refusal(file, len(kept))
        if reason:
            refused.append(Refused(file.name, reason))
        elif file.content:
            kept.append(file)
    return kept, refused


def _refusal(file: File, before: int) -> Refusal | None:
    if file.name.lower() == "winmail.dat" or file.content_type in ("application/ms-tnef", "application/vnd.ms-tnef"):
        return Refusal.WINMAIL
    if len(file.content) > LARGEST:
        return Refusal.TOO_LARGE
    if before >= MOST:
        return Refusal.TOO_MANY
    if file.content.startswith(b"PK"):
        return _zip_refusal(file.content)
    return Refusal.BOMB if file.content.startswith(b"\x1f\x8b") and _is_gzip_bomb(file.content) else None


def _zip_refusal(content: bytes) -> Refusal | None:
    """Look at what a zip says of itself, without unpacking anything; documents of office programs are zips, too."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, LookupError, EOFError):
        return None  # not a zip that anybody could open: no danger, and not ours to judge
    unpacked = sum(entry.file_size for entry in entries)
    too_much = unpacked > LARGEST_UNPACKED or len(entries) > MOST_ENTRIES
    packed_tightly = unpacked > 10 * 1024 * 1024 and unpacked > MOST_PACKED * max(1, len(content))
    return Refusal.BOMB if too_much or packed_tightly else None


def _is_gzip_bomb(content: bytes) -> bool:
    """Unpack as much as is allowed, piece by piece, and keep none of it: what gzip says of itself can be a lie."""
    most = min(LARGEST_UNPACKED, max(10 * 1024 * 1024, MOST_PACKED * len(content)))
    unpacked, reader = 0, zlib.decompressobj(wbits=31)
    for at in range(0, len(content), PIECE):
        rest = content[at : at + PIECE]
        while rest:
            try:
                unpacked += len(reader.decompress(rest, PIECE))
            except zlib.error:
                return False  # nobody could unpack it
            if unpacked > most:
                return True
            rest = reader.unconsumed_tail
            if reader.eof:  # another one may follow
                rest, reader = reader.unused_data, zlib.decompressobj(wbits=31)
    return False


def _name(part: Message, kind: str, at: int) -> str:
    named = parts.name(part)
    if named:
        return named
    if kind == "message/rfc822":
        return f"mail-{at}.eml"
    return f"file-{at}{guess_extension(kind) or '.bin'}"
