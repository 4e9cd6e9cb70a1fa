"""What each mail program writes under an answer is folded away, in Swedish, Danish and English (our own writing)."""

import pytest

from inbox.reading.quoting import fold

FOLDED = {
    "outlook-sv-desktop": """Hej,

Det fungerar nu.

Mvh
Karin

Från: Support Nordsoft <support+1042.k2m4aaaaaaaaaaaa@nordsoft.example>
Skickat: den 2 mars 2026 09:12
Till: Karin Bergman <karin@bergs.example>
Ämne: [#1042] Utskriftsfönstret

Starta om.""",
    "outlook-sv-new-web": """Det fungerar nu.

________________________________
Från: Support <support@nordsoft.example>
Skickat: måndag 2 mars 2026 09:12
Till: Karin Bergman <karin@bergs.example>
Ämne: Re: [#1042]

Starta om.""",
    "outlook-da": """Det virker nu.

Fra: Support <support@lonhuset.example>
Sendt: 2. marts 2026 09:12
Til: Karin
Emne: [#1042] Udskrift

Genstart.""",
    "outlook-da-web-bold": """Det virker nu.

**Fra:** Support <support@lonhuset.example>
**Sendt:** 2. marts 2026 09:12
**Til:** Karin
**Emne:** [#1042] Udskrift

Genstart.""",
    "outlook-mobile-sv": """Det fungerar nu.

Hämta Outlook för iOS<https://aka.ms/o0ukef>
________________________________
Från: Support <support@nordsoft.example>
Skickat: Monday, March 2, 2026 9:12:13 AM
Till: Karin <karin@bergs.example>
Ämne: [#1042]

Starta om.""",
    "outlook-android-da": """Det virker nu.

Hent Outlook til Android<https://aka.ms/AAb9ysg>
________________________________
From: Support <support@lonhuset.example>
Sent: Monday, March 2, 2026 9:12:13 AM
To: Karin <karin@bergs.example>
Subject: [#1042]

Genstart.""",
    "gmail-sv": """Det fungerar nu.

Den mån 2 mars 2026 kl 09:12 skrev Support Nordsoft <
support+1042.k2m4aaaaaaaaaaaa@nordsoft.example>:

> Starta om.
>""",
    "gmail-sv2": """Det fungerar nu.

mån 2 mars 2026 kl. 09:12 skrev Support <support@nordsoft.example>:

> Starta om.""",
    "gmail-da": """Det virker nu.

Den man. 2. mar. 2026 kl. 09.12 skrev Support <support@lonhuset.example>:

> Genstart.""",
    "apple-sv": """Det fungerar nu.

> 2 mars 2026 kl. 09:12 skrev Support <support@nordsoft.example>:
>
> Starta om.
""",
    "apple-da": """Det virker nu.

> Den 2. mar. 2026 kl. 09.12 skrev Support <support@lonhuset.example>:
>
> Genstart.""",
    "iphone-sv": """Det fungerar nu.

Skickat från min iPhone

> 2 mars 2026 kl. 09:12 skrev Support <support@nordsoft.example>:
>
> Starta om.""",
    "iphone-da": """Det virker nu.

Sendt fra min iPhone

> Den 2. mar. 2026 kl. 09.12 skrev Support <support@lonhuset.example>:
>
> Genstart.""",
    "thunderbird-sv": """Det fungerar nu.

Den 2026-03-02 kl. 09:12, skrev Support:
> Starta om.
""",
    "thunderbird-sv2": """Det fungerar nu.

On 2026-03-02 09:12, Support wrote:
> Starta om.
""",
    "thunderbird-da": """Det virker nu.

Den 02.03.2026 kl. 09.12 skrev Support:
> Genstart.
""",
    "thunderbird-da2": """Det virker nu.

Den 02/03/2026 kl. 09:12 skrev Support:
> Genstart.
""",
    "outlook-html-md": """Det fungerar nu.

Med vänlig hälsning
Karin

**Från:** Support <[support@nordsoft.example](mailto:support@nordsoft.example)>
**Skickat:** den 2 mars 2026 09:12
**Till:** Karin Bergman <[karin@bergs.example](mailto:karin@bergs.example)>
**Ämne:** [#1042] Utskrift

Starta om.""",
    "samsung-sv": """Det fungerar nu.

Skickat från min Galaxy

-------- Originalmeddelande --------
Från: Support <support@nordsoft.example>
Datum: 2026-03-02 09:12 (GMT+01:00)
Till: karin@bergs.example
Ämne: [#1042]

Starta om.""",
    "samsung-da": """Det virker nu.

Sendt fra min Galaxy

-------- Oprindelig besked --------
Fra: Support <support@lonhuset.example>
Dato: 02.03.2026 09.12 (GMT+01.00)
Til: karin@bergs.example
Emne: [#1042]

Genstart.""",
    "outlook-da-2": """Det virker nu.

Venlig hilsen
Karin

Fra: Support <support@lonhuset.example>
Sendt: mandag den 2. marts 2026 09.12
Til: Karin Jensen <karin@bergs.example>
Cc: Ole
Emne: SV: [#1042] Udskrift

Genstart.""",
    "yahoo-sv": """Det fungerar nu.

    Den måndag 2 mars 2026 09:12:13 CET, Support <support@nordsoft.example> skrev:

 Starta om.""",
    "proton": """Det fungerar nu.

Skickat från Proton Mail

-------- Ursprungligt meddelande --------
2026-03-02 09:12, Support <support@nordsoft.example> skrev:

> Starta om.""",
    "spark": """Det fungerar nu.

Den 2 mars 2026, 09:12 +0100, skrev Support <support@nordsoft.example>:
> Starta om.""",
    "gmail-en-wrap": """It works now.

On Mon, Mar 2, 2026 at 9:12 AM Support Nordsoft
<support+1042.k2m4aaaaaaaaaaaa@nordsoft.example> wrote:

> Restart.
""",
}
WHOLE = {
    "no-cut-1": """Hej,

Från: Malmö
Till: Lund
åker vi i morgon. Skickat in underlaget.""",
    "no-cut-2": """Felet kom den 2 mars 2026 kl. 09:12.
Jag skrev till er: inget svar.

Kan ni titta?""",
    "no-cut-3": """Kund skriver:

fel 1
fel 2""",
    "sig-mvh": """Hej

Med vänliga hälsningar
Karin Bergman
Bergs Bygg AB""",
}
SAID = {"Det fungerar nu.", "Det virker nu.", "It works now."}
SIGNED = ("Mvh", "Karin", "Med vänlig hälsning", "Venlig hilsen", "Hej,")


@pytest.mark.parametrize("name", FOLDED)
def test_is_folded(name: str) -> None:
    found = fold(FOLDED[name])
    said = [line.strip() for line in found.said.splitlines() if line.strip() and line.strip() not in SIGNED]
    assert len(said) == 1, found.said
    assert said[0] in SAID
    assert "start" in found.folded.lower(), "nothing is thrown away"


@pytest.mark.parametrize("name", WHOLE)
def test_what_only_looks_like_it_is_left(name: str) -> None:
    assert fold(WHOLE[name]).folded == ""
