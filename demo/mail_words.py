"""What the demo's desks say in their mails: a signature of their own, and one mail in their own words."""

from datetime import datetime

from accounts.mailwords.chosen import Words
from demo.tenants import Cast
from tickets.services.mail_words import save_words

SIGNATURES = {
    "sv": "Vänliga hälsningar\n{{ tenant.name }}, telefon {{ tenant.telephone }}",
    "da": "Venlig hilsen\n{{ tenant.name }}, telefon {{ tenant.telephone }}",
    "en": "Kind regards\n{{ tenant.name }}, telephone {{ tenant.telephone }}",
}
STARTED = {
    "sv": Words(
        "Nu börjar vi, {{ contact.first_name }}",
        "{{ agent.first_name }} arbetar med **{{ ticket.subject }}** från och med nu.",
    ),
    "da": Words(
        "Nu går vi i gang, {{ contact.first_name }}",
        "{{ agent.first_name }} arbejder med **{{ ticket.subject }}** fra nu af.",
    ),
}


def make_mail_words(cast: Cast, *, now: datetime) -> None:
    """Keep a signature in each language for the current tenant, and how it says in its own that work has started."""
    manager, language = cast.managers[0], cast.vendor.language
    for code, text in SIGNATURES.items():
        save_words(actor=manager, mail="signature", language=code, words=Words("", text), now=now)
    save_words(actor=manager, mail="started", language=language, words=STARTED[language], now=now)
