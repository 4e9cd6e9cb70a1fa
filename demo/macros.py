"""Macros that every desk of the demo starts with: for everybody, for a team, and the log-in agent's own."""

from typing import Any

from demo.tenants import Cast
from tickets.models import Macro
from tickets.services.macros import MacroCard, save_macro

PICTURE: dict[str, Any] = {
    "text_sv": "Hej {{contact.first_name}},\n\nskicka gärna en skärmbild och numret på din version, så ser vi samma sak"
    " som du.\n\nVänliga hälsningar\n{{agent.name}}",
    "text_da": "Hej {{contact.first_name}},\n\nsend gerne et skærmbillede og nummeret på din version, så ser vi det"
    " samme som dig.\n\nVenlig hilsen\n{{agent.name}}",
    "text_en": "Hi {{contact.first_name}},\n\nplease send a screenshot and the number of your version, so that we see"
    " what you see.\n\nKind regards\n{{agent.name}}",
}
RECEIPT: dict[str, Any] = {
    "text_sv": "Hej {{contact.first_name}},\n\njag har tagit ärende {{ticket.number}}. Ni hör av oss senast"
    " {{deadline}}.\n\n{{agent.first_name}}, {{tenant.name}}",
    "text_da": "Hej {{contact.first_name}},\n\njeg har taget sag {{ticket.number}}. I hører fra os senest"
    " {{deadline}}.\n\n{{agent.first_name}}, {{tenant.name}}",
    "text_en": "Hi {{contact.first_name}},\n\nI have taken ticket {{ticket.number}}. You will hear from us by"
    " {{deadline}}.\n\n{{agent.first_name}}, {{tenant.name}}",
}
REMOTE: dict[str, Any] = {
    "text_sv": "Hej {{contact.first_name}},\n\nfår jag titta hos dig över en fjärrsession? Svara med en tid som passar,"
    " eller ring {{tenant.telephone}}.\n\n{{agent.name}}",
    "text_da": "Hej {{contact.first_name}},\n\nmå jag se med hos dig i en fjernsession? Svar med et tidspunkt, der"
    " passer, eller ring {{tenant.telephone}}.\n\n{{agent.name}}",
    "text_en": "Hi {{contact.first_name}},\n\nmay I look with you in a remote session? Answer with a time that suits"
    " you, or call {{tenant.telephone}}.\n\n{{agent.name}}",
}
NAMES = {
    "sv": ("Be om skärmbild och version", "Jag har tagit ärendet", "Föreslå fjärrsession"),
    "da": ("Bed om skærmbillede og version", "Jeg har taget sagen", "Foreslå fjernsession"),
}


def make_macros(cast: Cast) -> None:
    """Keep three for the current tenant, entered as people enter them."""
    manager, agent = cast.managers[0], cast.agents[0]
    picture, receipt, remote = NAMES[cast.vendor.language]
    save_macro(macro=Macro(), actor=manager, card=MacroCard(picture, set_status="waiting_customer", **PICTURE))
    save_macro(
        macro=Macro(), actor=manager, card=MacroCard(remote, team=cast.teams[0], set_team=cast.teams[0], **REMOTE)
    )
    save_macro(macro=Macro(), actor=agent, card=MacroCard(receipt, owner=agent, assigns_sender=True, **RECEIPT))
