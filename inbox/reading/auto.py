"""Who wrote a mail: a person, or a program that must not be answered (RFC 3834 and what came before it)."""

import re
from email.message import Message

from inbox.reading.headers import people, words
from inbox.reading.letter import Sort

_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-AutoReply-From", "X-Mail-Autoreply")
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID", "X-Campaign-Id")
_ROBOTS = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|donotreply|noreply[-+._].*|bounces?|bounces?[-+._].*"
    r"|svara-?inte|svar-?ej|ingen-?svar|svar-?ikke)@"
)
_AWAY = re.compile(
    r"^(?:(?:re|sv|vs|svar|fw|fwd) ?: ?)*(?:auto(?:matic|matiskt|matisk)?[ -]?(?:reply|response|svar)\b|autosvar\b"
    r"|out of (?:the )?office|frånvaro|fravær|ikke til stede|ej på kontoret|semester(?:svar)?:|ferie:)",
    re.I,
)


def sort_of(mail: Message, *, return_path: str | None = None) -> Sort:
    """Say what wrote it. `return_path` is the envelope's sender where it is known: an empty one is never a person's."""
    if _is_report(mail):
        return Sort.BOUNCE
    sent_by = words(mail, "Return-Path") if return_path is None else f"<{return_path}>"
    if sent_by.replace(" ", "") == "<>":
        # Vacation programs send from nobody as well, so that nobody answers them.
        return Sort.AUTOMATIC if _says_automatic(mail) else Sort.BOUNCE
    if any(mail.get(name) is not None for name in _LISTS):
        return Sort.LIST
    if words(mail, "Precedence").lower() in ("bulk", "list"):
        return Sort.LIST
    if _says_automatic(mail):
        return Sort.AUTOMATIC
    if any(is_robot(person.address) for person in people(mail, "From")[:3]):
        return Sort.AUTOMATIC
    return Sort.PERSON


def is_robot(address: str) -> bool:
    """Say whether an address is a program's by its name: nobody reads what is sent there."""
    return bool(_ROBOTS.match(address))


def _says_automatic(mail: Message) -> bool:
    if mail.get_content_type() == "multipart/report":
        return True  # a receipt that it was read
    submitted = words(mail, "Auto-Submitted").lower().split(";")[0].strip()
    if submitted and submitted != "no":
        return True
    if words(mail, "Precedence").lower() in ("auto_reply", "junk"):
        return True
    # Exchange sets X-Auto-Response-Suppress on mails of people, too, where their sender wants no receipts.
    return any(mail.get(name) is not None for name in _AUTOMATIC if name != "X-Auto-Response-Suppress") or bool(
        _AWAY.match(words(mail, "Subject"))
    )


def _is_report(mail: Message) -> bool:
    if mail.get_content_type() == "multipart/report":
        return str(mail.get_param("report-type") or "").lower() in ("delivery-status", "")
    return any(person.address.startswith("mailer-daemon@") for person in people(mail, "From")[:1])
