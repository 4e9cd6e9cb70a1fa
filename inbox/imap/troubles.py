"""Why mail cannot be fetched, in words for whoever set the account up."""

import socket
import ssl

from django.db import models
from django.utils.translation import gettext_lazy as _
from imapclient.exceptions import CapabilityError, LoginError

from inbox.imap.oauth.errors import ApplicationError, ConsentError, ProviderError
from outbox.sealing import UnreadableSecretError
from outbox.webhooks.addresses import RefusedAddressError


class Trouble(models.TextChoices):
    """A word for each, kept in ImapAccount.last_error."""

    HOST = "host", _("There is no server of this name.")
    PRIVATE = "private", _("This server is in a network that the operator has not allowed.")
    REFUSED = "refused", _("Nothing answers at this server and port.")
    SLOW = "slow", _("The server does not answer in time.")
    CERTIFICATE = "certificate", _("The server’s certificate is not valid for this name.")
    TLS = "tls", _("The server does not speak this encryption at this port.")
    PASSWORD = "password", _("The server refuses this user name and password.")
    SEALED = "sealed", _("The password or secret cannot be read any more: enter it again.")
    CONSENT = "consent", _("Nobody is signed in at the provider, or not any more: sign in again.")
    APPLICATION = "application", _("The provider refuses the application: its secret may be wrong or have expired.")
    PROVIDER = "provider", _("The provider’s sign-in cannot be reached. It is tried again.")
    TOKEN = "token", _("The server does not let this user in: is it the right account, and may it use IMAP?")
    METHOD = "method", _("The server offers no sign-in by OAuth.")
    FOLDER = "folder", _("The folder is not there and cannot be made.")
    MESSAGES = "messages", _("Some messages cannot be fetched. They stay where they are.")
    MOVE = "move", _("Messages are taken, but the server does not let them be moved: is the mailbox full?")
    ANSWER = "answer", _("The server’s answer was not understood.")


class TokenRefusedError(Exception):
    """The server does not take a provider's token for this user; what it said."""


class MethodError(Exception):
    """The server knows neither OAUTHBEARER nor XOAUTH2."""


class MoveError(Exception):
    """Messages that are kept stay where they are; what the server said."""


class FolderError(Exception):
    """A folder is missing and cannot be made; its name."""


def trouble_of(error: Exception) -> Trouble:
    """Give the word for what went wrong."""
    for kinds, trouble in _KINDS:
        if isinstance(error, kinds):
            return trouble
    return Trouble.ANSWER


# The first that fits counts: each of the upper ones is a kind of a lower one.
_KINDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Trouble], ...] = (
    (UnreadableSecretError, Trouble.SEALED),
    (RefusedAddressError, Trouble.PRIVATE),
    ((socket.gaierror, UnicodeError), Trouble.HOST),
    (TimeoutError, Trouble.SLOW),
    (ssl.SSLCertVerificationError, Trouble.CERTIFICATE),
    ((ssl.SSLError, CapabilityError), Trouble.TLS),
    (LoginError, Trouble.PASSWORD),
    (ConsentError, Trouble.CONSENT),
    (ApplicationError, Trouble.APPLICATION),
    (ProviderError, Trouble.PROVIDER),
    (TokenRefusedError, Trouble.TOKEN),
    (MethodError, Trouble.METHOD),
    (FolderError, Trouble.FOLDER),
    (MoveError, Trouble.MOVE),
    (OSError, Trouble.REFUSED),
)
