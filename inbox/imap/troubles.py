"""Why mail cannot be fetched, in words for whoever set the account up."""

import socket
import ssl

from django.db import models
from django.utils.translation import gettext_lazy as _
from imapclient.exceptions import CapabilityError, LoginError

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
    SEALED = "sealed", _("The password cannot be read any more: enter it again.")
    FOLDER = "folder", _("The folder is not there and cannot be made.")
    MESSAGES = "messages", _("Some messages cannot be fetched. They stay where they are.")
    ANSWER = "answer", _("The server’s answer was not understood.")


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
    (FolderError, Trouble.FOLDER),
    (OSError, Trouble.REFUSED),
)
