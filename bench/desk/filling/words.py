"""Subjects and passages of real words, some of which come often and most seldom (Zipf)."""

import random
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SOURCES = {
    "sv": ("demo/data/plots_sv.txt", "demo/data/texts_sv.toml"),
    "da": ("demo/data/plots_da.txt", "demo/data/texts_da.toml"),
    "en": (
        "docs/deadlines.md",
        "docs/operating.md",
        "docs/tenancy.md",
        "docs/outbox.md",
        "docs/api.md",
        "docs/measured.md",
    ),
}
SUBJECTS, PASSAGES = 1_500, 3_000
# In no source; the filling puts it into one message in RARE_EVERY.
RARE = "zebraskrivare"
RARE_EVERY = 20_000


class Passage(NamedTuple):
    """One text of the pool, `n` its number in its language and kind."""

    language: str
    kind: str
    n: int
    text: str


def vocabulary(language: str) -> list[str]:
    """Give the words of a language, those that its sources use most first."""
    text = "\n".join((ROOT / name).read_text() for name in SOURCES[language])
    plain = re.sub(r"\{\w+\}|^\w+ =", " ", text, flags=re.MULTILINE)
    counted = Counter(re.findall(r"[a-zåäöæøé]{3,}", plain.lower()))
    return [word for word, _count in counted.most_common()]


def common_word(language: str) -> str:
    """Give a word that stands in a good part of all tickets."""
    return next(word for word in vocabulary(language) if len(word) >= 7)


def pool() -> list[Passage]:
    """Give the texts that tickets and messages are made of; the same ones every time."""
    chance = random.Random(4)
    found = []
    for language in SOURCES:
        words = vocabulary(language)
        weights = [1 / rank for rank in range(1, len(words) + 1)]
        for kind, count, least, most in (("subject", SUBJECTS, 3, 8), ("passage", PASSAGES, 12, 45)):
            for n in range(count):
                text = " ".join(chance.choices(words, weights, k=chance.randint(least, most)))
                found.append(Passage(language, kind, n, text.capitalize() + "." * (kind == "passage")))
    return found
