"""Whose mail was forwarded, by what each mail program writes above it."""

import pytest

from inbox.reading import Forwarded, Person, read

LENA = Person("Lena Berg", "lena@bergs.example")


def forwarded(text: str, subject: str = "Fwd: Utskriften") -> Forwarded | None:
    head = f"From: maja@nordsoft.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    return read((head + text).encode()).forwarded


GMAIL = """Titta på det här.

---------- Forwarded message ---------
Från: Lena Berg <lena@bergs.example>
Date: mån 2 mars 2026 kl 09:12
Subject: Utskriften
To: Maja Sandell <maja@nordsoft.example>


Fönstret stängs.
"""
OUTLOOK_SV = """Titta på det här.

Från: Lena Berg <lena@bergs.example>
Skickat: den 2 mars 2026 09:12
Till: Maja Sandell <maja@nordsoft.example>
Kopia: Ole <ole@bergs.example>
Ämne: Utskriften

Fönstret stängs.
"""
OUTLOOK_DA = """Titta på det här.

________________________________
Fra: Lena Berg <lena@bergs.example>
Sendt: 2. marts 2026 09:12
Til: Maja Sandell <maja@nordsoft.example>
Emne: Utskriften

Fönstret stängs.
"""
APPLE = """Titta på det här.

> Vidarebefordrat brev:
>
> Från: "Lena Berg" <lena@bergs.example>
> Ämne: Utskriften
> Datum: 2 mars 2026 09:12:13 CET
> Till: maja@nordsoft.example
>
> Fönstret stängs.
"""
THUNDERBIRD = """Titta på det här.

-------- Forwarded Message --------
Subject: Utskriften
Date: Mon, 2 Mar 2026 09:12:13 +0100
From: Lena Berg <lena@bergs.example>
To: maja@nordsoft.example
Reply-To: lena@bergs.example

Fönstret stängs.
"""
HTML_BOLD = """Titta på det här.

**Från:** Lena Berg <[lena@bergs.example](mailto:lena@bergs.example)>
**Skickat:** den 2 mars 2026 09:12
**Till:** Maja
**Ämne:** Utskriften

Fönstret stängs.
"""


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (GMAIL, "Fwd: Utskriften"),
        (OUTLOOK_SV, "VB: Utskriften"),
        (OUTLOOK_DA, "VS: Utskriften"),
        (APPLE, "Fwd: Utskriften"),
        (THUNDERBIRD, "Fwd: Utskriften"),
        (HTML_BOLD, "FW: VB: Utskriften"),
    ],
)
def test_the_first_writer_and_their_words(text: str, subject: str) -> None:
    found = forwarded(text, subject)
    assert found is not None
    assert (found.sender, found.subject, found.text) == (LENA, "Utskriften", "Fönstret stängs.")
    assert found.above.startswith("Titta på det här.")
    assert "Lena" not in found.above.replace("Titta", "")


def test_a_mail_that_is_attached_is_the_one() -> None:
    raw = (
        b"From: maja@nordsoft.example\r\nSubject: Fwd: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"From: Lena Berg <lena@bergs.example>\r\nSubject: y\r\n\r\nIt closes.\r\n--b--\r\n"
    )
    assert read(raw).forwarded == Forwarded(LENA, "x", "It closes.", "See.")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (GMAIL, "Re: Utskriften"),
        ("Från: Lena Berg\nSkickat: i dag\nTill: Maja\nÄmne: x\n\nFönstret stängs.", "Fwd: x"),
        ("Från: lena@bergs.example\n\nFönstret stängs.", "Fwd: x"),
        ("Fönstret stängs.", "Fwd: x"),
    ],
)
def test_what_names_no_address_above_a_mail_is_nobodys(text: str, subject: str) -> None:
    assert forwarded(text, subject) is None


@pytest.mark.parametrize("text", ["From: " + "<" * 50_000, ">" * 50_000 + "From: a@b.example", "From:" + " " * 90_000])
def test_hostile_heads_are_read_in_no_time(text: str) -> None:
    assert forwarded(text) is None
