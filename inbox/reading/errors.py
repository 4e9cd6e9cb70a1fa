"""Errors."""


class UnreadableError(Exception):
    """Not a mail that can be taken apart. The message itself is kept as it came."""
