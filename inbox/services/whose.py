"""Which mails are our own, come back to us."""

from accounts.models import Tenant
from inbox.reading import Letter
from tickets.models import Mailbox
from tickets.threads import plain_address, ticket_of_message_id


def is_our_own(letter: Letter, tenant: Tenant) -> bool:
    """Say whether we sent it: by our Message-ID, or from an address that comes back to us."""
    if ticket_of_message_id(letter.message_id) is not None:
        return True
    return is_our_address(letter.sender.address, tenant)


def is_our_address(address: str, tenant: Tenant) -> bool:
    """Say whether mail to this address comes back to us, with or without what stands after a `+`."""
    plain = plain_address(address)
    return plain == tenant.sender.lower() or Mailbox.objects.filter(address=plain).exists()
