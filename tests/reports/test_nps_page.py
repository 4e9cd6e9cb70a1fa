"""The page of satisfaction and its files, counted once more in plain Python."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import StringIO
from urllib.parse import parse_qs

import pytest
from django.db.models import Q
from django.test import Client

from accounts.tenancy.context import tenant_context
from reports.door import figures_for
from reports.figures import Dimension, Filters, SurveyFigures
from reports.selectors.breakdown import CUSTOMER, SEVERITY
from reports.selectors.nps_counted import PARTS
from reports.selectors.nps_words import ENOUGH
from sla.models import Severity
from surveys.models import Answer, FollowUp, Invitation
from surveys.nps import Tally, interval
from tests.cast import Cast, make_cast
from tests.conftest import Standing
from tests.reports.conftest import BUDGET, NOW, questions
from tests.reports.survey_rows import PERIOD, Row, ask_all, counted, inside, seen_by
from tickets.models import Ticket

PAGE = "/nordsoft/dashboards/nps/"
MAY = datetime(2026, 4, 30, 22, tzinfo=UTC)  # where it begins in Stockholm
SPRING = "since=2026-03&until=2026-05"


@pytest.fixture(scope="module")
def asked(standing: Standing) -> Iterator[tuple[Cast, list[Row]]]:
    with standing():
        cast = make_cast("nordsoft")
        with tenant_context(cast.tenant.pk):
            rows = ask_all(cast)
        yield cast, rows


@pytest.fixture
def nordsoft(asked: tuple[Cast, list[Row]], db: None) -> Iterator[Cast]:
    cast = deepcopy(asked[0])
    with tenant_context(cast.tenant.pk):
        yield cast


@pytest.fixture
def rows(asked: tuple[Cast, list[Row]]) -> list[Row]:
    return asked[1]


@pytest.fixture
def agent(nordsoft: Cast, client: Client, frozen: datetime) -> Client:
    client.force_login(nordsoft.agent.user)
    return client


def tally(rows: list[Row]) -> Tally:
    scores = [row.score for row in rows if row.score is not None]
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return Tally(promoters, len(scores) - promoters - detractors, detractors)


def signed(score: float | None) -> str:
    return f"{round(score or 0):+d}".replace("-", "−").replace("+0", "0")


def number(cell: str) -> int:
    """Read a count, which is a link unless it is 0."""
    return int(re.sub("<[^>]+>", "", cell))


def read(client: Client, table: str, query: str = SPRING) -> list[list[str]]:
    answer = client.get(f"{PAGE}{table}.csv?{query}")
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("who", ["manager", "agent"])
def test_the_figures_are_those_of_the_period(
    who: str, client: Client, nordsoft: Cast, rows: list[Row], frozen: datetime
) -> None:
    mine = rows if who == "manager" else seen_by(rows, nordsoft)
    client.force_login(getattr(nordsoft, who).user)
    page = client.get(f"{PAGE}?{SPRING}").context["page"]
    found, whole = tally(inside(mine)), counted(inside(mine))
    assert page.figures[0].value == signed(found.score)
    by_month, by_score, rolling = (chart.data for chart in page.charts)
    assert sum(by_score["counts"]) == found.answers > ENOUGH
    for at, month in zip((-3, -2, -1), PERIOD.months, strict=True):
        these = tally([row for row in mine if row.month == month])
        assert by_month["points"][at]["n"] == these.answers
        assert by_month["points"][at]["value"] == round(these.score or 0)
        assert by_month["points"][at]["low"] == round(interval(these).low)
    assert len(by_month["months"]) == len(rolling["values"]) == 12
    assert rolling["values"][-1] == round(tally(mine).score or 0)
    steps = [number(step.count) for step in page.steps]
    assert steps == [whole.resolved, whole.eligible, whole.sent, whole.answered]


@pytest.mark.parametrize("by", PARTS)
@pytest.mark.parametrize("who", ["manager", "agent"])
def test_each_part_is_a_recount(
    by: str, who: str, client: Client, nordsoft: Cast, rows: list[Row], frozen: datetime
) -> None:
    mine = inside(rows if who == "manager" else seen_by(rows, nordsoft))
    client.force_login(getattr(nordsoft, who).user)
    found = {}
    for line in client.get(f"{PAGE}?{SPRING}&by={by}").context["page"].lines:
        (key,) = parse_qs(line.only_url[1:])[by]
        found["" if key == "none" else key] = (number(line.answers), number(line.sent), line.score)
    expected = {}
    for key in {row.keys[by] for row in mine}:
        part = [row for row in mine if row.keys[by] == key]
        these = tally(part)
        short = "–" if these.answers < ENOUGH else signed(these.score)
        expected[key] = (these.answers, counted(part).sent, short)
    assert found == expected
    assert len(found) > 1 or by == CUSTOMER or who == "agent"


@pytest.mark.parametrize("name", [*(each for each in Dimension if each is not Dimension.CHANNEL), SEVERITY])
def test_an_agents_figures_are_of_what_they_may_see(nordsoft: Cast, rows: list[Row], name: str) -> None:
    mine = inside(seen_by(rows, nordsoft))
    assert 0 < len(mine) < len(inside(rows))
    for key in {row.keys[name] for row in rows}:
        seen = Filters(**{name: key, "seen_by": str(nordsoft.agent.pk)})
        expected = counted([row for row in mine if row.keys[name] == key])
        assert figures_for(SurveyFigures, PERIOD, seen, now=NOW).total() == expected


def test_the_usual_months_stand_in_the_form(manager: Client, rows: list[Row]) -> None:
    form = manager.get(PAGE).context["form"]
    assert (form.period.first, form.period.last) == (date(2026, 3, 1), date(2026, 5, 1))
    assert [form[name].value() for name in ("since", "until")] == ["2026-03", "2026-05"]


def test_parts_are_chosen_and_the_choice_is_kept(manager: Client, nordsoft: Cast, rows: list[Row]) -> None:
    answer = manager.get(f"{PAGE}?{SPRING}&by=plan&team={nordsoft.team.pk}")
    assert [choice.name for choice in answer.context["page"].choices if choice.is_current] == [str(PARTS["plan"])]
    assert '<input type="hidden" name="by" value="plan">' in answer.content.decode()
    whole = counted(inside(rows, team=str(nordsoft.team.pk)))
    assert number(answer.context["page"].steps[0].count) == whole.resolved


def test_only_twenty_parts_are_shown_at_first(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.views.nps.SHOWN", 1)
    page = manager.get(f"{PAGE}?{SPRING}&by=severity").context["page"]
    assert (len(page.lines), page.count) == (1, len(Severity))
    assert len(manager.get(f"{PAGE}?{SPRING}&by=severity&list=all").context["page"].lines) == page.count


def test_under_ten_answers_it_is_too_few_to_say(manager: Client, rows: list[Row]) -> None:
    few = Answer.objects.order_by("pk")[: ENOUGH - 1].values_list("pk", flat=True)
    Answer.objects.exclude(pk__in=list(few)).delete()
    lines = manager.get(f"{PAGE}?since=2026-02&until=2026-05&by=team").context["page"].lines
    assert {line.score for line in lines} == {"–"}
    assert sum(number(line.answers) for line in lines) == ENOUGH - 1


def test_who_was_not_asked_is_said_under_the_funnel(manager: Client, rows: list[Row]) -> None:
    solved, eligible, sent, answered = manager.get(f"{PAGE}?{SPRING}").context["page"].steps
    lost = [row for row in inside(rows) if row.state == "not_sent"]
    spared = [row for row in lost if row.reason in Invitation.SPARED]
    planned = [row for row in inside(rows) if row.state == "planned"]
    assert (solved.reasons, answered.reasons) == ([], [])
    assert eligible.lost.startswith(f"{len(lost) - len(spared)} ")
    assert sent.lost.startswith(f"{len(spared) + len(planned)} ")
    assert len(eligible.reasons) == len({row.reason for row in lost} - set(Invitation.SPARED))


def test_calls_and_comments_are_of_the_tickets_asked_for(manager: Client, nordsoft: Cast, rows: list[Row]) -> None:
    for answer in Answer.objects.filter(score__lte=6):
        FollowUp.objects.create(answer=answer, due_at=NOW)
    team = str(nordsoft.team.pk)
    late = FollowUp.objects.filter(answer__invitation__ticket__team=nordsoft.team).order_by("pk")[:1]
    FollowUp.objects.filter(pk__in=[call.pk for call in late]).update(due_at=NOW - timedelta(days=9))
    everything = manager.get(f"{PAGE}?{SPRING}").context["page"]
    page = manager.get(f"{PAGE}?{SPRING}&team={team}").context["page"]
    assert len(everything.calls) == FollowUp.objects.count() > len(page.calls)
    assert {call.task.answer.invitation.ticket.team_id for call in page.calls} == {nordsoft.team.pk}
    assert page.figures[3].value == str(len(page.calls))
    assert page.figures[3].past.startswith("1 ")
    assert page.urls["search"] == f"/nordsoft/survey/comments/?team={team}"
    said = [answer.invitation.ticket.team_id for answer in page.comments]
    assert said == [nordsoft.team.pk] * 6
    ages = [answer.answered_at for answer in page.comments]
    assert ages == sorted(ages, reverse=True)
    files = read(manager, "follow-ups", f"{SPRING}&team={team}")
    assert len(files) == 1 + len(page.calls)


def test_agents_make_no_calls_and_see_names_where_the_tenant_says_so(
    agent: Client, nordsoft: Cast, rows: list[Row]
) -> None:
    Ticket.objects.filter(team=nordsoft.team).update(assignee=nordsoft.colleague)
    colleague, lists = nordsoft.colleague.user.name, f"{PAGE}surveys/?{SPRING}"
    page = agent.get(f"{PAGE}?{SPRING}")
    assert page.context["page"].calls is None
    before = page.context["page"].figures[3]
    past = [row for row in seen_by(rows, nordsoft) if row.month == date(2026, 2, 1)]
    assert (before.value == "–") is (not counted(past).answered)
    assert not past or agent.get(before.url).context["page"].paginator.count == counted(past).answered
    assert agent.get(f"{PAGE}follow-ups.csv?{SPRING}").status_code == 404
    for path in (f"{PAGE}?{SPRING}", lists):
        assert colleague not in agent.get(path).content.decode()
    assert colleague not in {row[-1] for row in read(agent, "surveys")}
    agent.force_login(nordsoft.manager.user)
    agent.post("/nordsoft/survey/settings/", {"share": 100, "test_tag": "test", "names_colleagues": "on"})
    agent.force_login(nordsoft.agent.user)
    for path in (f"{PAGE}?{SPRING}", lists):
        assert colleague in agent.get(path).content.decode()
    assert colleague in {row[-1] for row in read(agent, "surveys")}


def test_the_files_hold_the_same(manager: Client, rows: list[Row]) -> None:
    whole = counted(inside(rows))
    for by in PARTS:
        assert sum(int(row[2]) for row in read(manager, "parts", f"{SPRING}&by={by}")[1:]) == whole.answered
    assert [int(row[1]) for row in read(manager, "scores")[1:]] == list(whole.scores)
    assert sum(int(row[2]) for row in read(manager, "months")[-3:]) == whole.answered
    assert read(manager, "rolling")[-1][2] == str(counted(rows).answered)
    asked = [int(row[1]) for row in read(manager, "asked")[1:]]
    assert asked[:4] == [whole.resolved, whole.eligible, whole.sent, whole.answered]
    assert asked[0] == asked[2] + sum(asked[4:])
    assert manager.get(f"{PAGE}parts.xlsx?{SPRING}").status_code == 200
    assert manager.get(f"{PAGE}nothing.csv?{SPRING}").status_code == 404


def test_without_surveys_it_says_so(client: Client, lonhuset: Cast, frozen: datetime) -> None:
    client.force_login(lonhuset.manager.user)
    path = PAGE.replace("nordsoft", "lonhuset")
    answer = client.get(path)
    page = answer.context["page"]
    assert [figure.value for figure in page.figures] == ["–", "–", "–", "0"]
    assert (page.lines, page.comments, page.calls) == ([], [], [])
    assert f'href="{path}surveys/' not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "field"), [("since=2026-05&until=2026-04", "until"), ("since=may", "since"), ("team=x", "team")]
)
def test_what_cannot_be_counted_is_said(manager: Client, query: str, field: str) -> None:
    answer = manager.get(f"{PAGE}?{query}")
    assert answer.context["page"] is None
    assert field in answer.context["form"].errors
    for path in ("surveys/", "months.csv"):
        assert manager.get(f"{PAGE}{path}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["by=colour", "list=most"])
def test_bad_questions_are_not_found(manager: Client, query: str) -> None:
    assert manager.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.parametrize("who", ["manager", "agent"])
def test_it_asks_little(
    who: str, client: Client, nordsoft: Cast, rows: list[Row], frozen: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where the tenant's latest answers are of others.
    monkeypatch.setattr("reports.selectors.nps_lists.NEAR", 1)
    client.force_login(getattr(nordsoft, who).user)
    client.get(PAGE)  # the day's first page counts what stands in every page's head
    for asked in (f"customer={nordsoft.customer.pk}&by=plan", "promise=met&by=customer&list=all"):
        assert questions(client, f"{PAGE}?{SPRING}&{asked}") <= BUDGET
        assert questions(client, f"{PAGE}surveys/?{SPRING}&{asked}") <= BUDGET


@pytest.mark.parametrize(
    ("which", "keeps"),
    [
        ("solved", lambda row: True),
        ("eligible", lambda row: row.state != "not_sent" or row.reason in Invitation.SPARED),
        ("sent", lambda row: row.state == "sent"),
        ("answered", lambda row: row.score is not None),
        ("promoters", lambda row: row.score is not None and row.score >= 9),
        ("passives", lambda row: row.score in (7, 8)),
        ("detractors", lambda row: row.score is not None and row.score <= 6),
        ("8", lambda row: row.score == 8),
        ("comments", lambda row: row.score is not None and row.has_words),
        ("planned", lambda row: row.state == "planned"),
        ("july", lambda row: row.reason == "july"),
    ],
)
def test_the_list_behind_a_figure(manager: Client, nordsoft: Cast, rows: list[Row], which: str, keeps: object) -> None:
    for query, kept in ((SPRING, inside(rows)), (f"{SPRING}&severity=high", inside(rows, severity="high"))):
        expected = sum(map(keeps, kept))  # type: ignore[call-overload]
        answer = manager.get(f"{PAGE}surveys/?{query}&which={which}")
        assert answer.context["page"].paginator.count == expected
        assert len(read(manager, "surveys", f"{query}&which={which}")) == 1 + expected
    assert any(map(keeps, inside(rows)))  # type: ignore[call-overload]


def test_every_figure_leads_to_what_it_counts(manager: Client, rows: list[Row]) -> None:
    for by in ("team", "promise"):
        page = manager.get(f"{PAGE}?{SPRING}&by={by}").context["page"]
        by_month, by_score, rolling = page.charts
        cells = [by_month.rows[-2][3], by_month.rows[-1][4], by_score.rows[8][1], rolling.rows[-1][3]]
        cells += [step.count for step in page.steps] + [
            cell for line in page.lines for cell in (line.answers, line.sent)
        ]
        cells += [reason[reason.index("<a") :] for step in page.steps for reason in step.reasons]
        for cell in cells:
            found = re.fullmatch(r'<a href="([^"]+)">(\d+)</a>', cell)
            assert found, cell
            assert manager.get(unescape(found[1])).context["page"].paginator.count == int(found[2])
    year, sent = (manager.get(page.figures[at].url).context["page"].paginator.count for at in (1, 2))
    assert (year, sent) == (counted(rows).answered, counted(inside(rows)).sent)
    for chart, row, column in ((by_month, -2, 3), (by_score, 8, 1), (rolling, -1, 3)):
        assert f'"{chart.data["urls"][row]}"' in unescape(chart.rows[row][column])


@pytest.mark.parametrize("by", ["team", "severity", CUSTOMER])
def test_a_part_stands_beside_its_period_before(manager: Client, rows: list[Row], by: str) -> None:
    """Also where it has nothing of the period itself; its answers of then lead to their surveys."""
    april, asked = [row for row in rows if row.month == date(2026, 4, 1)], f"{PAGE}?since=2026-05&until=2026-05&by={by}"
    for is_gone in (False, True):
        if is_gone:
            gone = Invitation.objects.filter(Q(sent_at__gte=MAY) | Q(sent_at=None, send_at__gte=MAY))
            Answer.objects.filter(invitation__in=gone).delete()
            gone.delete()
        found = {}
        for line in manager.get(asked).context["page"].lines:
            link = re.search(r'<a href="([^"]+)">(\d+)[^<]*</a>', line.before)
            found[parse_qs(line.only_url[1:])[by][0].replace("none", "")] = int(link[2]) if link else 0
            assert not link or manager.get(unescape(link[1])).context["page"].paginator.count == int(link[2])
            assert not is_gone or (number(line.sent), line.change) == (0, "–")
        answered = Counter(row.keys[by] for row in april if row.score is not None)
        assert {key: count for key, count in found.items() if count} == answered


def test_lists_are_turned_by_fifties(manager: Client, rows: list[Row]) -> None:
    first = manager.get(f"{PAGE}surveys/?{SPRING}&which=solved")
    second = manager.get(f"{PAGE}surveys/{first.context['next_url']}")
    seen = [survey.pk for survey in [*first.context["page"], *second.context["page"]]]
    assert len(first.context["page"]) == 50
    assert len(seen) == len(set(seen)) == 100
    assert manager.get(f"{PAGE}surveys/?which=nothing").status_code == 404
