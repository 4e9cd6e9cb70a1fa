"""The secret parts of two addresses, signed from numbers: nothing of them is kept, nobody can guess them."""

from django.core.signing import BadSignature, Signer

from accounts.tenancy.context import require_tenant_id
from contracts.models import CalendarFeed, Contact, NoticeSubscription

KINDS: tuple[str, ...] = tuple(kind for kind, _label in NoticeSubscription.KINDS)


def unsubscribe_token(contact: Contact, kind: str) -> str:
    """Give the token that ends a kind of mails for a contact. It does not expire: an old mail's link works."""
    return _signer("unsubscribe").sign(f"{contact.pk}-{kind}")


def read_unsubscribe(token: str) -> tuple[int, str]:
    """Give the contact's key and the kind; BadSignature for a token that is forged or another tenant's."""
    contact, _dash, kind = _signer("unsubscribe").unsign(token).partition("-")
    if kind not in KINDS:
        raise BadSignature("no such kind")
    return int(contact), kind


def feed_token(feed: CalendarFeed) -> str:
    """Give the token of a contact's calendar; with another generation it is another one."""
    return _signer("calendar").sign(f"{feed.contact_id}-{feed.generation}")


def read_feed(token: str) -> tuple[int, int]:
    """Give the contact's key and the generation; BadSignature for a token that is forged or another tenant's."""
    contact, _dash, generation = _signer("calendar").unsign(token).partition("-")
    return int(contact), int(generation)


def _signer(use: str) -> Signer:
    return Signer(salt=f"notices.{use}.{require_tenant_id()}", sep=".")
