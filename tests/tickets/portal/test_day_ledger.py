"""A long ledger read by day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from sla.builtin import builtin_calendar
from sla.engine import Pause
from tickets.portal.day_ledger import day_lines, is_long

ZONE = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_each_day_has_its_counted_time_and_closed_neighbours_share_a_line() -> None:
    ledger = builtin_calendar("SE").explain(at("2026-04-28 15:00"), at("2026-05-05 17:00"))
    assert is_long(ledger)
    with translation.override("en"):
        lines = [(line["when"], line["reason"], line["counted"]) for line in day_lines(ledger, ZONE)]
    assert lines == [
        ("Tue 28 Apr", "Open", "2 h"),
        ("Wed 29 Apr", "Open", "8 h"),
        ("Thu 30 Apr", "Open, Day before Första maj", "5 h"),
        ("Fri 1 May", "Första maj", ""),
        ("Sat 2 – Sun 3", "Weekend", ""),
        ("Mon 4 May", "Open", "8 h"),
        ("Tue 5 May", "Open", "8 h"),
    ]
    assert ledger.counted_seconds == 31 * 3600


def test_a_pause_is_said_on_the_days_it_takes_from() -> None:
    pause = Pause(at("2026-03-03 10:00"), at("2026-03-04 17:00"), "waiting_customer")
    ledger = builtin_calendar("SE").explain(at("2026-03-02 08:00"), at("2026-03-05 17:00"), [pause])
    with translation.override("en"):
        lines = [(line["when"], line["reason"], line["counted"]) for line in day_lines(ledger, ZONE)]
    assert lines == [
        ("Mon 2 Mar", "Open", "8 h"),
        ("Tue 3 Mar", "Open, We waited for your answer", "2 h"),
        ("Wed 4 Mar", "We waited for your answer", ""),
        ("Thu 5 Mar", "Open", "8 h"),
    ]
