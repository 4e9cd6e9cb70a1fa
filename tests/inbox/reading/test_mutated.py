"""Damaged mails, the same ones each time: each is read, or refused as unreadable, and nothing else happens."""

import os
import random

from inbox.reading import Letter, UnreadableError, read
from tests.inbox.damage import corpus, damaged

# `FUZZ_MAILS=20000` for the long run.
TRUSTED = frozenset({"mx.example", "mx.nordsoft.example", "microsoft"})
MAILS = int(os.environ.get("FUZZ_MAILS", "3000"))


def test_no_damage_makes_it_fail() -> None:
    chance = random.Random(20261122)  # noqa: S311 - the same damage each time
    mails = corpus()
    read_well = 0
    for _ in range(MAILS):
        raw = damaged(chance.choice(mails), mails, chance)
        try:
            letter = read(raw, return_path=chance.choice([None, "", "maja@bergsbygg.example"]), trusted=TRUSTED)
        except UnreadableError:
            continue
        read_well += 1
        _can_be_kept(letter)
    assert read_well > MAILS * 0.9


def _can_be_kept(letter: Letter) -> None:
    """What is kept goes into text columns: no null byte, no half of a letter."""
    for text in (letter.subject, letter.text, letter.folded, letter.message_id, *letter.sender, *letter.references):
        assert "\0" not in text
        text.encode()
    for file in letter.files:
        assert file.name.encode()
        assert "/" not in file.name
        assert isinstance(file.content, bytes)
