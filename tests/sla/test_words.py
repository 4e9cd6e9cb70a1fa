"""A target reads as it was entered, in each language."""

import pytest
from django.utils import translation

from sla.words import target_text


@pytest.mark.parametrize(
    ("seconds", "days", "language", "text"),
    [
        (9000, None, "en", "2 h 30 min"),
        (9000, None, "da", "2 t. 30 min."),
        (None, 1, "en", "1 working day"),
        (None, 10, "en", "10 working days"),
        (None, 10, "sv", "10 arbetsdagar"),
        (None, 10, "da", "10 arbejdsdage"),
    ],
)
def test_a_target_reads_as_it_was_entered(seconds: int | None, days: int | None, language: str, text: str) -> None:
    assert target_text(seconds=seconds, days=days, language=language) == text
    with translation.override(language):
        assert target_text(seconds=seconds, days=days) == text
