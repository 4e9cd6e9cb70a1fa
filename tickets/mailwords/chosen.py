"""Which words a mail has: the team's own, the tenant's own, else the standard ones in the reader's language."""

from collections.abc import Collection, Mapping
from typing import NamedTuple, Self

import structlog
from django.core.exceptions import ValidationError
from django.utils import translation

from tickets import placeholders
from tickets.mailwords.catalogue import LETTERS, SIGNATURE, Letter
from tickets.mailwords.drawing import NOTHING, Drawn, draw
from tickets.models import MailWording

log = structlog.get_logger("mails")


class Words(NamedTuple):
    """A heading and a text, with placeholders."""

    heading: str
    text: str


class ChosenWords:
    """A tenant's own words of some mails, in every language; the standard ones for the rest."""

    def __init__(self, own: Mapping[tuple[str, str, int | None], MailWording]) -> None:
        self._own = own

    @classmethod
    def of(cls, mails: Collection[str]) -> Self:
        """Read the current tenant's words for these mails and the signature. One query."""
        rows = MailWording.objects.filter(mail__in={*mails, SIGNATURE})
        newest = rows.order_by("mail", "language", "team_id", "-pk").distinct("mail", "language", "team_id")
        return cls({(row.mail, row.language, row.team_id): row for row in newest if row.text.strip()})

    def drawn(self, mail: str, values: Mapping[str, str], *, language: str, team: int | None = None) -> Drawn:
        """Give the mail's words in a language, filled in."""
        own = self.version(mail, language, team)
        words = Words(own.heading, own.text) if own else standard_words(mail, language)
        return draw(words.heading, words.text, values) if words.text else NOTHING

    def version(self, mail: str, language: str, team: int | None = None) -> MailWording | None:
        """Give the version of a tenant's own words that counts; None where the standard ones do.

        One that asks for what no longer exists is passed over, and said in the log: no mail is lost by it.
        """
        for key in dict.fromkeys([(mail, language, team), (mail, language, None)]):
            own = self._own.get(key)
            if own is None:
                continue
            try:
                check_words(LETTERS[mail], Words(own.heading, own.text))
            except ValidationError as error:
                log.error("mails.words_unusable", mail=mail, language=language, wording=own.pk, error=str(error))
                continue
            return own
        return None


def standard_words(mail: str, language: str) -> Words:
    """Give the words that a mail has by itself."""
    letter = LETTERS[mail]
    with translation.override(language):
        return Words(str(letter.heading), str(letter.text))


def check_words(letter: Letter, words: Words) -> None:
    """Raise ValidationError, by field, for a placeholder that the mail does not know; it names those that it knows."""
    problems: dict[str, ValidationError] = {}
    for field, text in words._asdict().items():
        try:
            placeholders.check(text, letter.placeholders)
        except ValidationError as error:
            problems[field] = error
    if problems:
        raise ValidationError(dict(problems))


def missing(letter: Letter, words: Words) -> list[str]:
    """Give the placeholders that the mail cannot do without and that stand nowhere in its words."""
    used = set(placeholders.PLACEHOLDER.findall(f"{words.heading}\n{words.text}"))
    return [name for name in letter.needs if name not in used]
