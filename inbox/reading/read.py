"""Reads a mail: bytes in, a letter out."""

import re
from collections.abc import Set as AbstractSet
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from inbox.reading import headers, parts
from inbox.reading.armour import without_armour
from inbox.reading.authenticity import judged
from inbox.reading.auto import list_names, sort_of
from inbox.reading.bodies import body_of
from inbox.reading.bounces import bounce_of
from inbox.reading.errors import UnreadableError
from inbox.reading.files import files_of
from inbox.reading.forwards import FORWARDED, forwarded_of
from inbox.reading.letter import File, Letter, Person, Sort
from inbox.reading.meetings import invitation_of
from inbox.reading.quoting import fold
from inbox.reading.spam import is_marked

LARGEST = 60 * 1024 * 1024
# So much is looked through for a Message-ID.
LONGEST_HEAD = 64 * 1024
_PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\(cid:([^()\s]+)\)")
# Outlook's plain text names its pictures so.
_PLACED = re.compile(r"\[cid:([^\]()\s]{1,200})\]")
_PLUS = re.compile(r"\+[^@]*@")
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNED = {"multipart/signed"}


def read(
    raw: bytes,
    *,
    return_path: str | None = None,
    trusted: AbstractSet[str] = frozenset(),
    ours: AbstractSet[str] = frozenset(),
) -> Letter:
    """Read a mail. `return_path` is the envelope's sender, None where it is not known; `trusted` are the servers whose
    word about the sender is taken (authserv-ids in small letters), `ours` our addresses: a list of that name is a group
    that hands on what people write to it.

    UnreadableError for what is no mail at all: nothing before the first empty line that is a header.
    """
    if len(raw) > LARGEST:
        raise UnreadableError(f"larger than {LARGEST} bytes")
    try:
        return _read(message_from_bytes(raw, policy=compat32), return_path, trusted, ours)
    except RecursionError as error:
        raise UnreadableError("nested too deeply") from error


def message_id_of(raw: bytes) -> str:
    """Give the Message-ID alone, without brackets and without looking at the rest; empty where there is none."""
    return headers.message_id(BytesHeaderParser(policy=compat32).parsebytes(raw[:LONGEST_HEAD]))


def _read(mail: Message, return_path: str | None, trusted: AbstractSet[str], ours: AbstractSet[str]) -> Letter:
    if not mail.keys():
        raise UnreadableError("no headers")
    found = parts.parts_of(mail)
    armoured, used = body_of(found)
    text, is_signed, is_encrypted = without_armour(armoured)
    files, refused = files_of([part.mail for part in found if not any(part.mail is one for one in used)])
    is_own_list = not list_names(mail).isdisjoint(address.replace("@", ".") for address in ours)
    sort = sort_of(mail, return_path=return_path, is_own_list=is_own_list)
    subject = headers.words(mail, "Subject")
    text, files = _with_pictures(text, files)
    said, folded = (text.strip(), "") if FORWARDED.match(subject) or sort == Sort.BOUNCE else fold(text)
    senders = headers.people(mail, "From") or headers.people(mail, "Sender", "Return-Path")
    sender = senders[0] if senders else Person("", "")
    is_confirmed, doubt = judged(mail, sender.address, trusted)
    if is_own_list and sender.address in ours and (first := _behind_group(mail, ours)):
        sender, is_confirmed, doubt = first, False, ""
    kind = mail.get_content_type().lower()
    return Letter(
        message_id=headers.message_id(mail),
        references=_references(mail),
        sender=sender,
        reply_to=headers.people(mail, "Reply-To"),
        to=headers.people(mail, "To"),
        cc=headers.people(mail, "Cc"),
        subject=subject[:500],
        at=headers.date(mail),
        sort=sort,
        text=said,
        folded=folded,
        files=[file for file in files if file.content_type != "text/calendar"],
        refused=refused,
        invitation=invitation_of(found),
        bounce=bounce_of(mail, found, text) if sort == Sort.BOUNCE else None,
        is_signed=is_signed or kind in _SIGNED,
        is_encrypted=is_encrypted or kind in _ENCRYPTED,
        is_spam=is_marked(mail),
        is_confirmed=is_confirmed,
        doubt=doubt,
        forwarded=forwarded_of(mail, found, text),
    )


def _behind_group(mail: Message, ours: AbstractSet[str]) -> Person | None:
    """Give who wrote to a group that puts its own address into From, where their domain's DMARC wants that."""
    named = [*headers.people(mail, "X-Original-From"), *headers.people(mail, "Reply-To")]
    return next((person for person in named if _PLUS.sub("@", person.address) not in ours), None)


def _references(mail: Message) -> list[str]:
    """Give the mails that this one answers, the nearest first (RFC 5322, 3.6.4)."""
    answered = headers.ids(mail, "In-Reply-To")
    return list(dict.fromkeys([*answered, *reversed(headers.ids(mail, "References"))]))[:50]


def _with_pictures(text: str, files: list[File]) -> tuple[str, list[File]]:
    """Call the pictures in the text by the names of their files, which are made different for that."""
    by_cid: dict[str, str] = {}
    taken: set[str] = set()
    named: list[File] = []
    for file in files:
        name = _free(re.sub(r"[()\s\[\]]+", "-", file.name) if file.cid else file.name, taken)
        taken.add(name)
        if file.cid:
            by_cid.setdefault(file.cid, name)
        named.append(File(name, file.content_type, file.content, file.cid))

    def called(match: re.Match[str]) -> str:
        name = by_cid.get(match[2])
        return f"![{match[1]}]({name})" if name else ""

    return _PICTURE.sub(called, _PLACED.sub(r"![](cid:\1)", text)), named


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, tail = (stem, dot + ending) if stem else (name, "")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem}-{number}{tail}"
    return free
