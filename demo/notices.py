"""Notices of every kind, who wants them by mail, and a newsletter."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.months import add_months
from contracts.models import Contact, NoticeSubscription
from contracts.models.subscription import NEWSLETTER
from contracts.newsletters.selectors import issue_day
from contracts.newsletters.services import Issue, compose_due, edit_issue, save_settings, send_issue
from contracts.notices.services.writing import NoticeCard, publish_notice, write_notice
from contracts.selectors import local_day
from demo.tenants import Cast

WEEKDAY = 2
WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "sv": {
        "operation": (
            "Planerat underhåll av driftmiljön",
            "Vi uppdaterar servrarna. Under tiden går det **inte att logga in**.\n\n"
            "- Pågående körningar avslutas först.\n- Integrationer köar och levererar efteråt.",
        ),
        "release": (
            "Version 12.4 är här",
            "Nytt i versionen:\n\n1. Snabbare utskrifter av fakturor.\n2. Bankfiler kontrolleras innan de skickas.\n",
        ),
        "law": (
            "Nya arbetsgivaravgifter vid årsskiftet",
            "Satserna ändras från 1 januari. Programmet är uppdaterat; **ni behöver inte göra något**.",
        ),
        "date": (
            "Sista dag att godkänna lönekörningen",
            "Godkänn senast klockan 14, annars betalas lönen ut en dag senare.",
        ),
        "intro": ("", "Hej! Här är det som har hänt sedan sist, och det som kommer."),
    },
    "da": {
        "operation": (
            "Planlagt vedligeholdelse af driftsmiljøet",
            "Vi opdaterer serverne. Imens kan I **ikke logge ind**.\n\n- Kørsler, der er i gang, gøres færdige først.\n"
            "- Integrationer står i kø og leverer bagefter.",
        ),
        "release": (
            "Version 12.4 er her",
            "Nyt i versionen:\n\n1. Hurtigere udskrift af lønsedler.\n2. Bankfiler kontrolleres, før de sendes.\n",
        ),
        "law": (
            "Ny ferielov ved årsskiftet",
            "Satserne ændres fra 1. januar. Programmet er opdateret; **I skal ikke gøre noget**.",
        ),
        "date": (
            "Sidste dag for at godkende lønkørslen",
            "Godkend senest klokken 14, ellers udbetales lønnen en dag senere.",
        ),
        "intro": ("", "Hej! Her er det, der er sket siden sidst, og det, der kommer."),
    },
}  # fmt: skip


def tell_news(cast: Cast, *, now: datetime) -> None:
    """Publish an operation to come, a release, a change of law and six payroll dates, and send one newsletter."""
    save_settings(actor=cast.managers[0], newsletter="draft", weekday=WEEKDAY, has_public_calendar=True)
    _subscribe(cast.contacts)
    zone = ZoneInfo(cast.vendor.zone)
    issued = datetime.combine(issue_day(local_day(cast.tenant, now), WEEKDAY), time(9), zone)
    product = next(iter(cast.products.values()))
    for kind, days, fields in _notices(local_day(cast.tenant, now), zone):
        at = min(issued - timedelta(days=days), now)
        products = [product] if kind == "release" else []
        _publish(cast, kind, at, products=products, **fields)
    issue = compose_due(tenant=cast.tenant, now=issued) if issued <= now else None
    if issue is not None:
        language = cast.vendor.language
        items = [item.notice_id for item in issue.items.all()]
        written = Issue(**{f"intro_{language}": WORDS[language]["intro"][1]}, notices=items)
        edit_issue(newsletter=issue, actor=cast.agents[0], issue=written, version=issue.version)
        send_issue(newsletter=issue, actor=cast.agents[0], now=issued)


def _notices(today: date, zone: ZoneInfo) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Give each notice's kind, how many days before the newsletter it was published, and its times."""
    night = datetime.combine(today + timedelta(days=(5 - today.weekday()) % 7 or 7), time(20), zone)
    yield "operation", 1, {"starts_at": night, "ends_at": night + timedelta(hours=3)}
    yield "release", 6, {}
    yield "law", 9, {}
    for month in range(6):
        first = add_months(today.replace(day=1), month)
        day = first + timedelta(days=21)
        if day < today:
            day = add_months(first, 6) + timedelta(days=21)
        day -= timedelta(days=max(day.weekday() - 4, 0))  # not at the weekend
        yield "date", 12, {"on_day": day}


def _publish(cast: Cast, kind: str, at: datetime, **fields: Any) -> None:
    language, author = cast.vendor.language, cast.agents[0]
    title, text = WORDS[language][kind]
    words: dict[str, Any] = {f"title_{language}": title, f"text_{language}": text}
    draft = write_notice(kind=kind, actor=author, card=NoticeCard(**words, **fields), now=at)
    publish_notice(notice=draft, actor=author, now=at)


def _subscribe(contacts: list[Contact]) -> None:
    """Let whoever can sign in want everything."""
    wanted = ("operation", "release", "law", "date", NEWSLETTER)
    NoticeSubscription.objects.bulk_create(
        NoticeSubscription(contact=contact, kind=kind)
        for contact in contacts
        if contact.membership_id
        for kind in wanted
    )
