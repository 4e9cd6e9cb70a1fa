"""Shows a mail server a token: OAUTHBEARER (RFC 7628) where it has it, else XOAUTH2."""

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from inbox.imap.troubles import MethodError, TokenRefusedError


def log_in(client: IMAPClient, user: str, token: str) -> None:
    """Sign in. MethodError where the server has neither way, TokenRefusedError where it does not take the token."""
    if client.has_capability("AUTH=OAUTHBEARER"):
        name = user.replace("=", "=3D").replace(",", "=2C")
        _try(client, "OAUTHBEARER", f"n,a={name},\1auth=Bearer {token}\1\1", b"\1")
    elif client.has_capability("AUTH=XOAUTH2"):
        _try(client, "XOAUTH2", f"user={user}\1auth=Bearer {token}\1\1", b"")
    else:
        raise MethodError(" ".join(sorted(str(name, "ascii", "replace") for name in client.capabilities())))


def _try(client: IMAPClient, mechanism: str, first: str, end: bytes) -> None:
    """Answer the first challenge with the token and a second one, which tells of an error, with what ends it."""
    said: list[bytes] = []

    def answer(challenge: bytes) -> bytes:
        said.append(challenge)
        return first.encode() if len(said) == 1 else end

    try:
        client.sasl_login(mechanism, answer)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        told = b" ".join(said[1:]).decode(errors="replace")
        raise TokenRefusedError(f"{error} {told}".strip()) from error
