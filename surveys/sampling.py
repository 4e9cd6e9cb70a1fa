"""Which solved tickets are asked about where not all are."""

import hashlib

from tickets.models import Ticket


def is_in_sample(ticket: Ticket, share: int) -> bool:
    """Say whether it is among the `share` of a hundred that are asked about.

    A ticket's number decides, by a hash: solved again it is decided alike, nobody can choose, and whoever is in a
    sample is in every larger one. A share of 100 takes every ticket.
    """
    digest = hashlib.sha256(f"survey:{ticket.tenant_id}:{ticket.number}".encode()).digest()
    return int.from_bytes(digest[:8]) % 100 < share
