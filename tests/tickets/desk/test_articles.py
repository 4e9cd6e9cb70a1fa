"""Articles at the desk."""

import time_machine
from django.test import Client

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, page_of, text_of
from tests.windows import signed_in
from tickets.models import Article
from tickets.services.resolution import resolve

ARTICLES = f"{QUEUE}articles/"
TEXT = {"title": "Skriv ut fakturor", "text": "Välj **skrivare**.", "language": "sv"}


@time_machine.travel(at(10), tick=False)
def test_a_solution_becomes_an_article(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Choose the printer again.", now=MONDAY)
    address = f"{ARTICLES}new/?ticket={ticket.number}"
    assert address.encode() in agent.get(page_of(ticket.number)).content
    form = agent.get(address).content
    for first in (
        b'value="Invoices cannot be printed"',
        b"Choose the printer again.</textarea>",
        b'value="sv" selected',
    ):
        assert first in form
    assert Article.objects.count() == 0
    saved = agent.post(address, TEXT, follow=True)
    article = Article.objects.get()
    assert (article.ticket, article.status, article.author) == (ticket, "draft", nordsoft.agent)
    assert "<strong>skrivare</strong>" in saved.content.decode()
    agent.post(f"{ARTICLES}{article.pk}/publication/")
    article.refresh_from_db()
    assert article.status == "published"
    agent.post(f"{ARTICLES}{article.pk}/retirement/")
    article.refresh_from_db()
    assert article.status == "retired"


def test_a_preview_saves_nothing_and_is_safe(agent: Client) -> None:
    shown = agent.post(f"{ARTICLES}new/", TEXT | {"text": "**Bold** <script>", "preview": "1"})
    assert "<strong>Bold</strong> &lt;script&gt;" in shown.content.decode()
    assert Article.objects.count() == 0


@time_machine.travel(at(10), tick=False)
def test_what_is_refused_keeps_what_was_typed(agent: Client, nordsoft: Cast) -> None:
    refused = agent.post(f"{ARTICLES}new/", TEXT | {"title": ""})
    assert refused.status_code == 422
    assert "Välj **skrivare**." in refused.content.decode()
    agent.post(f"{ARTICLES}new/", TEXT)
    edit = f"{ARTICLES}{Article.objects.get().pk}/edit/"
    assert agent.post(edit, TEXT | {"version": 1, "title": "One"}).status_code == 302
    stale = agent.post(edit, TEXT | {"version": 1, "title": "Two"})
    assert stale.status_code == 409
    assert 'value="Two"' in stale.content.decode()
    assert "Maja Sandell has changed the article meanwhile" in text_of(stale.content)


def test_the_list_is_filtered_and_keeps_its_budget(agent: Client, nordsoft: Cast) -> None:
    assert "No articles yet" in text_of(agent.get(ARTICLES).content)
    for number in range(3):
        agent.post(f"{ARTICLES}new/", TEXT | {"title": f"Faktura {number}"})
    assert "Faktura 2" in text_of(agent.get(ARTICLES, {"q": "fakturor", "status": "draft"}).content)
    assert "No article found" in text_of(agent.get(ARTICLES, {"status": "published"}).content)
    assert len(count_queries(agent, ARTICLES)) <= 8
    assert len(count_queries(agent, f"{ARTICLES}{Article.objects.latest('pk').pk}/")) <= 8


@time_machine.travel(at(10), tick=False)
def test_a_consultant_reads_and_does_not_write(agent: Client, nordsoft: Cast) -> None:
    agent.post(f"{ARTICLES}new/", TEXT)
    page = signed_in(nordsoft.consultant.user).get(f"{ARTICLES}{Article.objects.get().pk}/").content
    assert b"publication/" not in page
    assert b"edit/" not in page
