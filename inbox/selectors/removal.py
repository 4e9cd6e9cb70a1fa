"""What it means to remove a mailbox, for the page that asks first."""

from dataclasses import dataclass

from inbox.models import ImapAccount, InboundMail
from tickets.emails.postroom import mailboxes
from tickets.emails.thread import tenants_address
from tickets.models import Mailbox


@dataclass(frozen=True)
class Removal:
    """What comes after: the address that mails come from then, whether answers to them reach their ticket, how many
    mails are kept and not read yet, and whether there is an account to forget.
    """

    sender: str
    is_answerable: bool
    unread: int
    has_account: bool


def removal_of(mailbox: Mailbox) -> Removal:
    """Foretell it: 3 questions."""
    others = [box for box in mailboxes() if box.pk != mailbox.pk]
    of_product = (box for box in others if mailbox.product_id and box.product_id == mailbox.product_id)
    heir = next(of_product, None) or next((box for box in others if box.product_id is None), None)
    return Removal(
        sender=heir.address if heir else tenants_address(mailbox.tenant),
        is_answerable=heir is not None,
        unread=InboundMail.objects.filter(mailbox=mailbox, state=InboundMail.State.STORED).count(),
        has_account=ImapAccount.objects.filter(mailbox=mailbox).exists(),
    )
