"""The ledger and the strip: every kind of reason, as the ticket page shows it."""

import pytest

from sla.builtin import builtin_calendar
from sla.engine import CalendarDefinition, DatedException, EngineError, Pause, Reason, always_open, compile_calendar
from tests.sla.engine.clock import COPENHAGEN, OFFICE, cph, day, office, read, sthlm

SE, DK = builtin_calendar("SE"), builtin_calendar("DK")


def test_night_and_lunch() -> None:
    assert read(SE.explain(sthlm("2026-05-04 11:00"), sthlm("2026-05-05 08:30"))) == [
        "Mon 04 11:00 – Mon 04 12:00 +open",
        "Mon 04 12:00 – Mon 04 13:00 lunch",
        "Mon 04 13:00 – Mon 04 17:00 +open",
        "Mon 04 17:00 – Tue 05 08:00 closed_night",
        "Tue 05 08:00 – Tue 05 08:30 +open",
    ]


def test_midsummer() -> None:
    assert read(SE.explain(sthlm("2026-06-18 16:00"), sthlm("2026-06-22 09:00"))) == [
        "Thu 18 16:00 – Thu 18 17:00 +open",
        "Thu 18 17:00 – Fri 19 00:00 closed_night",
        "Fri 19 00:00 – Sat 20 00:00 also_closed Midsommarafton",
        "Sat 20 00:00 – Sun 21 00:00 holiday Midsommardagen",
        "Sun 21 00:00 – Mon 22 00:00 weekend",
        "Mon 22 00:00 – Mon 22 08:00 closed_night",
        "Mon 22 08:00 – Mon 22 09:00 +open",
    ]


def test_danish_whitsun() -> None:
    assert read(DK.explain(cph("2026-05-22 14:50"), cph("2026-05-26 09:20")), COPENHAGEN) == [
        "Fri 22 14:50 – Fri 22 15:30 +open",
        "Fri 22 15:30 – Sat 23 00:00 closed_night",
        "Sat 23 00:00 – Sun 24 00:00 weekend",
        "Sun 24 00:00 – Mon 25 00:00 holiday Pinsedag",
        "Mon 25 00:00 – Tue 26 00:00 holiday Anden pinsedag",
        "Tue 26 00:00 – Tue 26 08:00 closed_night",
        "Tue 26 08:00 – Tue 26 09:20 +open",
    ]


def test_a_closed_weekday_is_not_called_weekend() -> None:
    four_days = compile_calendar(CalendarDefinition("Europe/Stockholm", dict.fromkeys((0, 1, 3, 4), OFFICE)))
    ledger = four_days.explain(sthlm("2026-05-06 09:00"), sthlm("2026-05-06 10:00"))
    assert read(ledger) == ["Wed 06 09:00 – Wed 06 10:00 closed_day"]


def test_round_the_clock_is_one_row() -> None:
    ledger = always_open("Europe/Stockholm").explain(sthlm("2026-03-27 09:00"), sthlm("2026-03-30 09:00"))
    assert read(ledger) == ["Fri 27 09:00 – Mon 30 09:00 +open"]
    assert ledger.counted_seconds == 71 * 3600


class TestExceptions:
    def explain(self, openings: tuple[tuple[int, int], ...]) -> list[str]:
        calendar = compile_calendar(office(exceptions={day("2026-05-05"): DatedException(openings, "Kick-off")}))
        return read(calendar.explain(sthlm("2026-05-05 00:00"), sthlm("2026-05-06 00:00")))

    def test_closed_for_the_day(self) -> None:
        assert self.explain(()) == ["Tue 05 00:00 – Wed 06 00:00 exception Kick-off"]

    def test_what_it_took_from_the_day_has_its_note_and_the_night_is_the_night(self) -> None:
        assert self.explain(((600, 840),)) == [
            "Tue 05 00:00 – Tue 05 10:00 exception Kick-off",
            "Tue 05 10:00 – Tue 05 14:00 +open Kick-off",
            "Tue 05 14:00 – Wed 06 00:00 exception Kick-off",
        ]

    def test_longer_hours(self) -> None:
        assert self.explain(((420, 1080),)) == [
            "Tue 05 00:00 – Tue 05 07:00 closed_night",
            "Tue 05 07:00 – Tue 05 18:00 +open Kick-off",
            "Tue 05 18:00 – Wed 06 00:00 closed_night",
        ]


