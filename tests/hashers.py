"""The product's way to keep passwords, without the work that makes guessing dear."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapHasher(Argon2PasswordHasher):
    """As quick as it gets: tests sign in with passwords that are no secret."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
