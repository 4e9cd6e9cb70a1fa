"""What stands under the pictures of the deadlines, by worked values."""

from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from reports.selectors.sla_charts import said_of_hours
from reports.selectors.sla_hours import Cell, hours_of

ZONE = ZoneInfo("Europe/Stockholm")
MONDAY, TUESDAY = 0, 1


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "None was breached."),
        ({(MONDAY, 11): 4, (TUESDAY, 9): 3}, "Most on Monday in the hour from 11:00: 4 of 7."),
        ({(MONDAY, 11): 4, (TUESDAY, 9): 4, (TUESDAY, 10): 1}, "No hour stands out: at most 4 of 9."),
    ],
)
def test_the_worst_hour_is_named_where_there_is_one(counts: dict[Cell, int], said: str) -> None:
    with translation.override("en"):
        assert said_of_hours(hours_of(Counter(counts), None), ZONE) == said
