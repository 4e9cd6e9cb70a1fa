"""Two versions of the general terms: one in force, one announced."""

from datetime import datetime, timedelta

from accounts.months import add_months
from contracts.general_terms.services import TermsText, begin_terms, publish_terms, write_terms
from contracts.models import TermsVersion
from contracts.selectors import local_day
from demo.tenants import Cast

TEXT = {
    "sv": (
        "### 1. Vad avtalet omfattar\nSupport på standardprodukterna i den plan som kunden har. "
        "Konsultarbete ingår inte.\n\n"
        "### 2. Löften om tid\nVi börjar arbeta inom de tider som planen anger, räknade i öppettid.\n\n"
        "### 3. Priser och betalning\nAbonnemanget faktureras månadsvis i efterskott, **{days} dagar netto**.\n\n"
        "### 4. Uppsägning\nAvtalet sägs upp skriftligt med tre månaders varsel.\n"
    ),
    "da": (
        "### 1. Hvad aftalen omfatter\nSupport på standardprodukterne i den plan, som kunden har. "
        "Konsulentarbejde er ikke med.\n\n"
        "### 2. Løfter om tid\nVi begynder arbejdet inden for planens tider, talt i åbningstid.\n\n"
        "### 3. Priser og betaling\nAbonnementet faktureres månedligt bagud, **{days} dage netto**.\n\n"
        "### 4. Opsigelse\nAftalen opsiges skriftligt med tre måneders varsel.\n"
    ),
}
SUMMARY = {
    "sv": ("Villkoren samlas i ett dokument.", "Betalningstiden ändras från 30 till 20 dagar."),
    "da": ("Vilkårene samles i ét dokument.", "Betalingsfristen ændres fra 30 til 20 dage."),
}


def publish_both(cast: Cast, *, now: datetime) -> list[TermsVersion]:
    """Publish terms of two years ago, and new ones for the first of a month, at least a month from now."""
    language, manager = cast.vendor.language, cast.managers[0]
    today = local_day(cast.tenant, now)
    begin = add_months(today.replace(day=1), 2)
    made = []
    for number, (days, first) in enumerate(((30, add_months(begin, -26)), (20, begin))):
        draft = begin_terms(actor=manager, now=now - timedelta(days=2))
        text, summary = TEXT[language].format(days=days), SUMMARY[language][number]
        written = TermsText(first, **{f"text_{language}": text, f"summary_{language}": summary})
        write_terms(terms=draft, actor=manager, written=written, version=draft.version)
        made.append(publish_terms(terms=draft, actor=manager, now=now - timedelta(days=2)))
    return made
