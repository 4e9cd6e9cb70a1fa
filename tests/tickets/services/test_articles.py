"""Articles are written, changed, published and retired by agents."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.errors import NotAllowedError
from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from tests.cast import MONDAY, Cast
from tickets.models import Article
from tickets.selectors.articles import articles_seen_by, found_articles, similar_articles
from tickets.services.articles import Written, change_article, publish_article, retire_article, write_article

LATER = MONDAY + timedelta(days=1)


def written(title: str = "Printing invoices", text: str = "Choose the printer.", language: str = "en") -> Written:
    return Written(title=title, text=text, language=language, product=None)


def make(cast: Cast, *args: str) -> Article:
    draft = write_article(actor=cast.agent, now=MONDAY, written=written(*args))
    return publish_article(article=draft, actor=cast.agent, now=MONDAY)


def seen(member: Membership | None) -> list[str]:
    assert member
    return [article.title for article in articles_seen_by(member)]


def test_customers_see_it_while_it_is_published(nordsoft: Cast) -> None:
    karin = nordsoft.karin.membership
    draft = write_article(actor=nordsoft.agent, now=MONDAY, written=written("  Printing \n invoices "))
    assert seen(karin) == []
    assert seen(nordsoft.consultant) == ["Printing invoices"]
    publish_article(article=draft, actor=nordsoft.colleague, now=LATER)
    assert seen(karin) == ["Printing invoices"]
    article = retire_article(article=draft, actor=nordsoft.agent, now=LATER)
    assert (article.author, article.published_at, article.version) == (nordsoft.agent, LATER, 3)
    assert seen(karin) == []
    assert seen(nordsoft.agent) == ["Printing invoices"]


def test_what_somebody_else_changed_is_not_written_over(nordsoft: Cast) -> None:
    article = make(nordsoft)
    change_article(
        article=article, actor=nordsoft.colleague, now=LATER, written=written("New"), version=article.version
    )
    with pytest.raises(ValidationError, match="Oskar"), translation.override("en"):
        change_article(article=article, actor=nordsoft.agent, now=LATER, written=written(), version=article.version)
    assert Article.objects.get().title == "New"


def test_customers_and_consultants_write_none(nordsoft: Cast) -> None:
    article = make(nordsoft)
    karin = nordsoft.karin.membership
    assert karin
    for actor in (karin, nordsoft.consultant):
        with pytest.raises(NotAllowedError):
            write_article(actor=actor, now=MONDAY, written=written())
        with pytest.raises(NotAllowedError):
            retire_article(article=article, actor=actor, now=MONDAY)


@pytest.mark.parametrize(("title", "text"), [(" ", "Text"), ("Title", " \n")])
def test_it_needs_a_title_and_a_text(nordsoft: Cast, title: str, text: str) -> None:
    with pytest.raises(ValidationError):
        write_article(actor=nordsoft.agent, now=MONDAY, written=written(title, text))


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("sv", "Skriv ut fakturorna", "faktura"),
        ("da", "Udskriv fakturaerne", "faktura"),
        ("en", "Printing invoices", "invoice print"),
    ],
)
def test_it_is_found_by_the_forms_of_its_own_language(nordsoft: Cast, language: str, title: str, asked: str) -> None:
    make(nordsoft, title, "Text", language)
    make(nordsoft, "Other", "Nothing", "en")
    found = found_articles(articles_seen_by(nordsoft.agent), asked, language="sv")
    assert [article.title for article in found] == [title]


def test_the_readers_language_leads(nordsoft: Cast) -> None:
    make(nordsoft, "Server one", "server server server", "en")
    make(nordsoft, "Server två", "server", "sv")
    found = [a.language for a in found_articles(articles_seen_by(nordsoft.agent), "server", language="sv")]
    assert found == ["sv", "en"]


def test_one_word_in_common_is_enough_to_be_like_a_question(nordsoft: Cast) -> None:
    make(nordsoft, "Skriv ut fakturor", "Välj skrivare.", "sv")
    karin = nordsoft.karin.membership
    assert karin
    assert similar_articles(karin, "Fakturan kommer inte ut", language="sv")
    assert similar_articles(karin, "Lönen är fel", language="sv") == []
    assert similar_articles(karin, "?", language="sv") == []


def test_another_tenants_articles_are_out_of_reach(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make(lonhuset)
    assert seen(nordsoft.agent) == []
