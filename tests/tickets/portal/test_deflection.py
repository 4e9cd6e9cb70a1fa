"""What helps before anything is filed: nothing is filed, and it is counted."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.house.stage import Stage
from tests.tickets.portal.conftest import signed_in
from tickets.models import Article, Deflection, Ticket
from tickets.services.deflecting import deflect
from tickets.services.resolution import resolve

HELPED = "/nordsoft/portal/new/helped/"
ASKED = {"subject": "Printing  does not work", "text": "Never sent.", "severity": "high"}


@pytest.fixture
def article(nordsoft: Cast) -> Article:
    return Stage(nordsoft).article


@time_machine.travel(MONDAY, tick=False)
def test_an_article_that_helped_counts_and_nothing_is_filed(nordsoft: Cast, karin: Client, article: Article) -> None:
    hints = karin.get("/nordsoft/portal/new/similar/", {"subject": "printing invoices"}).content.decode()
    assert f'formaction="{HELPED}" formnovalidate name="article" value="{article.pk}"' in hints
    answer = karin.post(HELPED, ASKED | {"article": article.pk}, follow=True)
    assert answer.redirect_chain[0][0] == "/nordsoft/portal/"
    kept = Deflection.objects.get()
    assert (kept.contact, kept.subject, kept.article, kept.ticket) == (
        nordsoft.karin,
        "Printing does not work",
        article,
        None,
    )
    assert kept.at == MONDAY
    assert not Ticket.objects.exists()
    desk = signed_in(nordsoft.agent).get(f"/nordsoft/desk/articles/{article.pk}/")
    assert desk.context["helped"] == 1


def test_a_solved_ticket_counts_too_where_the_contact_may_see_it(nordsoft: Cast, karin: Client, lars: Client) -> None:
    ticket = make_ticket(nordsoft)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    assert lars.post(HELPED, ASKED | {"ticket": ticket.number}).status_code == 404
    assert karin.post(HELPED, ASKED | {"ticket": ticket.number}).status_code == 302
    assert Deflection.objects.get().ticket == ticket


def test_what_may_not_be_read_did_not_help(karin: Client, article: Article) -> None:
    Article.objects.update(status="retired")
    assert karin.post(HELPED, ASKED | {"article": article.pk}).status_code == 404
    assert karin.post(HELPED, {"subject": "", "article": article.pk})["Location"] == "/nordsoft/portal/new/"
    assert karin.post(HELPED, ASKED)["Location"] == "/nordsoft/portal/new/"
    assert not Deflection.objects.exists()


def test_pressed_twice_it_counts_once_and_later_again(nordsoft: Cast, article: Article) -> None:
    for second in (0, 30, 59):
        at = datetime(2026, 3, 2, 8, 0, second, tzinfo=UTC)
        deflect(contact=nordsoft.karin, subject="Printing", article=article, now=at)
    assert Deflection.objects.count() == 1
    deflect(contact=nordsoft.karin, subject="Printing", article=article, now=datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert Deflection.objects.count() == 2
    with pytest.raises(ValidationError):
        deflect(contact=nordsoft.karin, subject=" ", article=article, now=MONDAY)


def test_an_article_reached_from_a_question_asks_whether_it_helped(karin: Client, article: Article) -> None:
    page = f"/nordsoft/portal/articles/{article.pk}/"
    assert HELPED not in karin.get(page).content.decode()
    asked = karin.get(page, {"asked": 'Prin"ting'}).content.decode()
    assert HELPED in asked
    assert 'value="Prin&quot;ting"' in asked
