"""A connection to a mail provider, signed in, its folders ready."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from inbox.imap.oauth import sasl
from inbox.imap.oauth.tokens import access_token, forget_access
from inbox.imap.troubles import FolderError, TokenRefusedError
from inbox.imap.watchdog import Watchdog, WatchedClient
from inbox.models import ImapAccount
from outbox.sealing import unseal

# For one answer; a server that gives a byte now and then is left after LONGEST all the same.
PATIENCE = 20.0
LONGEST = 240.0

Security = ImapAccount.Security


@contextmanager
def signed_in(
    account: ImapAccount, *, now: datetime, longest: float = LONGEST, patience: float | None = None
) -> Iterator[IMAPClient]:
    """Give a connection with the account's folder open and the folders to move to made.

    Raises what troubles.trouble_of has words for.
    """
    is_by_password = account.sign_in == ImapAccount.SignIn.PASSWORD
    secret = unseal(account.sealed_password) if is_by_password else access_token(account, now=now)
    is_tls = account.security == Security.TLS
    with Watchdog(longest) as watchdog:
        client = WatchedClient(account.host, account.port, ssl=is_tls, timeout=patience or PATIENCE, watchdog=watchdog)
        try:
            if account.security == Security.STARTTLS:
                client.starttls()
            if is_by_password:
                _log_in(client, account.user, secret)
            else:
                _show_token(client, account, secret)
            _open_folders(client, account)
            yield client
            with suppress(IMAPClientError, OSError):
                client.logout()
        finally:
            with suppress(IMAPClientError, OSError):
                client.shutdown()


def _log_in(client: IMAPClient, user: str, password: str) -> None:
    """By SASL PLAIN where the server has it: LOGIN knows no letters outside ASCII."""
    try:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(user, password)
        else:
            client.login(user, password)
    except UnicodeError as error:
        raise LoginError("LOGIN takes ASCII alone") from error


def _show_token(client: IMAPClient, account: ImapAccount, token: str) -> None:
    try:
        sasl.log_in(client, account.user, token)
    except TokenRefusedError:
        forget_access(account)
        raise


def _open_folders(client: IMAPClient, account: ImapAccount) -> None:
    for folder in (account.done_folder, account.refused_folder):
        if not client.folder_exists(folder):
            _make(client, folder)
    try:
        client.select_folder(account.folder)
    except IMAPClientError as error:
        raise FolderError(account.folder) from error


def _make(client: IMAPClient, folder: str) -> None:
    try:
        client.create_folder(folder)
    except IMAPClientError as error:
        raise FolderError(folder) from error
    with suppress(IMAPClientError):  # then a mail program does not show it by itself
        client.subscribe_folder(folder)
