"""A tenant's own words in its mails; every version is kept, with who wrote it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.errors import NotAllowedError
from accounts.mailwords.catalogue import LETTERS
from accounts.mailwords.chosen import Words, check_words, missing
from accounts.models import Membership
from tickets.models import MailWording, Team


@transaction.atomic
def save_words(
    *, actor: Membership, mail: str, language: str, words: Words, now: datetime, team: Team | None = None
) -> list[str]:
    """Say it like this from now on; give the placeholders that the mail needs and that are missing.

    ValidationError by field for a placeholder that the mail does not know and for an empty text; NotAllowedError for
    everybody but managers and admins. `team` is for the signature alone.
    """
    letter = LETTERS[mail]
    words = Words(" ".join(words.heading.split()), words.text.strip())
    _require_manager(actor)
    if team is not None and not letter.is_signature:
        raise NotAllowedError("only signatures are a team's own")
    if not words.text or not (words.heading or letter.is_signature):
        raise ValidationError({"text": _("Write a text, or go back to the standard text.")}, code="empty")
    check_words(letter, words)
    _keep(actor, mail, language, words, team, now)
    return missing(letter, words)


@transaction.atomic
def restore_words(*, actor: Membership, mail: str, language: str, now: datetime, team: Team | None = None) -> None:
    """Go back to the standard words; NotAllowedError as above."""
    _require_manager(actor)
    if mail in LETTERS:
        _keep(actor, mail, language, Words("", ""), team, now)


def _keep(actor: Membership, mail: str, language: str, words: Words, team: Team | None, now: datetime) -> None:
    MailWording.objects.create(author=actor, at=now, mail=mail, language=language, team=team, **words._asdict())


def _require_manager(actor: Membership) -> None:
    if actor.role not in MANAGERS:
        raise NotAllowedError("only managers change what customers are told")
