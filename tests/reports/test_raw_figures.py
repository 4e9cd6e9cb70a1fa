"""What the queries count from the rows equals a recount in plain Python, filter by filter."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reports import raw
from reports.figures import ClockFigures, Dimension, F, Filters, Period, SurveyFigures, TicketFlow
from tests.budget import Budget
from tests.cast import Cast
from tests.reports.lives import make_life
from tests.reports.recounting import Recount

NOW = datetime(2026, 5, 22, 8, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 2, 1), date(2026, 6, 1), ZoneInfo("Europe/Stockholm"))
KINDS: list[type[Any]] = [ClockFigures, TicketFlow, SurveyFigures]


@pytest.fixture
def lives(nordsoft: Cast) -> Cast:
    """Two months with forty tickets."""
    dice = Random(5)  # noqa: S311 – the same tickets each time
    for _ in range(40):
        make_life(nordsoft, dice, since=datetime(2026, 3, 2, 8, 0, tzinfo=UTC), until=NOW)
    return nordsoft


def test_every_filter_and_every_breakdown_equals_a_recount_in_plain_python(lives: Cast) -> None:
    plan, product = str(lives.contract.plan_id), str(lives.product.pk)
    truth = Recount(PERIOD.zone, NOW)
    wanted = [Filters(), Filters(severity="high"), Filters(team="", channel="email"), Filters(plan=plan, product="")]
    for kind in KINDS:
        for filters in [*wanted, Filters(product=product, severity="normal"), Filters(customer="0")]:
            for by in [None, *(each for each in Dimension if each != Dimension.PROMISE)]:
                _equals(truth, kind, filters, by)
        assert raw.count(kind, PERIOD, now=NOW).total() != kind()
    for filters in [*wanted, Filters(promise="breached"), Filters(promise="")]:
        _equals(truth, SurveyFigures, filters, Dimension.PROMISE)
    _equals(truth, ClockFigures, Filters(), Dimension.TEAM, "resolution")
    assert raw.count(ClockFigures, PERIOD, metric="resolution", now=NOW).total().breached


def _equals(truth: Recount, kind: type[F], filters: Filters, by: Dimension | None, metric: str | None = None) -> None:
    counted = raw.count(kind, PERIOD, filters, by=by, metric=metric, now=NOW)
    assert counted == truth.cells(kind, PERIOD, filters, by=by, metric=metric), (kind, filters, by)


def test_a_period_in_one_is_the_sum_of_its_months_and_one_query(lives: Cast) -> None:
    for kind in KINDS:
        with Budget(1):
            one = raw.count(kind, PERIOD, by=Dimension.PRODUCT, monthly=False, now=NOW)
        assert {key.month for key, _figures in one} == {PERIOD.first}
        months = raw.count(kind, PERIOD, by=Dimension.PRODUCT, now=NOW)
        assert one.by("severity", "metric", "key") == months.by("severity", "metric", "key")
