"""What people decide about themselves."""

from django.db import transaction

from accounts.models import User


@transaction.atomic
def change_profile(*, actor: User, name: str, language: str, theme: str) -> User:
    """Set name, language (empty: the tenant's) and colour theme (empty: as the system)."""
    actor.name, actor.language, actor.theme = name, language, theme
    actor.save(update_fields=["name", "language", "theme"])
    return actor


@transaction.atomic
def change_language(*, actor: User, language: str) -> User:
    """Speak another language to this person, on every desk and in every letter."""
    actor.language = language
    actor.save(update_fields=["language"])
    return actor
