"""The texts of the demo: what people ask and what they are told, in demo/data."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Plot:
    """One family of problems: how it is asked, what support asks back, and how it is solved."""

    product: str
    category: str
    severities: tuple[str, ...]
    subjects: tuple[str, ...]
    text: str
    question: str
    answer: str
    finding: str
    solution: str


@dataclass(frozen=True)
class Book:
    """All texts of one tenant."""

    plots: tuple[Plot, ...]
    words: dict[str, list[str]]
    surveys: dict[str, Any]
    slots: dict[str, list[str]]
    live: dict[str, Any]
    together: dict[str, Any]
    outside: dict[str, Any]

    def line(self, kind: str, dice: Random) -> str:
        """Give one of the small texts of a kind (greeting, first reply, note, …)."""
        return dice.choice(self.words[kind])

    def fill(self, dice: Random) -> dict[str, str]:
        """Give what stands in for the slots of one ticket's texts."""
        filled = {name: dice.choice(values) for name, values in self.slots.items()}
        return filled | {"number": str(dice.randint(10_000, 99_999)), "few": str(dice.randint(2, 14))}


@lru_cache(maxsize=2)
def book(language: str) -> Book:
    """Read the texts of a language."""
    raw: dict[str, Any] = tomllib.loads((DATA / f"texts_{language}.toml").read_text("utf-8"))
    blocks = (DATA / f"plots_{language}.txt").read_text("utf-8").strip().split("\n\n")
    return Book(
        tuple(_plot(block) for block in blocks),
        raw["words"],
        raw["surveys"],
        raw["slots"],
        raw["live"],
        raw["together"],
        raw["outside"],
    )


def _plot(block: str) -> Plot:
    """Read seven lines: product | category | severities, the subjects, and the five texts in the order of Plot."""
    head, subjects, *texts = block.split("\n")
    product, category, *severities = head.split(" | ")
    return Plot(
        product,
        category,
        tuple(severities[0].split()) if severities else ("normal", "normal", "high"),
        tuple(subjects.split(" / ")),
        *texts,
    )
