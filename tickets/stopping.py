"""The secret part of an address that ends a kind of mails: signed, so that nobody can guess it, and kept by nobody."""

from typing import NamedTuple

from django.core.signing import BadSignature, Signer

from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from contracts.models import Contact
from tickets.models import TicketWatcher

WATCHING, COMPANY = "watching", "company"
# A manager's summaries of the desk's month and week.
MONTHLY, WEEKLY = "monthly", "weekly"
FIGURES = (MONTHLY, WEEKLY)


class Stop(NamedTuple):
    """What is ended (WATCHING, COMPANY or one of FIGURES), and the key of the watcher, the contact or the member."""

    kind: str
    key: int


def watching_token(watcher: TicketWatcher) -> str:
    """Give the token that ends the mails about one ticket. It does not expire: an old mail's link works."""
    return _signer().sign(f"{WATCHING}-{watcher.pk}")


def company_token(contact: Contact) -> str:
    """Give the token that ends a contact's summaries of the company's tickets."""
    return _signer().sign(f"{COMPANY}-{contact.pk}")


def figures_token(member: Membership, kind: str) -> str:
    """Give the token that ends a member's summaries of the desk, those of one of FIGURES."""
    return _signer().sign(f"{kind}-{member.pk}")


def read_stop(token: str) -> Stop:
    """Give what a token ends; BadSignature for one that is forged or another tenant's."""
    kind, _dash, key = _signer().unsign(token).partition("-")
    if kind not in (WATCHING, COMPANY, *FIGURES):
        raise BadSignature("no such kind")
    return Stop(kind, int(key))


def _signer() -> Signer:
    return Signer(salt=f"tickets.stopping.{require_tenant_id()}", sep=".")
