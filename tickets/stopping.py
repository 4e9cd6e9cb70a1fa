"""The secret part of an address that ends a kind of mails: signed, so that nobody can guess it, and kept by nobody."""

from typing import NamedTuple

from django.core.signing import BadSignature, Signer

from accounts.tenancy.context import require_tenant_id
from contracts.models import Contact
from tickets.models import TicketWatcher

WATCHING, COMPANY = "watching", "company"


class Stop(NamedTuple):
    """What is ended (WATCHING or COMPANY), and the key of the watcher or the contact."""

    kind: str
    key: int


def watching_token(watcher: TicketWatcher) -> str:
    """Give the token that ends the mails about one ticket. It does not expire: an old mail's link works."""
    return _signer().sign(f"{WATCHING}-{watcher.pk}")


def company_token(contact: Contact) -> str:
    """Give the token that ends a contact's summaries of the company's tickets."""
    return _signer().sign(f"{COMPANY}-{contact.pk}")


def read_stop(token: str) -> Stop:
    """Give what a token ends; BadSignature for one that is forged or another tenant's."""
    kind, _dash, key = _signer().unsign(token).partition("-")
    if kind not in (WATCHING, COMPANY):
        raise BadSignature("no such kind")
    return Stop(kind, int(key))


def _signer() -> Signer:
    return Signer(salt=f"tickets.stopping.{require_tenant_id()}", sep=".")
