"""Mails as people and programs write them, each with what must be read from it (tests/inbox/corpus, our own writing).

`expected.json` says why each stands there: `text` whole, `starts` and `has`/`hasnot` in part, files by their names.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from inbox.reading import Letter, read

CORPUS = Path(__file__).parents[1] / "corpus"
EXPECTED: dict[str, dict[str, Any]] = json.loads((CORPUS / "expected.json").read_text())


def test_the_corpus_is_complete() -> None:
    assert {path.stem for path in CORPUS.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 60


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_is_read_as_expected(name: str) -> None:
    expected = EXPECTED[name]
    letter = read((CORPUS / f"{name}.eml").read_bytes())
    said = {key: value for key, value in _said(letter).items() if key in expected}
    assert said == {key: value for key, value in expected.items() if key in said}
    assert letter.text.startswith(expected.get("starts", ""))
    assert letter.subject.endswith(expected.get("ends_subject", ""))
    assert [part for part in expected.get("has", []) if part not in letter.text] == []
    assert [part for part in expected.get("hasnot", []) if part in letter.text] == []
    assert expected.get("hasfolded", "") in letter.folded


def _said(letter: Letter) -> dict[str, Any]:
    return {
        "message_id": letter.message_id,
        "references": list(letter.references),
        "subject": letter.subject,
        "sender": list(letter.sender),
        "reply_to": [person.address for person in letter.reply_to],
        "cc": [person.address for person in letter.cc],
        "at": letter.at.isoformat() if letter.at else None,
        "sort": letter.sort,
        "text": letter.text,
        "folded": letter.folded,
        "files": [file.name for file in letter.files],
        "count": len(letter.files),
        "refused": [list(one) for one in letter.refused],
        "invitation": list(letter.invitation) if letter.invitation else None,
        "bounce": [letter.bounce.recipient, letter.bounce.is_final, letter.bounce.status] if letter.bounce else None,
        "bounced": letter.bounce.message_id if letter.bounce else None,
        "signed": letter.is_signed,
        "encrypted": letter.is_encrypted,
    }
