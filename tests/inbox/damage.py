"""Damages mails as bad lines, programs and people do; the same seed gives the same damage."""

import random
from pathlib import Path

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
    b"Authentication-Results: mx.example; dmarc=fail (",
    b"; spf=pass smtp.mailfrom=",
    b"X-Spam-Status: Yes\n",
    b"Subject: Fwd: x\n\nFrom: a@b.example\nSent: x\nTo: y\n\n",
    b"\n\n\n\n\n\n\n\n",
    b"\x1f\x8b\x08\x00",
]


def corpus() -> list[bytes]:
    """Give the mails of the corpus, the beginning of long ones."""
    return [path.read_bytes()[:LONGEST] for path in sorted((Path(__file__).parent / "corpus").glob("*.eml"))]


def damaged(raw: bytes, mails: list[bytes], chance: random.Random) -> bytes:
    """Change one of them in up to six places."""
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
