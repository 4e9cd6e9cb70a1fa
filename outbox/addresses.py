"""Addresses and headers of a mail, checked before they are kept."""

import re
from collections.abc import Iterable
from email.headerregistry import Address
from email.utils import make_msgid, parseaddr

from django.utils.encoding import punycode

# What people have in a name without seeing it, pasted from elsewhere.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
AUTOMATIC, ANSWERING, BY_PERSON = "auto-generated", "auto-replied", ""
# Set by the outbox itself: a caller's value would change who gets the mail, or what it is to a mail program.
_OWN = {
    "bcc",
    "cc",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "subject",
    "to",
}


def named_address(name: str, address: str) -> str:
    """Give `Name <address>`, quoted where it must be; line breaks and other control characters in the name are blanks.
    ValueError for line breaks in the address.
    """
    refuse_line_breaks([address])
    name = " ".join(_CONTROL.sub(" ", name).split())
    user, _, domain = address.rpartition("@")
    return str(Address(name, user, domain))


def automatic_headers(kind: str) -> dict[str, str]:
    """Give the headers that say to mail programs that nobody sits behind a mail, so that none answers it by itself.

    `kind` as RFC 3834 has it: AUTOMATIC, or ANSWERING a mail; by BY_PERSON it has none.
    """
    return {"Auto-Submitted": kind, "X-Auto-Response-Suppress": "OOF, AutoReply"} if kind else {}


def one_click(url: str) -> dict[str, str]:
    """Give the headers by which a mail program ends a subscription with one press (RFC 8058). `url` takes POST without
    a session, and asks first when it is opened.
    """
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def new_message_id(sender: str) -> str:
    """Make a Message-ID at the sender's domain."""
    return make_msgid(domain=punycode(parseaddr(sender)[1].rpartition("@")[2]) or None)


def checked_headers(headers: dict[str, str]) -> dict[str, str]:
    """Give them back; ValueError for a line break, a name that is none, or a header the outbox sets itself."""
    refuse_line_breaks([*headers, *headers.values()])
    for name in headers:
        if name.lower() in _OWN or not name.isascii() or not name.replace("-", "").isalnum():
            raise ValueError(f"The header “{name}” cannot be set.")
    return headers


def refuse_line_breaks(values: Iterable[str]) -> None:
    """Raise ValueError where a line break would begin a header of the writer's own."""
    for value in values:
        if len(value.splitlines()) > 1 or value.endswith(("\r", "\n")):
            raise ValueError(f"A line break in an address or header: {value!r}")
