"""The page of a period's satisfaction and the answers behind it, counted once more in plain Python."""

import csv
import re
from datetime import date
from html import unescape
from io import StringIO
from urllib.parse import parse_qs

import pytest
from django.test import Client

from reports.figures import SurveyFigures
from reports.selectors.nps_period import ENOUGH, tally_of
from surveys.models import Answer
from surveys.nps import Tally, difference, interval
from tests.cast import Cast
from tests.reports.conftest import BUDGET, questions
from tests.reports.survey_rows import Row, ask_all, counted, inside
from tickets.models import Ticket

PAGE = "/nordsoft/dashboards/nps/period/"
ANSWERS = "/nordsoft/dashboards/nps/answers/"
SPRING = "since=2026-03&until=2026-05"


@pytest.fixture
def rows(nordsoft: Cast) -> list[Row]:
    return ask_all(nordsoft)


def tally(rows: list[Row]) -> Tally:
    scores = [row.score for row in rows if row.score is not None]
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return Tally(promoters, len(scores) - promoters - detractors, detractors)


def of(rows: list[Row], *months: date) -> list[Row]:
    return [row for row in rows if row.month in months]


def sums(rows: list[Row], kind: str) -> dict[str, tuple[str, str]]:
    """Give answers and score by name, as the page writes them in Swedish."""
    found = {}
    for key in {row.keys[kind] for row in rows}:
        these = tally([row for row in rows if row.keys[kind] == key])
        score = these.score
        short = these.answers < ENOUGH or score is None
        found[key] = (
            str(these.answers),
            "" if short else f"{round(score or 0):+d}".replace("-", "−").replace("+0", "0"),
        )
    return found


def test_the_figures_are_those_of_the_period(manager: Client, rows: list[Row]) -> None:
    page = manager.get(f"{PAGE}?{SPRING}").context["page"]
    found = tally(inside(rows))
    assert found.score is not None
    assert page.figures[0].value == f"{round(found.score):+d}".replace("-", "−")
    by_month, by_score, rolling = (chart.data for chart in page.charts)
    assert sum(by_score["counts"]) == found.answers
    for at, month in zip((-3, -2, -1), (3, 4, 5), strict=True):
        these = tally(of(rows, date(2026, month, 1)))
        assert by_month["points"][at]["n"] == these.answers
        assert by_month["points"][at]["value"] == round(these.score or 0)
        assert by_month["points"][at]["low"] == round(interval(these).low)
    assert len(by_month["months"]) == len(rolling["values"]) == 12
    assert rolling["values"][-1] == round(tally(rows).score or 0)
    whole = counted(inside(rows))
    assert [step.count for step in page.steps] == [
        str(count) for count in (whole.resolved, whole.eligible, whole.sent, whole.answered)
    ]


@pytest.mark.parametrize("kind", ["team", "plan", "product", "severity", "promise", "customer"])
def test_each_table_is_a_recount(manager: Client, rows: list[Row], kind: str) -> None:
    page = manager.get(f"{PAGE}?{SPRING}").context["page"]
    (table,) = [table for table in page.tables if table.id == kind]
    found = {}
    for line in table.lines:
        (key,) = parse_qs(line.only_url[1:])[kind]
        score = "" if line.interval == "–" else line.score
        found["" if key == "none" else key] = (line.answers, score)
    assert found == sums(inside(rows), kind)


def test_without_a_question_the_months_that_are_counted_stand_in_the_form(manager: Client, rows: list[Row]) -> None:
    answer = manager.get(PAGE)
    form = answer.context["form"]
    said = [field.value() for field in (form["since"], form["until"])]
    assert said == [f"{day:%Y-%m}" for day in (form.period.first, form.period.last)]
    assert f'value="{said[0]}"' in answer.content.decode()


def test_under_ten_answers_it_is_too_few_to_say(manager: Client, rows: list[Row]) -> None:
    few = Answer.objects.order_by("pk")[: ENOUGH - 1].values_list("pk", flat=True)
    Answer.objects.exclude(pk__in=list(few)).delete()
    page = manager.get(f"{PAGE}?since=2026-02&until=2026-05").context["page"]
    lines = [line for table in page.tables for line in table.lines]
    assert {line.interval for line in lines} == {"–"}
    assert any(int(line.answers) > 0 for line in lines)


def test_the_verdict_names_both_periods(manager: Client, rows: list[Row]) -> None:
    client_page = manager.get(f"{PAGE}?since=2026-04&until=2026-04", headers={"accept-language": "en"}).context["page"]
    before, after = tally(of(rows, date(2026, 3, 1))), tally(of(rows, date(2026, 4, 1)))
    assert min(before.answers, after.answers) >= ENOUGH
    change = difference(before, after)
    assert str(round(abs((after.score or 0) - (before.score or 0)))) in client_page.verdict
    assert f"{before.answers} " in client_page.verdict
    assert str(abs(round(change.low))) in client_page.verdict


def test_each_number_of_answers_leads_to_them(manager: Client, rows: list[Row]) -> None:
    by_month, by_score, rolling = manager.get(f"{PAGE}?{SPRING}").context["page"].charts
    cells = [by_month.rows[-2][3], by_score.rows[8][1], rolling.rows[-1][3]]
    for cell in cells:
        found = re.fullmatch(r'<a href="([^"]+)">(\d+)</a>', cell)
        assert found
        assert manager.get(unescape(found[1])).context["page"].paginator.count == int(found[2]) > 0


