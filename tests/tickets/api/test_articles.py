"""Articles, read by programs."""

from tests.cast import MONDAY, Cast
from tests.tickets.api.caller import Caller
from tickets.models import Article
from tickets.services.articles import Written, publish_article, write_article


def make(cast: Cast, title: str, language: str) -> Article:
    written = Written(title=title, text="Text", language=language, product=cast.product)
    return write_article(actor=cast.agent, now=MONDAY, written=written)


def titles(caller: Caller, query: str = "") -> list[str]:
    answer = caller.get(f"articles/{query}")
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


def test_customers_read_what_is_published_and_the_desk_all(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    shown = publish_article(article=make(nordsoft, "Fakturor", "sv"), actor=nordsoft.agent, now=MONDAY)
    draft = make(nordsoft, "Invoices", "en")
    assert titles(karin) == ["Fakturor"]
    assert titles(agent) == ["Fakturor", "Invoices"]
    assert (
        titles(agent, "?status=draft") == titles(agent, "?language=en") == titles(agent, "?q=invoice") == ["Invoices"]
    )
    assert titles(karin, f"?q=fakturorna&product={nordsoft.product.pk}") == ["Fakturor"]
    assert karin.get("articles/?status=draft").status_code == 400
    assert karin.get(f"articles/{draft.pk}/").status_code == 404
    assert karin.get(f"articles/{shown.pk}/").json() == {
        "id": shown.pk,
        "title": "Fakturor",
        "text": "Text",
        "language": "sv",
        "product": {"id": nordsoft.product.pk, "name": "Nord Ekonomi"},
        "status": "published",
        "published_at": "2026-03-02T08:00:00Z",
        "updated_at": "2026-03-02T08:00:00Z",
        "version": 2,
    }
    assert agent.queries("articles/") <= 8
