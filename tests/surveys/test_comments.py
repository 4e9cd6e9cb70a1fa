"""Comments are searched in the tenant's language, and their recurring words counted."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.tenancy.context import tenant_context
from surveys.models import Answer, Invitation, SurveySettings
from surveys.selectors.comments import CommentFilter, found_comments
from surveys.selectors.words import Word, recurring_words
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.surveys.test_visible import answered
from tickets.models import Ticket

ZONE = ZoneInfo("Europe/Stockholm")
PAGE = "/nordsoft/survey/comments/"


def said(cast: Cast, *comments: tuple[int, str], better: str = "") -> list[Answer]:
    ticket = make_ticket(cast, team=cast.team)
    return [answered_at(ticket, place, score, text, better) for place, (score, text) in enumerate(comments)]


def answered_at(ticket: Ticket, place: int, score: int, text: str, better: str) -> Answer:
    at = MONDAY + timedelta(minutes=place)
    invitation = Invitation.objects.create(
        ticket=ticket, resolved_at=at, send_at=at, sent_at=at, state="sent", contact=None
    )
    return Answer.objects.create(invitation=invitation, score=score, reason=text, improvement=better, answered_at=at)


def found(cast: Cast, **asked: str) -> set[str]:
    answers = found_comments(CommentFilter.of(asked), member=cast.manager, now=MONDAY, zone=ZONE)
    return {answer.reason for answer in answers}


def words(cast: Cast) -> dict[str, Word]:
    return {word.form: word for word in recurring_words(Answer.objects.all(), cast.tenant)}


def test_swedish_forms_find_each_other(nordsoft: Cast) -> None:
    texts = ["Väntetiderna var för långa", "Lång väntetid i telefonen", "Handläggaren var trevlig"]
    said(nordsoft, *[(5, text) for text in texts])
    assert found(nordsoft, q="väntetid") == found(nordsoft, q="VÄNTETIDEN") == set(texts[:2])
    assert found(nordsoft, q="handläggare") == {texts[2]}
    assert found(nordsoft, q="lång -telefon") == {texts[0]}


def test_danish_forms_find_each_other(lonhuset: Cast) -> None:
    texts = ["Svarene kom for sent", "Et hurtigt svar på sagen", "Medarbejderne var søde"]
    with tenant_context(lonhuset.tenant.pk):
        said(lonhuset, *[(5, text) for text in texts])
        assert found(lonhuset, q="svar") == set(texts[:2])
        assert found(lonhuset, q="medarbejder") == {texts[2]}


def test_what_to_do_better_is_searched_too_and_an_edit_counts(nordsoft: Cast) -> None:
    (answer,) = said(nordsoft, (5, "Bra"), better="Kortare svarstider")
    assert found(nordsoft, q="svarstid") == {"Bra"}
    answer.improvement = "Fler utbildningar"
    answer.save()
    assert found(nordsoft, q="svarstid") == set()
    assert found(nordsoft, q="utbildning") == {"Bra"}


def test_score_and_month_filter(nordsoft: Cast) -> None:
    said(nordsoft, (2, "dåligt"), (7, "lagom"), (9, "fint"), (10, "utmärkt"))
    Invitation.objects.filter(answers__score=7).update(sent_at=MONDAY - timedelta(days=400))
    assert found(nordsoft) == {"dåligt", "fint", "utmärkt"}  # the last twelve months
    assert found(nordsoft, month="all") == {"dåligt", "lagom", "fint", "utmärkt"}
    assert found(nordsoft, month="2026-03", score="promoters") == {"fint", "utmärkt"}
    assert found(nordsoft, month="2026-02") == set()
    assert found(nordsoft, month="all", score="passives") == {"lagom"}
    assert found(nordsoft, score="10") == {"utmärkt"}


def test_an_answer_without_words_is_no_comment(nordsoft: Cast) -> None:
    said(nordsoft, (2, ""))
    assert found(nordsoft) == set()


def test_another_tenants_comments_are_not_found(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(nordsoft.tenant.pk):
        said(nordsoft, (5, "Faktura fattas"))
        assert found(nordsoft, q="faktura") == {"Faktura fattas"}
    with tenant_context(lonhuset.tenant.pk):
        assert found(lonhuset, q="faktura") == set()
        assert recurring_words(Answer.objects.all(), lonhuset.tenant) == []


def test_swedish_words_recur_in_their_commonest_form(nordsoft: Cast) -> None:
    said(
        nordsoft,
        (2, "Väntetiden var lång, och väntetiden i telefon också"),
        (3, "För lång väntetid"),
        (9, "Väntetiden var kort. Snabbt svar"),
        (10, "Snabbt och vänligt"),
    )
    assert words(nordsoft)["väntetiden"] == Word("väntetiden", comments=3, detractors=2, promoters=1)
    assert words(nordsoft)["snabbt"] == Word("snabbt", comments=2, detractors=0, promoters=2)
    assert "lång" in words(nordsoft)
    assert not {"och", "var", "för", "telefon"} & set(words(nordsoft))  # says nothing, or stands in one comment


def test_danish_words_recur_and_stop_words_do_not(lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        said(lonhuset, (1, "Der var ikke hjælp til lønnen"), (4, "Lønnen var ikke rigtig"), (10, "God hjælp"))
        assert words(lonhuset)["lønnen"] == Word("lønnen", comments=2, detractors=2, promoters=0)
        assert words(lonhuset)["hjælp"] == Word("hjælp", comments=2, detractors=1, promoters=1)
        assert not {"der", "var", "ikke", "til"} & set(words(lonhuset))


@pytest.mark.parametrize("score", ["", "detractors"])
def test_the_comments_behind_a_word_are_as_many_as_were_counted(nordsoft: Cast, score: str) -> None:
    texts = ["Fakturan var fel", "Fakturorna var fel i e-posten", "Fel faktura", "e-posten stod still", "Bra e-post"]
    said(nordsoft, *[(place * 2, text) for place, text in enumerate(texts)])
    counted = words(nordsoft)
    assert len(counted) >= 3
    for form, word in counted.items():
        assert len(found(nordsoft, q=form, score=score)) == (word.detractors if score else word.comments)


@time_machine.travel(MONDAY + timedelta(days=1), tick=False)
def test_agents_read_their_teams_comments_without_names_of_colleagues(client: Client, nordsoft: Cast) -> None:
    said(nordsoft, (5, "Fakturan var fel"))
    elsewhere = answered(make_ticket(nordsoft), 3, reason="Ingen svarade")
    for member, shown in ((nordsoft.agent, False), (nordsoft.manager, True)):
        client.force_login(member.user)
        page = client.get(PAGE).content.decode()
        assert "Fakturan var fel" in page
        assert (elsewhere.reason in page) is shown
    client.force_login(nordsoft.agent.user)
    ticket = Answer.objects.exclude(pk=elsewhere.pk).get().invitation.ticket
    Ticket.objects.filter(pk=ticket.pk).update(assignee=nordsoft.colleague)
    assert "Oskar" not in client.get(PAGE).content.decode()
    SurveySettings.objects.create(names_colleagues=True)
    assert "Oskar" in client.get(PAGE).content.decode()
    client.force_login(nordsoft.manager.user)
    assert "Oskar" in client.get(PAGE).content.decode()


@time_machine.travel(MONDAY + timedelta(days=1), tick=False)
def test_the_list_is_paged_and_asks_little(client: Client, nordsoft: Cast) -> None:
    said(nordsoft, *[(5, f"Svar {place}") for place in range(25)])
    client.force_login(nordsoft.manager.user)
    with Budget(12):
        first = client.get(PAGE + "?score=detractors&q=svar")
    assert first.content.decode().count("<q>") == 20
    assert "q=svar&amp;score=detractors&amp;page=2" in first.content.decode()
    assert client.get(PAGE + "?page=2").content.decode().count("<q>") == 5
    assert client.get(PAGE + "?q=%00&score=eleven&month=may").status_code == 200
