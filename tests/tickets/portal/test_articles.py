"""Articles in the portal."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from tests.cast import MONDAY, Cast
from tickets.models import Article
from tickets.services.articles import Written, publish_article, retire_article, write_article

PORTAL = "/nordsoft/portal/"


@pytest.fixture
def article(nordsoft: Cast) -> Article:
    written = Written(title="Skriv ut fakturor", text="Välj *skrivare* <b>.", language="sv", product=nordsoft.product)
    draft = write_article(actor=nordsoft.agent, now=MONDAY, written=written)
    return publish_article(article=draft, actor=nordsoft.agent, now=MONDAY)


def test_it_is_listed_by_product_searched_and_read(karin: Client, article: Article, nordsoft: Cast) -> None:
    product = nordsoft.product.pk
    for query in ({}, {"q": "fakturan"}, {"product": str(product)}, {"q": "fakturan", "product": str(product)}):
        page = karin.get(f"{PORTAL}articles/", query).content.decode()
        assert f'{PORTAL}articles/{article.pk}/" lang="sv"' in page, query
    assert "Skriv ut" not in karin.get(f"{PORTAL}articles/", {"q": "lön"}).content.decode()
    assert karin.get(f"{PORTAL}articles/", {"product": "x", "q": "\0'"}).status_code == 200
    page = karin.get(f"{PORTAL}articles/{article.pk}/").content.decode()
    assert "<em>skrivare</em> &lt;b&gt;" in page
    assert "Maja" not in page


def test_what_is_no_longer_published_is_gone(karin: Client, article: Article, nordsoft: Cast) -> None:
    retire_article(article=article, actor=nordsoft.agent, now=MONDAY)
    assert karin.get(f"{PORTAL}articles/{article.pk}/").status_code == 404
    assert "Skriv ut" not in karin.get(f"{PORTAL}articles/").content.decode()


def test_it_is_offered_while_filing_and_leads_a_search(
    karin: Client, article: Article, budget: Callable[[int], AbstractContextManager[object]]
) -> None:
    address = f"{PORTAL}articles/{article.pk}/"
    assert address in karin.get(f"{PORTAL}new/similar/", {"subject": "Fakturorna kommer inte"}).content.decode()
    with budget(8):
        karin.get(f"{PORTAL}new/similar/", {"subject": "Fakturorna kommer inte"})
    assert address in karin.get(f"{PORTAL}tickets/", {"q": "faktura"}).content.decode()
    assert address not in karin.get(f"{PORTAL}tickets/").content.decode()
    with budget(8):
        karin.get(f"{PORTAL}articles/")
