"""Events told to addresses that a tenant's admins have named (docs/webhooks.md)."""

from outbox.webhooks.announcing import News, announce, endpoints_for, listening, tell

__all__ = ["News", "announce", "endpoints_for", "listening", "tell"]