class TestPauses:
    WEEKEND = Pause(sthlm("2026-05-08 16:00"), sthlm("2026-05-11 09:00"), "Maja Sandell")

    def test_a_pause_is_one_row_with_the_name_of_whoever_paused(self) -> None:
        ledger = SE.explain(sthlm("2026-05-08 15:00"), sthlm("2026-05-11 10:00"), [self.WEEKEND])
        assert read(ledger) == [
            "Fri 08 15:00 – Fri 08 16:00 +open",
            "Fri 08 16:00 – Mon 11 09:00 paused Maja Sandell",
            "Mon 11 09:00 – Mon 11 10:00 +open",
        ]
        assert ledger.counted_seconds == 2 * 3600

    def test_the_deadline_moves_by_the_open_time_of_the_pause(self) -> None:
        start = sthlm("2026-05-08 15:00")
        assert SE.due_with_pauses(start, 2 * 3600, []) == sthlm("2026-05-08 17:00")
        assert SE.due_with_pauses(start, 2 * 3600, [self.WEEKEND]) == sthlm("2026-05-11 10:00")

    def test_the_ledger_up_to_the_deadline_counts_the_target(self) -> None:
        start = sthlm("2026-05-08 15:00")
        due = SE.due_with_pauses(start, 2 * 3600, [self.WEEKEND])
        assert due is not None
        assert SE.explain(start, due, [self.WEEKEND]).counted_seconds == 2 * 3600

    def test_a_pause_that_lasts_has_no_deadline(self) -> None:
        lasting = Pause(sthlm("2026-05-08 16:00"), None, "Maja Sandell")
        assert SE.due_with_pauses(sthlm("2026-05-08 15:00"), 2 * 3600, [lasting]) is None
        assert read(SE.explain(sthlm("2026-05-08 15:00"), sthlm("2026-05-12 09:00"), [lasting]))[1:] == [
            "Fri 08 16:00 – Tue 12 09:00 paused Maja Sandell"
        ]

    @pytest.mark.parametrize("end", [None, sthlm("2026-05-12 09:00")])
    def test_a_pause_from_the_due_instant_on_changes_nothing(self, end: object) -> None:
        late = Pause(sthlm("2026-05-08 17:00"), end)  # type: ignore[arg-type]
        assert SE.due_with_pauses(sthlm("2026-05-08 15:00"), 2 * 3600, [late]) == sthlm("2026-05-08 17:00")

    def test_overlapping_pauses_count_once_in_any_order(self) -> None:
        long = Pause(sthlm("2026-05-04 09:00"), sthlm("2026-05-04 10:00"))
        later = Pause(sthlm("2026-05-04 09:30"), sthlm("2026-05-04 11:00"))
        for pauses in ([long, later], [later, long], [long, later, long]):
            assert SE.due_with_pauses(sthlm("2026-05-04 08:00"), 2 * 3600, pauses) == sthlm("2026-05-04 12:00")

    def test_a_pause_before_the_start_counts_from_the_start(self) -> None:
        early = Pause(sthlm("2026-05-04 08:00"), sthlm("2026-05-04 10:00"))
        assert SE.due_with_pauses(sthlm("2026-05-04 09:00"), 3600, [early]) == sthlm("2026-05-04 11:00")

    def test_a_pause_that_ends_before_it_starts_is_refused(self) -> None:
        with pytest.raises(EngineError) as refused:
            SE.due_with_pauses(sthlm("2026-05-04 09:00"), 3600, [Pause(self.WEEKEND.start, sthlm("2026-05-01 09:00"))])
        assert refused.value.code == "reversed_interval"


def test_a_reversed_interval_is_refused() -> None:
    with pytest.raises(EngineError) as refused:
        SE.explain(sthlm("2026-05-04 09:00"), sthlm("2026-05-04 08:59:59"))
    assert refused.value.code == "reversed_interval"


def test_an_empty_interval_has_no_rows() -> None:
    assert SE.explain(sthlm("2026-05-04 09:00"), sthlm("2026-05-04 09:00")).rows == ()


class TestStrip:
    def test_the_days_of_the_ticket_page(self) -> None:
        strip = SE.strip(sthlm("2026-04-30 11:52"), sthlm("2026-05-04 08:34"), due=sthlm("2026-05-04 08:52"))
        assert [(strip_day.date, strip_day.label) for strip_day in strip] == [
            (day("2026-04-30"), Reason("short_day", "Första maj")),
            (day("2026-05-01"), Reason("holiday", "Första maj")),
            (day("2026-05-02"), Reason("weekend")),
            (day("2026-05-03"), Reason("weekend")),
            (day("2026-05-04"), None),
        ]
        assert strip[0].segments == (
            (0, 480, "closed"), (480, 712, "open"), (712, 780, "used"), (780, 1440, "closed"),
        )  # fmt: skip
        assert strip[1].segments == ((0, 1440, "closed"),)
        assert strip[4].segments == (
            (0, 480, "closed"), (480, 514, "used"), (514, 532, "rest"), (532, 720, "open"),
            (720, 780, "closed"), (780, 1020, "open"), (1020, 1440, "closed"),
        )  # fmt: skip

    def test_a_pause_is_drawn_also_over_closed_time(self) -> None:
        pause = Pause(sthlm("2026-05-04 16:00"), sthlm("2026-05-05 09:00"))
        first, second = SE.strip(sthlm("2026-05-04 15:00"), sthlm("2026-05-05 10:00"), [pause])
        assert first.segments[-2:] == ((900, 960, "used"), (960, 1440, "paused"))
        assert second.segments[:2] == ((0, 540, "paused"), (540, 600, "used"))

    def test_midnight_at_the_end_does_not_begin_another_day(self) -> None:
        assert len(SE.strip(sthlm("2026-05-04 09:00"), sthlm("2026-05-05 00:00"))) == 1

    @pytest.mark.parametrize("date", ["2026-03-29", "2026-10-25"])
    def test_a_turned_day_is_still_0_to_1440(self, date: str) -> None:
        (turned,) = always_open("Europe/Stockholm").strip(sthlm(f"{date} 00:00"), sthlm(f"{date} 23:59:30"))
        assert turned.segments == ((0, 1440, "used"),)
