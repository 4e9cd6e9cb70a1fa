"""What came by mail, whence it is fetched, and from whom it is left."""

from inbox.models.imap_account import ImapAccount
from inbox.models.inbound_mail import InboundMail
from inbox.models.oauth_grant import OAuthGrant
from inbox.models.unwanted_sender import UnwantedSender

__all__ = [
    "ImapAccount",
    "InboundMail",
    "OAuthGrant",
    "UnwantedSender",
]
