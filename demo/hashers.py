"""Passwords of the demo are worth nothing outside it."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class DemoHasher(Argon2PasswordHasher):
    """Argon2 under a name of its own. Only settings with DEMO know it, so a password set in the demo opens nothing when
    the same database is ever served without DEMO.
    """

    algorithm = "demo"
