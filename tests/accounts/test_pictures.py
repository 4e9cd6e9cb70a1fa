from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.pictures import Strip, day_rule, strip

ZONE = ZoneInfo("Europe/Stockholm")


def at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


OPENINGS = [(at(30, 8, 0, 4), at(30, 13, 0, 4)), (at(4, 8), at(4, 12)), (at(4, 13), at(4, 17))]


def picture() -> Strip:
    with translation.override("sv"):
        return strip(
            openings=OPENINGS,
            used=[(at(30, 11, 52, 4), at(30, 13, 0, 4), "used"), (at(4, 8), at(4, 8, 34), "used")],
            zone=ZONE,
            sentence="…",
            first=date(2026, 4, 30),
            last=date(2026, 5, 4),
            notes={date(2026, 5, 1): "Första maj"},
            now=at(4, 8, 34),
            due=at(4, 8, 52),
        )


def test_one_row_a_day_with_its_label() -> None:
    assert [row.label for row in picture().rows] == ["tors 30", "fre 1", "lör 2", "sön 3", "mån 4"]


def test_a_closed_day_is_hatched_all_over_and_named() -> None:
    friday = picture().rows[1]
    assert [(piece.x, piece.width, piece.kind) for piece in friday.pieces] == [(54, 262, "closed")]
    assert friday.note is not None
    assert friday.note.text == "Första maj"


def test_what_counts_lies_over_what_is_open() -> None:
    assert [piece.kind for piece in picture().rows[4].pieces] == ["closed", "open", "open", "used"]


def test_now_and_due_stand_on_the_last_row_in_order() -> None:
    drawn = picture()
    assert drawn.now is not None
    assert drawn.due is not None
    assert drawn.now.x < drawn.due.x
    assert drawn.due.label == "08:52"
    assert drawn.now.y1 == drawn.rows[4].y - 3


def test_a_long_stretch_leaves_out_its_middle() -> None:
    drawn = strip(openings=OPENINGS, used=[], zone=ZONE, sentence="…", first=date(2026, 4, 1), last=date(2026, 5, 4))
    assert len(drawn.rows) == 9


def test_the_day_rule_runs_from_the_first_opening_to_the_last_closing() -> None:
    deadlines = [(at(4, 12), "ok", "1", "12:00"), (at(4, 12), "ok", "2", "12:00"), (at(5, 9), "ok", "3", "09:00")]
    rule = day_rule(openings=OPENINGS, deadlines=deadlines, now=at(4, 8, 54), zone=ZONE, sentence="…")
    assert (rule.used, rule.now) == (10, 10)
    assert rule.closed == ((44.44, 11.12),)
    assert [tick.key for tick in rule.ticks] == ["1", "2"]
    assert rule.ticks[0].y != rule.ticks[1].y


def test_a_closed_day_is_hatched_and_named_and_has_its_deadlines() -> None:
    rule = day_rule(
        openings=OPENINGS,
        deadlines=[(at(2, 18), "ok", "1", "18:00")],
        now=at(2, 9),
        zone=ZONE,
        sentence="…",
        note="Sat",
    )
    assert (rule.closed, rule.used, rule.now, rule.note) == (((0, 100),), 0, 37.5, "Sat")
    assert [tick.x for tick in rule.ticks] == [75]
