"""What mail programs and servers on the way are strict about, and Python is not."""

import textwrap
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.policy import compat32
from typing import Any

_QP = Charset("utf-8")
_QP.body_encoding = QP
_WIDTH = 76
# Longer words are encoded, since a line can break nowhere in them.
_LONGEST_WORD = 60
# Lines are folded here; the writer would put a line break before the first word of a long one, and some servers lose
# what stands behind a header whose first line is empty.
_UNFOLDED = compat32.clone(max_line_length=998)


def tidied(mail: Any) -> Any:
    """Give the mail with its text in 7 bits, so that no server on the way has to write it anew and break its signature
    (RFC 6376 5.3), and with headers of which no line is empty.
    """
    for part in mail.walk():
        if part.get_content_maintype() == "text" and part["Content-Transfer-Encoding"] == "8bit":
            words = part.get_payload(decode=True).decode()
            del part["Content-Transfer-Encoding"]
            Message.set_payload(part, words, _QP)
    mail.policy = _UNFOLDED
    if "References" in mail:
        mail.replace_header("References", "\n ".join(mail["References"].split()))
    return mail


def subject(text: str) -> str:
    """Give a Subject as it is written: folded, and encoded where it must be (RFC 2047)."""
    is_plain = text.isascii() and all(len(word) <= _LONGEST_WORD for word in text.split(" "))
    return Header(text, "us-ascii" if is_plain else "utf-8", _WIDTH, "Subject").encode()


def folded(value: str) -> str:
    """Give a header's value in lines, broken where it has blanks."""
    return "\n ".join(textwrap.wrap(value, _WIDTH - 2, break_long_words=False, break_on_hyphens=False))
