"""What came by mail, and whence it is fetched."""

from inbox.models.imap_account import ImapAccount
from inbox.models.inbound_mail import InboundMail

__all__ = ["ImapAccount", "InboundMail"]
