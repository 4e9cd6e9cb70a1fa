"""Comments among what the desk's search and Ctrl-K find, and as files."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from surveys.models import Answer
from surveys.selectors import words
from surveys.selectors.words import recurring_words
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.surveys.test_comments import said
from tests.surveys.test_visible import answered
from tests.windows import signed_in
from tickets.models import Ticket

HERE, SEARCH = "/nordsoft/survey/comments/found/", "/nordsoft/desk/search/"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        yield


def palette(client: Client, words: str) -> list[tuple[str, str]]:
    items = client.get("/nordsoft/desk/palette/", {"q": words}).json()["items"]
    return [(item["label"], item["url"]) for item in items if item["kind"] == "comment"]


def piece(client: Client, **asked: str) -> str:
    return client.get(HERE, asked, headers={"hx-request": "true"}).content.decode()


def test_ctrl_k_finds_comments_in_any_form_and_leads_to_their_tickets(nordsoft: Cast) -> None:
    (answer,) = said(nordsoft, (3, "Väntetiderna var\nför långa"))
    number = answer.invitation.ticket.number
    manager = signed_in(nordsoft.manager.user)
    assert palette(manager, "väntetid") == [
        ("3 of 10: Väntetiderna var för långa", f"/nordsoft/desk/tickets/{number}/")
    ]
    assert palette(manager, "telefon") == []
    with Budget(0):
        from surveys.selectors.found import comment_items

        assert comment_items("vä", nordsoft.manager) == []


def test_the_search_page_fetches_comments_beside_the_tickets(nordsoft: Cast) -> None:
    manager = signed_in(nordsoft.manager.user)
    page = manager.get(SEARCH, {"q": "väntetid", "status": "open"}).content.decode()
    assert f'hx-get="{HERE}?q=v%C3%A4ntetid"' in page
    assert HERE not in manager.get(SEARCH).content.decode()


def test_the_latest_five_are_shown_and_the_rest_is_behind_a_link(nordsoft: Cast) -> None:
    said(nordsoft, *[(5, f"Väntetiden {place}") for place in range(6)])
    manager = signed_in(nordsoft.manager.user)
    with Budget(12):
        shown = piece(manager, q="väntetid")
    assert shown.count("<q>") == 5
    assert "Väntetiden 0" not in shown
    assert "q=v%C3%A4ntetid&amp;month=all" in shown
    assert "<html" not in shown
    assert "Väntetiden 5" in manager.get(HERE, {"q": "väntetid"}).content.decode()
    assert piece(manager, q="telefon").strip() == piece(manager).strip() == ""


def test_each_reader_finds_what_they_may_see(nordsoft: Cast) -> None:
    said(nordsoft, (5, "Väntetiden var lång"))
    answered(make_ticket(nordsoft), 3, reason="Lång väntetid")
    counts = {nordsoft.manager: 2, nordsoft.agent: 1, nordsoft.colleague: 0, nordsoft.consultant: 0}
    for member, count in counts.items():
        client = signed_in(member.user)
        assert piece(client, q="väntetid").count("<q>") == count
        assert len(palette(client, "väntetider")) == count


def test_comments_are_asked_for_by_team_and_customer(nordsoft: Cast) -> None:
    (of_team,) = said(nordsoft, (5, "Ett lag"))
    without = answered(make_ticket(nordsoft), 3, reason="Inget lag")
    manager = signed_in(nordsoft.manager.user)
    page = "/nordsoft/survey/comments/"
    for asked, shown in (
        ({"team": str(nordsoft.team.pk)}, {of_team.reason}),
        ({"team": "none"}, {without.reason}),
        ({"customer": str(nordsoft.customer.pk)}, {of_team.reason, without.reason}),
        ({"customer": "999999"}, set()),
        ({"team": "x"}, {of_team.reason, without.reason}),
    ):
        body = manager.get(page, asked).content.decode()
        assert {text for text in (of_team.reason, without.reason) if text in body} == shown


def test_comments_are_a_file_with_the_same_question(nordsoft: Cast) -> None:
    said(nordsoft, (2, "=Dåligt"), (9, "Bra"))
    answered(make_ticket(nordsoft), 3, reason="Ingen svarade")
    Ticket.objects.update(assignee=nordsoft.colleague)
    name = "/nordsoft/survey/comments/comments.csv"
    manager = signed_in(nordsoft.manager.user)
    body = file(manager, name + "?score=detractors")
    assert ["'=Dåligt" in body, "Bra" in body, "Oskar" in body] == [True, False, True]
    mine = file(signed_in(nordsoft.agent.user), name)
    assert ["Bra" in mine, "Ingen svarade" in mine, "Oskar" in mine] == [True, False, False]
    assert manager.get(name.replace("csv", "xlsx"))["Content-Type"].endswith("spreadsheetml.sheet")
    assert manager.get("/nordsoft/survey/comments/secrets.csv").status_code == 404


def test_words_are_a_file_with_the_score_of_their_answers(nordsoft: Cast) -> None:
    said(nordsoft, (9, "Kort väntetid"), (8, "Väntetid finns"), (2, "Väntetiden är lång"))
    body = file(signed_in(nordsoft.manager.user), "/nordsoft/survey/comments/words.csv")
    line = next(line for line in body.splitlines() if line.startswith("väntetid"))
    assert line == "väntetid,3,1,1,1,0.0"


def test_of_many_comments_the_latest_are_counted_and_the_page_says_so(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(nordsoft, *[(5, "faktura")] * 3, *[(9, "faktura lön")] * 2)
    monkeypatch.setattr(words, "COUNTED", 4)
    monkeypatch.setattr("surveys.views.comments.COUNTED", 4)
    counted = {word.form: word.comments for word in recurring_words(Answer.objects.all(), nordsoft.tenant)}
    assert counted == {"faktura": 4, "lön": 2}
    manager = signed_in(nordsoft.manager.user)
    assert "of the latest 4 of these" in manager.get("/nordsoft/survey/comments/").content.decode()


def test_ten_words_stand_above_the_comments_and_all_behind_a_link(nordsoft: Cast) -> None:
    text = " ".join(f"ord{chr(place + 97)}x" for place in range(12))
    said(nordsoft, (5, text), (9, text))
    manager = signed_in(nordsoft.manager.user)
    page = manager.get("/nordsoft/survey/comments/?month=all").content.decode()
    assert "month=all&amp;words=all" in page
    assert "All 12 words" in page
    assert page.count("q=ord") == 30  # all, detractors, promoters
    page = manager.get("/nordsoft/survey/comments/?month=all&words=all").content.decode()
    assert page.count("q=ord") == 36
    assert "All 12 words" not in page


def file(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def test_words_are_counted_once_for_the_same_comments_and_anew_when_one_is_edited(
    nordsoft: Cast, settings: Any
) -> None:
    settings.KEEP_PIECES = True
    _, edited = said(nordsoft, (5, "faktura"), (9, "faktura"))

    def counted() -> list[str]:
        return [word.form for word in recurring_words(Answer.objects.all(), nordsoft.tenant)]

    assert counted() == ["faktura"]
    with Budget(1):
        assert counted() == ["faktura"]
    Answer.objects.filter(pk=edited.pk).update(reason="lön", edited_at=MONDAY)
    assert counted() == []
