"""What people decide about themselves."""

from datetime import date

from django.db import transaction

from accounts.models import Membership, User


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


@transaction.atomic
def set_away(*, actor: Membership, until: date | None) -> Membership:
    """Be away to the end of a local day, or be here again (None)."""
    Membership.objects.filter(pk=actor.pk).update(away_until=until)
    actor.away_until = until
    return actor
