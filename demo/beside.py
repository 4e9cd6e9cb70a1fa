"""What stands beside the demo's tickets: tags, two fields of a product, time, watchers; and who takes which product."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.tenants import Cast
from tickets.models import (
    CustomField,
    FieldValue,
    Tag,
    Team,
    TeamProduct,
    Ticket,
    TicketTag,
    TicketWatcher,
    TimeEntry,
)
from tickets.services.time_terms import terms_of_work


@dataclass(frozen=True)
class Words:
    """What is written in one language."""

    tags: list[str]
    notes: list[str]
    hosting: str
    places: list[str]


WORDS = {
    "sv": Words(
        ["bokslut", "utskrift", "lön", "integration", "inloggning", "uppdatering"],
        ["Gick igenom loggen", "Ringde och testade tillsammans", "Rättade inställningen", "Läste in filen igen"],
        "Drift",
        ["Molnet", "Egen server"],
    ),
    "da": Words(
        ["årsafslutning", "udskrift", "løn", "integration", "login", "opdatering"],
        ["Gennemgik loggen", "Ringede og testede sammen", "Rettede indstillingen", "Indlæste filen igen"],
        "Drift",
        ["Skyen", "Egen server"],
    ),
}
RECENT = 60


def fill_in(cast: Cast, tickets: list[Ticket], *, now: datetime, dice: Random) -> None:
    """Make all of it, for the latest tickets."""
    words = WORDS[cast.vendor.language]
    latest = sorted(tickets, key=lambda ticket: ticket.opened_at)[-RECENT:]
    _tags(latest, words.tags, dice)
    _fields(cast, latest, words, dice)
    _time(cast, latest, words.notes, now, dice)
    _watchers(cast, latest, now, dice)
    for number, product in enumerate(cast.products.values()):
        TeamProduct.objects.create(team=cast.teams[number % len(cast.teams)], product=product)
    Team.objects.filter(pk=cast.teams[0].pk).update(rule=Team.Rule.ROUND_ROBIN, is_default=True)
    Team.objects.filter(pk=cast.teams[-1].pk).update(rule=Team.Rule.LEAST_LOADED, prefers_personal=True)


def _tags(tickets: list[Ticket], names: list[str], dice: Random) -> None:
    tags = Tag.objects.bulk_create(Tag(name=name) for name in names)
    TicketTag.objects.bulk_create(
        TicketTag(ticket=ticket, tag=tag) for ticket in tickets for tag in dice.sample(tags, dice.choice([0, 1, 1, 2]))
    )


def _fields(cast: Cast, tickets: list[Ticket], words: Words, dice: Random) -> None:
    product = next(iter(cast.products.values()))
    version = CustomField.objects.create(product=product, name="Version", kind=CustomField.Kind.NUMBER)
    hosting = CustomField.objects.create(
        product=product,
        name=words.hosting,
        names={"en": "Hosting"},
        kind=CustomField.Kind.CHOICE,
        choices=words.places,
        position=1,
    )
    FieldValue.objects.bulk_create(
        FieldValue(ticket=ticket, field=field, text=text)
        for ticket in tickets
        if ticket.product_id == product.pk
        for field, text in (
            (version, f"{dice.randint(6, 9)}.{dice.randint(1, 9)}"),
            (hosting, dice.choice(words.places)),
        )
    )


def _time(cast: Cast, tickets: list[Ticket], notes: list[str], now: datetime, dice: Random) -> None:
    zone = ZoneInfo(cast.tenant.zone)
    entries = []
    for ticket in tickets:
        if ticket.started_at is None or ticket.assignee is None:
            continue
        for _number in range(dice.choice([0, 1, 1, 2])):
            at = min(ticket.started_at + timedelta(minutes=dice.randint(5, 90)), now)
            terms = terms_of_work(ticket, at)
            entries.append(
                TimeEntry(
                    ticket=ticket,
                    membership=ticket.assignee,
                    day=at.astimezone(zone).date(),
                    minutes=dice.choice([5, 10, 15, 20, 30, 45, 60, 90]),
                    note=dice.choice(notes),
                    logged_at=min(at, now),
                    **terms._asdict(),
                )
            )
    TimeEntry.objects.bulk_create(entries)


def _watchers(cast: Cast, tickets: list[Ticket], now: datetime, dice: Random) -> None:
    contacts = {contact.customer_id: contact for contact in cast.contacts}
    TicketWatcher.objects.bulk_create(
        TicketWatcher(ticket=ticket, contact=contact, added_at=now)
        for ticket in tickets
        if (contact := contacts.get(ticket.customer_id)) and contact.pk != ticket.contact_id and dice.random() < 0.5
    )
