"""Why a deadline, in words and as a picture."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from sla.builtin import builtin_calendar
from tickets.why import days_picture, interval_text, ledger_table

ZONE = ZoneInfo("Europe/Stockholm")
CALENDAR = builtin_calendar("SE")


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def lines(now: datetime) -> list[tuple[str, str, str]]:
    table = ledger_table(
        CALENDAR, start=at(30, 11, 52, month=4), end=at(4, 8, 52), now=now, zone=ZONE, caption="", sum_label=""
    )
    assert table["sum"] == "2 h"
    return [(row["when"], row["reason"], row["counted"]) for row in table["rows"]]


CLOSED = [
    ("Thu 13:00–24:00", "Day before Första maj", ""),
    ("Fri 1 May", "Första maj", ""),
    ("Sat 2 – Sun 3", "Weekend", ""),
    ("Mon 00:00–08:00", "Closed for the night", ""),
]


def test_what_counts_is_parted_at_now() -> None:
    assert lines(at(4, 8, 34).replace(microsecond=700_000)) == [
        ("Thu 11:52–13:00", "Open", "1 h 08 min"),
        *CLOSED,
        ("Mon 08:00–08:34", "Open", "34 min"),
        ("Mon 08:34–08:52", "Open, to come", "18 min"),
    ]


def test_closed_time_is_one_line_whenever_it_is_read() -> None:
    assert lines(at(3, 0, 35)) == [
        ("Thu 11:52–13:00", "Open", "1 h 08 min"),
        *CLOSED,
        ("Mon 08:00–08:52", "Open, to come", "52 min"),
    ]


@pytest.mark.parametrize("language", ["en", "sv", "da"])
def test_what_is_read_adds_up_to_the_second(language: str) -> None:
    """Reported at 11:52:23, looked at on Monday at 08:34:47: no second is lost between the lines and the sum."""
    start, due = at(30, 11, 52, month=4).replace(second=23), at(4, 8, 52).replace(second=23)
    with translation.override(language):
        table = ledger_table(
            CALENDAR, start=start, end=due, now=at(4, 8, 34).replace(second=47), zone=ZONE, caption="", sum_label=""
        )
    assert [seconds_of(row["counted"]) for row in table["rows"] if row["is_counted"]] == [4057, 2040, 1103]
    assert seconds_of(table["sum"]) == 7200


def seconds_of(text: str) -> int:
    worth = {"h": 3600, "t": 3600, "min": 60, "s": 1, "sek": 1}
    return sum(int(number) * worth[unit] for number, unit in re.findall(r"(\d+) ([a-z]+)", text))


def test_before_it_starts_nothing_is_to_come() -> None:
    assert "to come" not in str(lines(at(30, 11, 52, month=4)))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (at(4, 17), at(5, 8), "Mon 17:00 – Tue 08:00"),
        (at(4, 0), at(5, 0), "Mon 4 May"),
        (at(4, 13), at(5, 0), "Mon 13:00–24:00"),
        (at(4, 0), at(4, 8), "Mon 00:00–08:00"),
        (at(2, 0), at(4, 0), "Sat 2 – Sun 3"),
        (at(4, 8).replace(second=7), at(4, 9), "Mon 08:00:07–09:00"),
        (at(4, 16).replace(second=7), at(5, 0), "Mon 16:00:07–24:00"),
    ],
)
def test_intervals_in_few_words(start: datetime, end: datetime, words: str) -> None:
    assert interval_text(start, end, ZONE) == words


def test_danish_midnight_has_a_point() -> None:
    with translation.override("da"):
        assert interval_text(at(4, 13), at(5, 0), ZONE) == "man 13.00–24.00"


def test_the_picture_has_a_row_for_each_day_and_says_it_in_words() -> None:
    strip = days_picture(
        CALENDAR, start=at(30, 11, 52, month=4), due=at(4, 8, 52), now=at(4, 8, 34), zone=ZONE, state="risk"
    )
    assert [row.label for row in strip.rows] == ["Thu 30", "Fri 1", "Sat 2", "Sun 3", "Mon 4"]
    kinds = [[piece.kind for piece in row.pieces] for row in strip.rows]
    assert "used" in kinds[0]
    assert kinds[1] == kinds[2] == kinds[3] == ["closed"]
    assert kinds[4][-2:] == ["used", "used risk"]
    assert [row.note.text for row in strip.rows if row.note] == ["short day", "Första maj", "Weekend", "Weekend"]
    assert "Thu 30 Apr 11:52" in strip.sentence
    assert "Mon 4 May 08:52" in strip.sentence
