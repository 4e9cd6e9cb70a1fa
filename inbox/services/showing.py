"""A kept mail as a page may show it: its headers as text, and the beginning of its words."""

from typing import NamedTuple

from django.db.models import BinaryField
from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from accounts.markdown import named_pictures, to_html
from inbox.models import InboundMail
from inbox.reading import UnreadableError, read

MOST_HEADERS = 8_000
MOST_WORDS = 4_000
# Larger ones are not taken apart for a look at them.
LARGEST_READ = 2_000_000


class ShownMail(NamedTuple):
    """`headers`: as they came, with what is no text replaced. `words`: safe HTML, empty where it cannot be read."""

    headers: str
    words: SafeString


def shown_mail(mail: InboundMail) -> ShownMail:
    """Give what is shown of a mail; empty once its bytes are no longer kept. One question, or none."""
    if not mail.has_raw:
        return ShownMail("", SafeString(""))
    most = mail.size if mail.size <= LARGEST_READ else MOST_HEADERS
    row = InboundMail.objects.filter(pk=mail.pk).values_list(Substr("raw", 1, most, output_field=BinaryField()))
    raw = bytes(row.get()[0])
    head = raw[:MOST_HEADERS].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    words = _words(raw) if mail.size <= LARGEST_READ else ""
    return ShownMail(head.decode("utf-8", "replace").replace("\0", ""), to_html(words))


def _words(raw: bytes) -> str:
    try:
        text = named_pictures(read(raw).text)
    except UnreadableError:
        return ""
    return text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]}…"
