"""Delivery reports (RFC 3464), and those that mail servers write in words."""

import re
from collections.abc import Sequence
from email.message import Message

from inbox.reading import parts
from inbox.reading.headers import ids, words
from inbox.reading.letter import Bounce
from inbox.reading.parts import Part

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>\"';,()\[\]]+@[^\s<>\"';,()\[\]]+")
_IDS = re.compile(r"^Message-ID:\s*<([^<>\s]{1,400})>", re.I | re.M)
_ID = re.compile(r"<([^<>\s]{1,400})>")
_THREAD = re.compile(r"^(?:In-Reply-To|References):((?:[^\n]|\n[ \t]){0,4000})", re.I | re.M)
LOOKED_THROUGH = 100_000


def bounce_of(mail: Message, found: Sequence[Part], text: str) -> Bounce:
    """Read what a delivery report says: by its fields where it has them, else by its words. What is missing is ""."""
    fields = _fields(found)
    recipient, status = fields.get("recipient", ""), fields.get("status", "")
    reason, action = fields.get("reason", ""), fields.get("action", "")
    if not recipient:
        said = text[:LOOKED_THROUGH]
        recipient = words(mail, "X-Failed-Recipients") or next(iter(_ADDRESS.findall(said)), "")
    if not status:
        status = next(iter(_STATUS.findall(f"{reason} {text[:LOOKED_THROUGH]}")), "")
    return Bounce(
        recipient=recipient.strip("<> .,:").lower()[:254],
        is_final=action == "failed" if action else not status.startswith(("4", "2")),
        status=status,
        reason=" ".join((reason or text).split())[:500],
        message_id=_original(mail, found),
        thread=_thread(mail, found),
    )


def _fields(found: Sequence[Part]) -> dict[str, str]:
    """Give the first recipient's group that failed, else the first one's (RFC 3464, 2.3)."""
    groups: list[dict[str, str]] = []
    for part, _alternative in found:
        if parts.content_type(part) not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for group in parts.inside(part):
            recipient = (words(group, "Final-Recipient") or words(group, "Original-Recipient")).partition(";")[2]
            if recipient:
                groups.append(
                    {
                        "recipient": recipient.strip(),
                        "action": words(group, "Action").lower(),
                        "status": next(iter(_STATUS.findall(words(group, "Status"))), ""),
                        "reason": words(group, "Diagnostic-Code").partition(";")[2].strip(),
                    }
                )
    return next((group for group in groups if group["action"] == "failed"), groups[0] if groups else {})


def _thread(mail: Message, found: Sequence[Part]) -> list[str]:
    """Give the Message-IDs that the mail that came back refers to, and the report itself."""
    returned = [inner for part, _alternative in found for inner in parts.inside(part)[:1] if _is_mail(part)]
    named = [key for one in returned for key in ids(one, "In-Reply-To", "References")]
    heads = [parts.text(part)[:LOOKED_THROUGH] for part, _alternative in found if _is_head(part)]
    named += [key for head in heads for line in _THREAD.findall(head) for key in _ID.findall(line)]
    return list(dict.fromkeys([*named, *ids(mail, "In-Reply-To", "References")]))[:50]


def _is_mail(part: Message) -> bool:
    return parts.content_type(part) in ("message/rfc822", "message/global")


def _is_head(part: Message) -> bool:
    return parts.content_type(part) in ("text/rfc822-headers", "message/global-headers")


def _original(mail: Message, found: Sequence[Part]) -> str:
    """Give the Message-ID of the mail that came back: its headers are in the report, mostly."""
    for part, _alternative in found:
        if _is_mail(part):
            ours = [key for inner in parts.inside(part)[:1] for key in ids(inner, "Message-ID")]
        elif _is_head(part) or parts.content_type(part) == "text/plain":
            ours = _IDS.findall(parts.text(part)[:LOOKED_THROUGH])
        else:
            continue
        if ours:
            return ours[0]
    return next(iter(ids(mail, "X-Failed-Message-ID", "In-Reply-To", "References")), "")
