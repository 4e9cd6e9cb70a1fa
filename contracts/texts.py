"""Texts that a tenant writes in three languages: columns named `title_sv`, `title_da`, `title_en`."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models

LANGUAGES = ("sv", "da", "en")


class Words(NamedTuple):
    """A text and the language it is written in; both empty where nothing is written."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


def words_of(row: models.Model, field: str, language: str, fallback: str) -> Words:
    """Give a field in a language, else in `fallback` (the tenant's), else in whichever there is."""
    for code in (language, fallback, *LANGUAGES):
        if text := getattr(row, f"{field}_{code}", ""):
            return Words(text, code)
    return Words("", "")


def in_all(fields: Iterable[str]) -> list[str]:
    """Give the names of the columns that hold these fields."""
    return [f"{field}_{language}" for field in fields for language in LANGUAGES]
