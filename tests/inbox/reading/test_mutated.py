"""Damaged mails, the same ones each time: each is read, or refused as unreadable, and nothing else happens."""

import os
import random
from pathlib import Path

from inbox.reading import Letter, UnreadableError, read

CORPUS = Path(__file__).parents[1] / "corpus"
# `FUZZ_MAILS=20000` for the long run.
MAILS = int(os.environ.get("FUZZ_MAILS", "3000"))
LONGEST = 6_000
CHUNKS = [
    b"\r\n",
    b"\n\n",
    b"\x00",
    b"\xff\xfe",
    b"--=_b1\n",
    b"--=_b1--\n",
    b"Content-Type: multipart/mixed\n\n",
    b"=?utf-8?B?",
    b"=?utf-8?Q?=",
    b"?=",
    b"<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
    b'"',
    b"Content-Type: text/html; charset=utf-16\n\n",
    b"charset*0*=x''",
    b"=\n",
    b"Content-Transfer-Encoding: base64\n\n",
    b"filename*1*=",
    b"\xf0\x9f\x98\x80",
    b"<table><tr><td>",
    b"> > > ",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"From: ",
    b"Subject: ",
    b"@",
    b";;;;;;;;;;;;;;;;;;;;",
    b"begin 644 x\n",
    b"](cid:",
    b"BEGIN:VEVENT\n",
    b"Content-Type: message/rfc822\n\n",
]


def test_no_damage_makes_it_fail() -> None:
    chance = random.Random(20261122)  # noqa: S311 - the same damage each time
    mails = [path.read_bytes()[:LONGEST] for path in sorted(CORPUS.glob("*.eml"))]
    read_well = 0
    for _ in range(MAILS):
        raw = _damaged(chance.choice(mails), mails, chance)
        try:
            letter = read(raw, return_path=chance.choice([None, "", "maja@bergsbygg.example"]))
        except UnreadableError:
            continue
        read_well += 1
        _can_be_kept(letter)
    assert read_well > MAILS * 0.9


def _damaged(raw: bytes, mails: list[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(raw) + 1)
        upto = min(len(raw), at + chance.randint(0, 40))
        match chance.randrange(6):
            case 0:
                raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
            case 1:
                raw = raw[:at] + chance.choice(CHUNKS) + raw[at:]
            case 2:
                raw = raw[:at] + raw[upto:]
            case 3:
                raw = raw[:at] + raw[at:upto] * chance.randint(2, 20) + raw[upto:]
            case 4:
                raw = raw[:at]
            case 5:
                raw = raw[:at] + chance.choice(mails)[chance.randrange(200) :][: chance.randint(0, 500)] + raw[at:]
    return raw


def _can_be_kept(letter: Letter) -> None:
    """What is kept goes into text columns: no null byte, no half of a letter."""
    for text in (letter.subject, letter.text, letter.folded, letter.message_id, *letter.sender, *letter.references):
        assert "\0" not in text
        text.encode()
    for file in letter.files:
        assert file.name.encode()
        assert "/" not in file.name
        assert isinstance(file.content, bytes)
