"""The accounts at mail providers that mailboxes are fetched from."""

from dataclasses import dataclass, field
from ipaddress import ip_address

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Membership
from inbox.imap.oauth.providers import HOSTS
from inbox.models import ImapAccount, OAuthGrant
from inbox.services.applications import ApplicationCard, save_application
from outbox.sealing import seal
from tickets.models import Mailbox

Security, SignIn = ImapAccount.Security, ImapAccount.SignIn
log = structlog.get_logger("inbox")


@dataclass(frozen=True)
class AccountCard:
    """What is said of an account; an empty password is the one that is kept. Microsoft and Google have one server."""

    user: str
    folder: str
    done_folder: str
    refused_folder: str
    is_active: bool
    sign_in: str = SignIn.PASSWORD
    host: str = ""
    port: int = 993
    security: str = Security.TLS
    password: str = ""
    application: ApplicationCard = field(default_factory=ApplicationCard)

    @property
    def server(self) -> str:
        """Give the server's name."""
        return HOSTS.get(SignIn(self.sign_in), self.host)


@transaction.atomic
def save_account(*, mailbox: Mailbox, card: AccountCard, actor: Membership) -> ImapAccount:
    """Keep where a mailbox's messages lie, and fetch from there at once; what another way to sign in had is forgotten.

    ValidationError for a connection that anybody on the way could read, for a kept password or secret that would be
    sent to another server or user than it was entered for, and for a folder that another mailbox is fetched from.
    """
    row = ImapAccount.objects.filter(mailbox=mailbox).first() or ImapAccount(mailbox=mailbox)
    before = (row.sign_in, row.host, row.security, row.user)
    _refuse(row, card)
    for name in ("sign_in", "port", "security", "user", "folder", "done_folder", "refused_folder", "is_active"):
        setattr(row, name, getattr(card, name))
    row.host = card.server
    is_same = before == (row.sign_in, row.host, row.security, row.user)
    row.sealed_password = _password(row, card, is_same=is_same)
    row.last_error, row.last_answer, row.told_error, row.failing_since, row.failures = "", "", "", None, 0
    row.next_at, row.stuck_uids = Now(), []
    row.save()
    if card.sign_in == SignIn.PASSWORD:
        OAuthGrant.objects.filter(account=row).delete()
    else:
        save_application(row, card.application, keeps_consent=is_same)
    log.info("inbox.account_saved", account=row.pk, mailbox=mailbox.pk, is_active=row.is_active, actor=actor.pk)
    return row


@transaction.atomic
def remove_account(*, account: ImapAccount, actor: Membership) -> None:
    """Forget an account with its password or sign-in. Messages at the provider stay as they are."""
    log.info("inbox.account_removed", account=account.pk, mailbox=account.mailbox_id, actor=actor.pk)
    account.delete()


def _refuse(row: ImapAccount, card: AccountCard) -> None:
    if card.security == Security.NONE and not (settings.DEBUG or _is_this_machine(card.host)):
        raise ValidationError({"security": _("Without encryption only this machine itself can be reached.")})
    if len({card.folder, card.done_folder, card.refused_folder}) < 3:
        raise ValidationError({"done_folder": _("Three different folders are needed.")})
    twin = ImapAccount.objects.filter(host=card.server, user=card.user, folder=card.folder).exclude(pk=row.pk)
    if found := twin.select_related("mailbox").first():
        said = _("%(name)s is fetched from this folder already: which of the two gets a message would be chance.")
        raise ValidationError({"folder": said % {"name": found.mailbox.address}})


def _password(row: ImapAccount, card: AccountCard, *, is_same: bool) -> str:
    if card.sign_in != SignIn.PASSWORD:
        return ""
    if card.password:
        return seal(card.password)
    if not (row.sealed_password and is_same):
        raise ValidationError({"password": _("Enter the password.")})
    return row.sealed_password


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
