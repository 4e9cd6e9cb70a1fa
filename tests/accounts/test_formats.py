from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from accounts import formats

STOCKHOLM = ZoneInfo("Europe/Stockholm")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TUESDAY = datetime(2026, 5, 26, 7, 20, tzinfo=UTC)  # 09:20 in both zones


@pytest.mark.parametrize(("language", "text"), [("en", "09:20"), ("sv", "09:20"), ("da", "9.20")])
def test_clock_time(language: str, text: str) -> None:
    assert formats.clock_time(TUESDAY, STOCKHOLM, language) == text


def test_the_active_language_is_the_default() -> None:
    with translation.override("da"):
        assert formats.spoken_time(TUESDAY, COPENHAGEN) == "kl. 9.20"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Tue 26 May 09:20"), ("sv", "tis 26 maj 09:20"), ("da", "tir. 26. maj kl. 9.20")]
)
def test_weekday_time(language: str, text: str) -> None:
    assert formats.weekday_time(TUESDAY, STOCKHOLM, language) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Tuesday 26 May"), ("sv", "tisdag 26 maj"), ("da", "tirsdag 26. maj")]
)
def test_long_date(language: str, text: str) -> None:
    assert formats.long_date(TUESDAY, STOCKHOLM, language) == text


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (datetime(2026, 5, 26, 4, 0, tzinfo=UTC), ""),
        (datetime(2026, 5, 25, 22, 30, tzinfo=UTC), ""),  # already Tuesday in Stockholm
        (datetime(2026, 5, 25, 21, 30, tzinfo=UTC), "Tue"),
        (datetime(2026, 6, 1, 7, 0, tzinfo=UTC), "Tue"),
        (datetime(2026, 6, 2, 7, 0, tzinfo=UTC), "26 May"),
        (datetime(2027, 1, 2, 7, 0, tzinfo=UTC), "26 May 2026"),
    ],
)
def test_a_day_is_named_as_far_as_needed(now: datetime, text: str) -> None:
    assert formats.day_label(TUESDAY, now, STOCKHOLM, "en") == text


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        formats.clock_time(datetime(2026, 5, 26), STOCKHOLM)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("seconds", "en", "da"),
    [
        (0, "0 min", "0 min."),
        (59, "59 s", "59 sek."),
        (60, "1 min", "1 min."),
        (119, "1 min", "1 min."),
        (3600, "1 h", "1 t."),
        (4080, "1 h 08 min", "1 t. 8 min."),
        (-4200, "1 h 10 min", "1 t. 10 min."),
        (144000, "40 h", "40 t."),
    ],
)
def test_duration(seconds: int, en: str, da: str) -> None:
    assert formats.duration(seconds, "en") == en
    assert formats.duration(seconds, "da") == da


@pytest.mark.parametrize(
    ("seconds", "en", "da"),
    [
        (0, "0 min", "0 min."),
        (59, "59 s", "59 sek."),
        (60, "1 min", "1 min."),
        (5783, "1 h 36 min 23 s", "1 t. 36 min. 23 sek."),
        (3607, "1 h 7 s", "1 t. 7 sek."),
        (7200, "2 h", "2 t."),
    ],
)
def test_exact_duration(seconds: int, en: str, da: str) -> None:
    assert formats.exact_duration(seconds, "en") == en
    assert formats.exact_duration(-seconds, "da") == da


def test_exact_time() -> None:
    whole, odd = datetime(2026, 5, 4, 7, 20, tzinfo=UTC), datetime(2026, 5, 4, 7, 20, 7, tzinfo=UTC)
    assert [formats.exact_time(at, UTC, "sv") for at in (whole, odd)] == ["07:20", "07:20:07"]
    assert [formats.exact_time(at, UTC, "da") for at in (whole, odd)] == ["7.20", "7.20.07"]


@pytest.mark.parametrize(
    ("value", "places", "language", "text"),
    [
        (Decimal("4244"), 2, "da", "4.244,00"),
        (Decimal("4244.5"), 1, "sv", "4\u00a0244,5"),
        (1234567, 0, "en", "1,234,567"),
        (Decimal("-15"), 0, "sv", "−15"),
        (Decimal("0.25"), 1, "en", "0.3"),
        (Decimal("-0.04"), 1, "en", "0.0"),
    ],
)
def test_decimal(value: Decimal, places: int, language: str, text: str) -> None:
    assert formats.decimal(value, places, language) == text


def test_percent_and_sign() -> None:
    assert formats.percent(Decimal("0.964"), 1, "sv") == "96,4\u00a0%"
    assert formats.decimal(49, 0, "en", signed=True) == "+49"
    assert formats.decimal(0, 0, "en", signed=True) == "0"


@pytest.mark.parametrize(("value", "places"), [(12.5, 0), (-12.5, 0), (62.5, 0), (-0.4, 0), (96.25, 1), (0.05, 1)])
def test_a_number_in_a_picture_is_the_one_in_the_text_beside_it(value: float, places: int) -> None:
    text = formats.decimal(value, places, "en").replace("−", "-")
    assert formats.rounded(value, places) == float(text)
    share = formats.percent(value / 100, places, "en").replace("−", "-")
    assert f"{formats.rounded_percent(value / 100, places)}" in share
