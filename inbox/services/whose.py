"""Which mails are our own, come back to us."""

from collections.abc import Set as AbstractSet
from email.utils import parseaddr

from django.conf import settings

from accounts.models import Tenant
from inbox.reading import Letter
from outbox.models import OutboxMessage
from tickets.models import Mailbox
from tickets.threads import plain_address, ticket_of_message_id


def our_addresses(tenant: Tenant) -> frozenset[str]:
    """Give the addresses, in small letters, at which mail comes back to us."""
    senders = [tenant.sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]]
    boxes = Mailbox.objects.filter(removed_at__isnull=True).values_list("address", flat=True)
    return frozenset([*boxes, *(one.lower() for one in senders if one)])


def is_ours(address: str, ours: AbstractSet[str]) -> bool:
    """Say whether it is one of them, with or without what stands after a `+`."""
    return address in ours or plain_address(address) in ours


def is_our_own(letter: Letter, ours: AbstractSet[str]) -> bool:
    """Say whether we sent it: from an address of ours, or by our Message-ID, signed or still in the outbox."""
    if is_ours(letter.sender.address, ours) or ticket_of_message_id(letter.message_id) is not None:
        return True
    return bool(letter.message_id) and OutboxMessage.objects.filter(message_id=f"<{letter.message_id}>").exists()
