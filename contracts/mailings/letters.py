"""Which letters each kind of mailing consists of."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db.models import QuerySet

from contracts.general_terms import emails as terms
from contracts.models import Contact, Mailing
from outbox.models import OutboxMessage


class Writer(Protocol):
    """Writes one contact's mail; None where nothing of it concerns them."""

    def __call__(self, mailing: Mailing, contact: Contact, *, dedupe_key: str, now: datetime) -> OutboxMessage | None:
        """Keep nothing: the round keeps a batch of them together."""


class Letters(NamedTuple):
    """Who gets a mailing, and how a mail of it is written."""

    receivers: Callable[[Mailing], QuerySet[Contact]]
    write: Writer


LETTERS: dict[str, Letters] = {
    Mailing.Kind.TERMS: Letters(terms.receivers, terms.write),
    Mailing.Kind.TERMS_WITHDRAWN: Letters(terms.receivers, terms.write),
}
