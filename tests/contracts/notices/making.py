"""Notices for tests, made the way the product makes them."""

from datetime import date, datetime, timedelta
from typing import Any

from contracts.models import Contact, Notice, Product
from contracts.notices.services.subscriptions import choose
from contracts.notices.services.writing import NoticeCard, publish_notice, write_notice
from tests.cast import MONDAY, Cast

DAY = timedelta(days=1)


def a_notice(cast: Cast, kind: str = "release", *, now: datetime = MONDAY, **fields: Any) -> Notice:
    """Publish a notice in Swedish: a release, unless told otherwise."""
    values: dict[str, Any] = {"title_sv": "Version 12", "text_sv": "Nytt i *lön*."}
    if kind == "operation":
        values["starts_at"] = now + DAY
    elif kind == "date" and "starts_at" not in fields:
        values["on_day"] = date(2026, 3, 25)
    draft = write_notice(kind=kind, actor=cast.agent, card=NoticeCard(**values | fields), now=now)
    return publish_notice(notice=draft, actor=cast.agent, now=now)


def subscribe(contact: Contact, **kinds: list[Product | None]) -> None:
    """Let a contact want these kinds, each for some products, or for all (None)."""
    wanted = {kind: [product and product.pk for product in products] for kind, products in kinds.items()}
    assert contact.membership
    choose(contact=contact, actor=contact.membership, wanted=wanted)
