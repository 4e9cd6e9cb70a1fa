"""Which ticket a mail belongs to, said by the mail itself: signed, so that it cannot be guessed, and kept by nobody.

`<1042.q3f7….k2m4…@nordsoft.example>` is a Message-ID of ticket 1042, `support+1042.k2m4…@nordsoft.example` an address
to answer it. Small letters and digits alone: what stands before an @ may change its case on the way.
"""

import base64
import re
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.tenancy.context import require_tenant_id

_MESSAGE_ID = re.compile(r"^(\d{1,12})\.([a-z2-7]{10,32})\.([a-z2-7]{16})@", re.I)
_ADDRESS = re.compile(r"^[^@+\s]+\+(\d{1,12})\.([a-z2-7]{16})@", re.I)


def new_message_id(number: int, domain: str) -> str:
    """Make a Message-ID, with its brackets, for a mail about the current tenant's ticket with this number."""
    chance = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return f"<{number}.{chance}.{_signature('message', number, chance)}@{domain}>"


def message_id_of(number: int, cause: str, domain: str) -> str:
    """Give the Message-ID of the mail that `cause` (the key of the outbox) sends: the same however often it is asked,
    so that later mails can refer to it and nothing has to be kept.
    """
    chance = _signature("cause", number, cause)
    return f"<{number}.{chance}.{_signature('message', number, chance)}@{domain}>"


def root_of(number: int) -> str:
    """Give the Message-ID that every mail about a ticket refers to, sent by nobody: it holds the mails together."""
    return message_id_of(number, "root", urlsplit(settings.PUBLIC_URL).hostname or "localhost")


def reply_address(address: str, number: int) -> str:
    """Give `support+1042.signature@domain` for `support@domain`: answers to it belong to the ticket."""
    user, _, domain = address.rpartition("@")
    return f"{user}+{number}.{_signature('address', number)}@{domain}"


def ticket_of_message_id(message_id: str) -> int | None:
    """Give the number of the tenant's ticket that a Message-ID of ours names; None for others and forged ones."""
    match = _MESSAGE_ID.match(message_id.strip("<> "))
    if match is None:
        return None
    number, chance, said = int(match[1]), match[2].lower(), match[3].lower()
    return number if constant_time_compare(said, _signature("message", number, chance)) else None


def ticket_of_address(address: str) -> int | None:
    """Give the number of the tenant's ticket that an address of ours answers; None for others and forged ones."""
    match = _ADDRESS.match(address.strip("<> "))
    if match is None:
        return None
    number = int(match[1])
    return number if constant_time_compare(match[2].lower(), _signature("address", number)) else None


def plain_address(address: str) -> str:
    """Give the address without what stands after a `+`: the mailbox that it comes to."""
    user, _, domain = address.rpartition("@")
    return f"{user.partition('+')[0]}@{domain}".lower()


def _signature(kind: str, number: int, chance: str = "") -> str:
    """Sign for the current tenant: what one tenant has given out opens nothing at another."""
    digest = salted_hmac(f"tickets.threads.{kind}", f"{require_tenant_id()}:{number}:{chance}", algorithm="sha256")
    return base64.b32encode(digest.digest()[:10]).decode().lower()
