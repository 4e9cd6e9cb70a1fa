"""Mailboxes, and the accounts at mail providers that they are fetched from."""

from dataclasses import dataclass
from ipaddress import ip_address

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from contracts.models import Product
from inbox.models import ImapAccount
from outbox.sealing import seal
from tickets.models import Mailbox, Team

log = structlog.get_logger("inbox")


@dataclass(frozen=True)
class MailboxCard:
    """What is said of a mailbox."""

    address: str
    name: str
    product: Product | None
    team: Team | None
    is_active: bool


@dataclass(frozen=True)
class AccountCard:
    """What is said of an account; an empty password is the one that is kept."""

    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str
    done_folder: str
    refused_folder: str
    is_active: bool


@transaction.atomic
def save_mailbox(*, mailbox: Mailbox | None, card: MailboxCard, actor: Membership) -> Mailbox:
    """Add a mailbox or change one. ValidationError where the address is another's, or one's own already."""
    address = card.address.strip().lower()
    row = mailbox or Mailbox()
    if Mailbox.objects.filter(address=address, removed_at__isnull=True).exclude(pk=row.pk).exists():
        raise ValidationError({"address": _("There is a mailbox with this address already.")})
    if _is_anothers(address):
        raise ValidationError({"address": _("This address is in use. If it is yours, ask the operator.")})
    row.address, row.name = address, card.name.strip()
    row.product, row.team, row.is_active = card.product, card.team, card.is_active
    row.save()
    log.info("inbox.mailbox_saved", mailbox=row.pk, is_active=row.is_active, actor=actor.pk)
    return row


@transaction.atomic
def save_account(*, mailbox: Mailbox, card: AccountCard, actor: Membership) -> ImapAccount:
    """Keep where a mailbox's messages lie, and fetch from there at once.

    ValidationError for a connection that anybody on the way could read, and for a kept password that would be sent
    to another server or user than it was entered for.
    """
    row = _filled_in(mailbox, card)
    row.last_error, row.last_answer, row.failing_since, row.failures = "", "", None, 0
    row.next_at = Now()
    row.save()
    log.info("inbox.account_saved", account=row.pk, mailbox=mailbox.pk, is_active=row.is_active, actor=actor.pk)
    return row


def _filled_in(mailbox: Mailbox, card: AccountCard) -> ImapAccount:
    row = ImapAccount.objects.filter(mailbox=mailbox).first() or ImapAccount(mailbox=mailbox)
    if card.security == ImapAccount.Security.NONE and not (settings.DEBUG or _is_this_machine(card.host)):
        raise ValidationError({"security": _("Without encryption only this machine itself can be reached.")})
    is_same = (row.host, row.security, row.user) == (card.host, card.security, card.user)
    if not card.password and not (row.sealed_password and is_same):
        raise ValidationError({"password": _("Enter the password.")})
    if len({card.folder, card.done_folder, card.refused_folder}) < 3:
        raise ValidationError({"done_folder": _("Three different folders are needed.")})
    for name in ("host", "port", "security", "user", "folder", "done_folder", "refused_folder", "is_active"):
        setattr(row, name, getattr(card, name))
    if card.password:
        row.sealed_password = seal(card.password)
    return row


@transaction.atomic
def remove_account(*, account: ImapAccount, actor: Membership) -> None:
    """Forget an account with its password. Messages at the provider stay as they are."""
    log.info("inbox.account_removed", account=account.pk, mailbox=account.mailbox_id, actor=actor.pk)
    account.delete()


def _is_anothers(address: str) -> bool:
    """Ask past the fences: the same address at two desks would leave it to chance who gets a message."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM tickets_mailbox WHERE address = %s AND tenant_id <> %s AND removed_at IS NULL",
            [address, require_tenant_id()],
        )
        return cursor.fetchone() is not None


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
