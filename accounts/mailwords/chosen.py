"""Which words a mail has: the team's own, the tenant's own, else the standard ones in the reader's language."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, Protocol, Self

import structlog
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.mailwords import placeholders
from accounts.mailwords.catalogue import LETTERS, SIGNATURE, Letter
from accounts.mailwords.drawing import NOTHING, Drawn, Value, draw

log = structlog.get_logger("mails")


class Words(NamedTuple):
    """A heading and a text, with placeholders."""

    heading: str
    text: str


class OwnWords(Protocol):
    """A version of a tenant's own words; `team_id` where it is that team's signature."""

    pk: Any
    mail: str
    language: str
    team_id: int | None
    heading: str
    text: str


Source = Callable[[Collection[str]], Iterable[OwnWords]]
_sources: list[Source] = []


def keep_in(source: Source) -> None:
    """Say where the current tenant's newest words of some mails are read; for the app that keeps them, when it starts.

    One query; rows with an empty text are the standard again.
    """
    _sources[:] = [source]


class ChosenWords:
    """A tenant's own words of some mails, in every language; the standard ones for the rest."""

    def __init__(self, own: Mapping[tuple[str, str, int | None], OwnWords]) -> None:
        self._own = own

    @classmethod
    def of(cls, mails: Collection[str]) -> Self:
        """Read the current tenant's words for these mails and the signature. One query."""
        rows = [row for source in _sources for row in source({*mails, SIGNATURE})]
        return cls({(row.mail, row.language, row.team_id): row for row in rows if row.text.strip()})

    @classmethod
    def standard(cls) -> Self:
        """Give the standard words alone. No query."""
        return cls({})

    def drawn(self, mail: str, values: Mapping[str, Value], *, language: str, team: int | None = None) -> Drawn:
        """Give the mail's words in a language, filled in. KeyError where `values` lacks a placeholder that the mail
        knows: own words may have any of them.
        """
        for name in LETTERS[mail].knows:
            values[name]
        own = self.version(mail, language, team)
        words = Words(own.heading, own.text) if own else standard_words(mail, language)
        return draw(words.heading, words.text, values) if words.text else NOTHING

    def letter(
        self, mail: str, values: Mapping[str, Value], *, language: str, team: int | None = None
    ) -> dict[str, Any]:
        """Give the context of a mail with these words (templates/emails/words). `values` are in the same language."""
        return letter_context(LETTERS[mail], self.drawn(mail, values, language=language, team=team), values)

    def version(self, mail: str, language: str, team: int | None = None) -> OwnWords | None:
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


def letter_context(letter: Letter, said: Drawn, values: Mapping[str, Value]) -> dict[str, Any]:
    """Give what the templates get: the words, and the one button, which opens what `{{ link }}` does."""
    return {"said": said, "button": str(letter.button), "url": str(values.get("link", "")) if letter.button else ""}


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
            placeholders.check(text, letter.knows)
        except ValidationError as error:
            problems[field] = error
    if problems:
        raise ValidationError(dict(problems))


def missing(letter: Letter, words: Words) -> list[str]:
    """Give the placeholders that the mail cannot do without and that stand nowhere in its words."""
    used = set(placeholders.PLACEHOLDER.findall(f"{words.heading}\n{words.text}"))
    return [name for name in letter.needs if name not in used]
