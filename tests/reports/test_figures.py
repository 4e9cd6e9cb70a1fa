"""The dashboards' values: adding them up, and what is read from them."""

from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from reports.figures import (
    CellKey,
    Cells,
    ClockFigures,
    Dimension,
    Filters,
    Histogram,
    Period,
    SurveyFigures,
    TicketFlow,
)
from sla.models import Severity
from surveys.models import Invitation

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_a_period_is_cut_by_the_zone_and_has_one_as_long_before_it() -> None:
    period = Period(date(2025, 11, 1), date(2026, 4, 1), STOCKHOLM)
    assert period.start == datetime(2025, 10, 31, 23, tzinfo=UTC)
    assert period.end == datetime(2026, 4, 30, 22, tzinfo=UTC)
    assert len(period.months) == 6
    assert period.before == Period(date(2025, 5, 1), date(2025, 10, 1), STOCKHOLM)


def test_filters_given_leave_out_severity_and_keep_the_key_of_none() -> None:
    assert Filters(product="", customer="7", severity="high").given == {Dimension.CUSTOMER: "7", Dimension.PRODUCT: ""}


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.9, 9), (0.1, 1), (0.91, 10), (1, 10), (0, 1)])
def test_a_percentile_is_the_nearest_rank(share: float, value: int) -> None:
    assert Histogram(dict.fromkeys(range(1, 11), 1)).percentile(share) == value


def test_a_percentile_agrees_with_the_sorted_list_and_with_none_there_is_none() -> None:
    dice = Random(7)  # noqa: S311 – no secret
    assert Histogram().percentile(0.5) is None
    for size in range(1, 60):
        values = sorted(dice.randrange(20) for _ in range(size))
        counted = Histogram({value: values.count(value) for value in values})
        assert counted.percentile(0.5) == values[(size + 1) // 2 - 1]
        assert counted.percentile(0.9) == values[-(-9 * size // 10) - 1]


def test_figures_of_two_cells_add_up_field_by_field() -> None:
    one = ClockFigures(3, 1, Histogram({0: 2, 10: 2}), Histogram({33: 1}))
    other = ClockFigures(1, 1, Histogram({10: 1, 50: 1}), Histogram({34: 1}))
    both = one + other
    assert both == ClockFigures(4, 2, Histogram({0: 2, 10: 3, 50: 1}), Histogram({33: 1, 34: 1}))
    assert (both.due, both.share, both.median, both.p90) == (6, 4 / 6, 10, 50)
    assert TicketFlow(opened=2, asked=(1, 0, 1)) + TicketFlow(opened=1, asked=(0, 1, 0)) == TicketFlow(
        3, asked=(1, 1, 1)
    )
    assert (SurveyFigures(scores=(1,) * 11) + SurveyFigures(scores=(2,) * 11)).scores == (3,) * 11


def test_nothing_counted_has_no_share_and_no_median() -> None:
    assert (ClockFigures().share, ClockFigures().median, ClockFigures().p90) == (None, None, None)


def test_cells_are_summed_over_what_is_not_asked_for() -> None:
    cells = Cells(
        TicketFlow,
        [
            (CellKey(MAY, "high", key="7"), TicketFlow(opened=1)),
            (CellKey(MAY, "normal", key="7"), TicketFlow(opened=2)),
            (CellKey(JUNE, "high", key="8"), TicketFlow(opened=4)),
            (CellKey(JUNE, "high", key="8"), TicketFlow(opened=8)),
        ],
    )
    assert cells.total() == TicketFlow(opened=15)
    assert cells.total(month=JUNE, key="7") == TicketFlow()
    assert cells.by("month") == {(MAY,): TicketFlow(opened=3), (JUNE,): TicketFlow(opened=12)}
    assert cells.by("key", "severity")["8", "high"] == TicketFlow(opened=12)


def test_a_sum_of_many_histograms_is_read_once_and_stays_as_it_is() -> None:
    one = Histogram({5: 1, 7: 0})
    total = sum((one for _ in range(5_000)), Histogram())
    assert (total[5], total[7], 7 in total, total.count, total.percentile(0.9)) == (5_000, 0, False, 5_000, 5)
    assert total == Histogram({5: 5_000})
    assert one == Histogram({5: 1})
    assert one + Histogram() is one


def test_figures_have_room_for_every_reason_and_severity() -> None:
    assert len(Invitation.Reason) == len(SurveyFigures().reasons)
    assert len(Severity) == len(TicketFlow().asked)
