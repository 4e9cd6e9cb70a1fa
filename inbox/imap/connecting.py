"""A connection to a mail provider, signed in, its folders ready."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

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


class Opened(NamedTuple):
    """A connection, how many messages its open folder holds, and the folders to move to by the server's own names."""

    client: IMAPClient
    messages: int
    done: str
    refused: str


@contextmanager
def signed_in(
    account: ImapAccount, *, now: datetime, longest: float = LONGEST, patience: float | None = None
) -> Iterator[Opened]:
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
            yield _open(client, account)
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


def _open(client: IMAPClient, account: ImapAccount) -> Opened:
    prefix = _prefix(client)
    done, refused = (_made(client, name, prefix) for name in (account.done_folder, account.refused_folder))
    for name in dict.fromkeys([account.folder, prefix + account.folder]):
        try:
            answer = client.select_folder(name)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            continue
        return Opened(client, int(answer.get(b"EXISTS", 0)), done, refused)
    raise FolderError(account.folder)


def _prefix(client: IMAPClient) -> str:
    """Give what a person's folders must begin with at some servers, such as `INBOX.`; mostly nothing (RFC 2342)."""
    try:
        found = client.namespace().personal if client.has_capability("NAMESPACE") else ()
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return ""  # it has the command and does not want to tell: then names are as they are
    return str(found[0][0]) if found else ""


def _made(client: IMAPClient, folder: str, prefix: str) -> str:
    """Give the folder's name at the server, made if it is missing: as it was entered, or below the prefix."""
    names = list(dict.fromkeys([folder, prefix + folder]))
    for name in names:
        if client.folder_exists(name):
            return name
    for name in names:
        try:
            client.create_folder(name)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            refusal = error
            continue
        with suppress(IMAPClientError):  # then a mail program does not show it by itself
            client.subscribe_folder(name)
        return name
    raise FolderError(folder) from refusal