def test_an_address_keeps_to_a_part(manager: Client, nordsoft: Cast, rows: list[Row]) -> None:
    team = str(nordsoft.team.pk)
    page = manager.get(f"{PAGE}?{SPRING}&team={team}").context["page"]
    kept = inside(rows, team=team)
    assert page.steps[0].count == str(len(kept))
    assert f"team={team}" in page.answers_url
    shown = manager.get(page.answers_url).context["page"]
    assert shown.paginator.count == counted(kept).answered


@pytest.mark.parametrize(
    ("group", "scores"),
    [("", range(11)), ("promoters", (9, 10)), ("passives", (7, 8)), ("detractors", range(7)), ("8", (8,))],
)
def test_the_answers_behind_a_figure(manager: Client, rows: list[Row], group: str, scores: range) -> None:
    expected = sum(row.score in scores for row in inside(rows) if row.score is not None)
    answer = manager.get(f"{ANSWERS}?{SPRING}&group={group}")
    assert answer.context["page"].paginator.count == expected > 0


def test_answers_are_turned_by_fifties(manager: Client, rows: list[Row]) -> None:
    first = manager.get(f"{ANSWERS}?{SPRING}")
    second = manager.get(f"{ANSWERS}{first.context['next_url']}")
    seen = [answer.pk for answer in [*first.context["page"], *second.context["page"]]]
    assert len(first.context["page"]) == 50
    assert len(seen) == len(set(seen)) == min(100, counted(inside(rows)).answered)


def test_an_agent_sees_their_teams_answers_and_no_colleagues_name(
    client: Client, nordsoft: Cast, rows: list[Row], frozen: object
) -> None:
    me, team = nordsoft.agent, str(nordsoft.team.pk)
    Ticket.objects.filter(team=nordsoft.team).update(assignee=nordsoft.colleague)
    mine = [
        row for row in inside(rows) if row.keys["team"] == team or (row.keys["team"] != team and row.assignee == me.pk)
    ]
    client.force_login(me.user)
    page = client.get(f"{PAGE}?{SPRING}").context["page"]
    assert page.steps[3].count == str(counted(mine).answered)
    text = client.get(f"{ANSWERS}?{SPRING}&team={team}").content.decode()
    assert nordsoft.colleague.user.name not in text
    client.force_login(nordsoft.manager.user)
    assert nordsoft.colleague.user.name in client.get(f"{ANSWERS}?{SPRING}&team={team}").content.decode()


def read(client: Client, table: str, query: str) -> list[list[str]]:
    answer = client.get(f"{PAGE}{table}.csv?{query}")
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_the_files_hold_the_same(manager: Client, rows: list[Row]) -> None:
    whole = counted(inside(rows))
    parts = read(manager, "parts", SPRING)[1:]
    for head in {row[0] for row in parts}:
        assert sum(int(row[3]) for row in parts if row[0] == head) == whole.answered
    assert len({row[0] for row in parts}) == 6
    assert [int(row[1]) for row in read(manager, "scores", SPRING)[1:]] == list(whole.scores)
    assert sum(int(row[2]) for row in read(manager, "months", SPRING)[-3:]) == whole.answered
    assert read(manager, "rolling", SPRING)[-1][2] == str(counted(rows).answered)
    assert [row[1] for row in read(manager, "asked", SPRING)][-1] == str(whole.answered)
    low = [row for row in inside(rows) if row.score is not None and row.score <= 6]
    assert len(read(manager, "answers", f"{SPRING}&group=detractors")) == 1 + len(low)
    assert manager.get(f"{PAGE}parts.xlsx?{SPRING}").status_code == 200
    assert manager.get(f"{PAGE}nothing.csv?{SPRING}").status_code == 404


def test_without_surveys_it_says_so(manager: Client) -> None:
    page = manager.get(PAGE).context["page"]
    assert page.figures[0].value == "–"
    assert [table.count for table in page.tables] == [0] * 6
    assert page.answers_url == ""


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("since=2026-05&until=2026-04", "until"),
        ("until=2030-01", "until"),
        ("since=may", "since"),
        ("since=2020-01&until=2026-01", "since"),
        ("customer=99999999", "company"),
        ("team=x", "team"),
    ],
)
def test_what_cannot_be_counted_is_said(manager: Client, query: str, field: str) -> None:
    answer = manager.get(f"{PAGE}?{query}")
    assert answer.context["page"] is None
    assert field in answer.context["form"].errors
    assert manager.get(f"{ANSWERS}?{query}").status_code == 404


def test_it_asks_little(manager: Client, nordsoft: Cast, rows: list[Row]) -> None:
    asked = f"{SPRING}&customer={nordsoft.customer.pk}&promise=met"
    assert questions(manager, f"{PAGE}?{asked}") <= BUDGET
    assert questions(manager, f"{ANSWERS}?{asked}") <= BUDGET


def test_a_tally_is_of_the_scores() -> None:
    assert tally_of(SurveyFigures(scores=(1, 0, 0, 0, 0, 0, 1, 2, 2, 3, 4))) == Tally(7, 4, 2)
