"""A mail that has been read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """Who or what wrote it. Only what people write may open a ticket again or be answered by the system."""

    PERSON = "person"
    AUTOMATIC = "automatic"  # an out-of-office answer, a receipt, another ticket system (RFC 3834)
    LIST = "list"  # a mailing list, a newsletter (RFC 2369, Precedence)
    BOUNCE = "bounce"  # a delivery report (RFC 3464), or an empty return path


class Person(NamedTuple):
    """A name, which may be empty, and an address in small letters."""

    name: str
    address: str


class Refusal(StrEnum):
    """Why a file of a mail is not taken."""

    TOO_LARGE = "too large"
    TOO_MANY = "too many"
    WINMAIL = "winmail.dat"
    BOMB = "zip bomb"


@dataclass(frozen=True)
class File:
    """A file that came along. `cid` is the name that the text's own pictures are called by; empty for others."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
    cid: str = ""


class Refused(NamedTuple):
    """A file that is not taken, and why."""

    name: str
    reason: Refusal


class Invitation(NamedTuple):
    """A meeting that a mail asks to (RFC 5545): what, when by the sender's own words, where, and the method."""

    method: str
    summary: str
    starts: str
    ends: str
    place: str


class Bounce(NamedTuple):
    """A delivery report: to whom it could not be delivered, for good or for now, why, and which Message-ID it was.

    `thread`: what that mail, or the report, refers to. Some services give what they send a Message-ID of their own.
    """

    recipient: str
    is_final: bool
    status: str
    reason: str
    message_id: str
    thread: Sequence[str] = ()


class Forwarded(NamedTuple):
    """A mail of somebody else's that was sent on: who wrote it, under which subject and what; `above` is what whoever
    sent it on wrote.
    """

    sender: Person
    subject: str
    text: str
    above: str


@dataclass(frozen=True)
class Letter:
    """What a mail says. `text` is Markdown; `folded` is what it quotes of earlier mails and is shown when opened."""

    message_id: str
    references: Sequence[str]
    sender: Person
    reply_to: Sequence[Person]
    to: Sequence[Person]
    cc: Sequence[Person]
    subject: str
    at: datetime | None
    sort: Sort
    text: str
    folded: str = ""
    files: Sequence[File] = ()
    refused: Sequence[Refused] = ()
    invitation: Invitation | None = None
    bounce: Bounce | None = None
    is_signed: bool = False
    is_encrypted: bool = False
    # A server before us has marked it as spam.
    is_spam: bool = False
    # A server that is trusted has confirmed the sender, or says in its words why it could not; neither where it says
    # nothing.
    is_confirmed: bool = False
    doubt: str = ""
    forwarded: Forwarded | None = None

    @property
    def bracketed_id(self) -> str:
        """Give the Message-ID as headers of answers name it; empty where it is none that a header could hold."""
        sound = self.message_id.isascii() and self.message_id.isprintable() and len(self.message_id) <= 250
        return f"<{self.message_id}>" if sound and "@" in self.message_id and " " not in self.message_id else ""
