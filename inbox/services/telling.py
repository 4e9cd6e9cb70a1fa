"""Tells the admins that a mailbox is not fetched: nobody misses a mail that has not come."""

from datetime import datetime, timedelta

from accounts.links import absolute_url
from accounts.models import Membership, Role
from inbox.imap.troubles import Trouble
from inbox.models import ImapAccount, OAuthGrant
from outbox.services import queue_mail

# Most troubles pass by themselves; an ended consent does not.
PATIENCE = timedelta(minutes=30)


def tell_admins(account: ImapAccount, trouble: Trouble, *, now: datetime) -> str:
    """Queue a mail for each active admin once for each time that fetching fails, and once more where consent has ended
    meanwhile; give what they know of then. Inside the caller's transaction, which keeps that.
    """
    if not _is_news(account, trouble, now):
        return account.told_error
    admins = Membership.objects.filter(role=Role.ADMIN, is_active=True, user__is_active=True)
    for admin in admins.select_related("user", "tenant"):
        queue_mail(
            dedupe_key=f"mailbox-trouble:{account.pk}:{trouble}:{account.failing_since or now}:{admin.pk}",
            recipient=admin.user.email,
            template="inbox/account_trouble",
            context={
                "mailbox": account.mailbox,
                "trouble": trouble.label,
                "is_consent": trouble == Trouble.CONSENT,
                "url": absolute_url(admin.tenant, "inbox:account", account.mailbox_id),
            },
            language=admin.user.language or admin.tenant.language,
            now=now,
        )
    return str(trouble)


def _is_news(account: ImapAccount, trouble: Trouble, now: datetime) -> bool:
    if trouble == Trouble.CONSENT and account.told_error != trouble:
        # Not of one who is just setting it up.
        return OAuthGrant.objects.filter(account=account, signed_in_at__isnull=False).exists()
    return not account.told_error and account.failing_since is not None and account.failing_since <= now - PATIENCE
