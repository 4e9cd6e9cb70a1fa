"""Surveys counted from their rows equal a recount in plain Python, for all and for what an agent may see."""

import pytest

from reports.door import figures_for
from reports.figures import Dimension, Filters, SurveyFigures
from reports.raw.surveys import PARTS, answers_behind, invitations_of, survey_cells, survey_parts
from sla.models import Severity
from tests.cast import Cast
from tests.reports.conftest import NOW
from tests.reports.survey_rows import PERIOD, Row, ask_all, counted, inside


@pytest.fixture
def rows(nordsoft: Cast) -> list[Row]:
    return ask_all(nordsoft)


def test_months_and_severities(nordsoft: Cast, rows: list[Row]) -> None:
    cells = survey_cells(PERIOD, Filters(), within=invitations_of(nordsoft.manager))
    assert cells.total() == counted(inside(rows))
    assert cells.total().answered > 60
    for month in PERIOD.months:
        for severity in Severity.values:
            expected = counted([row for row in inside(rows, severity=severity) if row.month == month])
            assert cells.total(month=month, severity=severity) == expected


@pytest.mark.parametrize("dimension", PARTS)
def test_each_part(nordsoft: Cast, rows: list[Row], dimension: Dimension) -> None:
    parts = survey_parts(PERIOD, Filters(), within=invitations_of(nordsoft.manager))
    found = {part.key: part.figures for part in parts if part.dimension is dimension}
    assert found == {
        key: counted(inside(rows, **{dimension.value: key}))
        for key in {row.keys[dimension.value] for row in inside(rows)}
    }
    assert len(found) > 1 or dimension is Dimension.CUSTOMER


@pytest.mark.parametrize("name", [*(dimension.value for dimension in PARTS), "severity"])
def test_each_filter(nordsoft: Cast, rows: list[Row], name: str) -> None:
    for key in {row.keys[name] for row in rows}:
        filters = Filters(**{name: key})
        expected = counted(inside(rows, **{name: key}))
        assert survey_cells(PERIOD, filters, within=invitations_of(nordsoft.manager)).total() == expected
        assert answers_behind(PERIOD, filters, nordsoft.manager).count() == expected.answered


def test_an_agent_counts_what_they_may_see(nordsoft: Cast, rows: list[Row]) -> None:
    team, me = str(nordsoft.team.pk), nordsoft.agent
    mine = [row for row in inside(rows) if row.keys["team"] == team or row.assignee == me.pk]
    assert 0 < len(mine) < len(inside(rows))
    found = survey_cells(PERIOD, Filters(), within=invitations_of(me)).total()
    assert found == counted(mine)
    seen = Filters(seen_by=str(me.pk))
    assert figures_for(SurveyFigures, PERIOD, seen, now=NOW).total() == found
    by_team = figures_for(SurveyFigures, PERIOD, seen, by=Dimension.TEAM, monthly=False, now=NOW)
    assert by_team.total(key=team) == counted([row for row in mine if row.keys["team"] == team])
    assert answers_behind(PERIOD, Filters(), me).count() == found.answered


def test_each_is_one_question(nordsoft: Cast, django_assert_num_queries: object) -> None:
    everything = invitations_of(nordsoft.manager)
    with django_assert_num_queries(2):  # type: ignore[operator]
        survey_cells(PERIOD, Filters(), within=everything)
        survey_parts(PERIOD, Filters(promise="met"), within=everything)


def test_the_door_gives_the_same(nordsoft: Cast, rows: list[Row]) -> None:
    everything = invitations_of(nordsoft.manager)
    for filters in (Filters(), Filters(severity="high", promise="met"), Filters(team="")):
        found = survey_cells(PERIOD, filters, within=everything)
        assert figures_for(SurveyFigures, PERIOD, filters, now=NOW) == found
        parts = survey_parts(PERIOD, filters, within=everything)
        for dimension in PARTS:
            cells = figures_for(SurveyFigures, PERIOD, filters, by=dimension, monthly=False, now=NOW).by("key")
            mine = {(part.key,): part.figures for part in parts if part.dimension is dimension}
            assert cells == mine
