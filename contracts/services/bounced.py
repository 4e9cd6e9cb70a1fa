"""Addresses at which mail comes back. Contacts are marked until mail arrives from there, or somebody takes it off."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from contracts.services.rights import require_agent


@transaction.atomic
def mark_bounced(*, address: str, reason: str, now: datetime) -> int:
    """Mark whoever has the address; `reason` is what the server there said. Give how many contacts that are."""
    said = " ".join(reason.split())[:300] or _("no reason given")
    return Contact.objects.filter(email__iexact=address).update(bounced_at=now, bounce_reason=said)


def take_back_bounced(contacts: Iterable[Contact]) -> None:
    """Take the mark off these contacts: mail came from their address. Asks nothing where none is marked."""
    keys = [contact.pk for contact in contacts if contact.bounced_at is not None]
    if keys:
        Contact.objects.filter(pk__in=keys).update(bounced_at=None, bounce_reason="")


@transaction.atomic
def say_address_is_right(*, contact: Contact, actor: Membership) -> None:
    """Take the mark off by hand."""
    require_agent(actor)
    take_back_bounced([contact])
