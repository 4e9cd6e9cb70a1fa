"""Secrets that must be read again: passwords of mail servers, keys that sign. Never shown on a page."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class UnreadableSecretError(ValueError):
    """Sealed under a key that is not among SECRET_KEY and SECRET_KEY_FALLBACKS: it has to be entered again."""


def seal(text: str) -> str:
    """Encrypt under SECRET_KEY: a copy of the database alone does not give it away."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Give what was sealed. Raises UnreadableSecretError where no key of ours opens it."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError("Sealed under another SECRET_KEY.") from error


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"outbox.sealing:" + force_bytes(secret)).digest())
