"""Mailboxes as their page lists them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils.translation import ngettext

from inbox.imap.troubles import Trouble
from inbox.models import ImapAccount, InboundMail
from tickets.models import Mailbox


@dataclass(frozen=True)
class Row:
    """A mailbox, when its last mail came, and its account at a provider."""

    mailbox: Mailbox
    last_at: datetime | None
    account: ImapAccount | None

    @property
    def trouble(self) -> str:
        """Say what is wrong with fetching, in the active language; nothing while all is well."""
        return trouble_words(self.account)


def kept_mailboxes() -> QuerySet[Mailbox]:
    """Give the mailboxes but for those that were removed."""
    return Mailbox.objects.filter(removed_at__isnull=True)


def removed_mailboxes() -> QuerySet[Mailbox]:
    """Give those that were removed, the latest first, with who did it."""
    return Mailbox.objects.filter(removed_at__isnull=False).select_related("removed_by__user").order_by("-removed_at")


def mailbox_rows() -> list[Row]:
    """Give every mailbox by its address: 3 questions."""
    last = dict(InboundMail.objects.values_list("mailbox").annotate(last=Max("received_at")))
    accounts = {account.mailbox_id: account for account in ImapAccount.objects.all()}
    found = kept_mailboxes().select_related("product", "team").order_by("address")
    return [Row(row, last.get(row.pk), accounts.get(row.pk)) for row in found]


def trouble_words(account: ImapAccount | None) -> str:
    """Say what is wrong with fetching, in the active language."""
    return str(Trouble(account.last_error).label) if account and account.last_error else ""


def waiting_words(count: int) -> str:
    """Say that a connection works, and how many messages wait, in the active language."""
    words = ngettext(
        "The connection works. %(count)d message waits.", "The connection works. %(count)d messages wait.", count
    )
    return words % {"count": count}
