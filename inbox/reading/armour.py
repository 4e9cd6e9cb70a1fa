"""PGP within the text of a mail (RFC 4880): what was only signed is read, what was encrypted is named."""

from typing import NamedTuple

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"


class Plain(NamedTuple):
    """A text without its armour, and what it had of it."""

    text: str
    is_signed: bool = False
    is_encrypted: bool = False


def without_armour(text: str) -> Plain:
    """Give the words of a signed text, which nobody here checks; nothing of one that is encrypted."""
    if text.lstrip().startswith(_ENCRYPTED):
        return Plain("", is_encrypted=True)
    before, begins, rest = text.partition(_SIGNED)
    within, ends, after = rest.partition(_SIGNATURE)
    if not begins or not ends:
        return Plain(text)
    words = within.partition("\n\n")[2].replace("\n- ", "\n").removeprefix("- ")
    return Plain(f"{before}{words}{after.partition(_END)[2]}", is_signed=True)
