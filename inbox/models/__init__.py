"""What came by mail."""

from inbox.models.inbound_mail import InboundMail

__all__ = ["InboundMail"]
