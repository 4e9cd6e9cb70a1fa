from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.faces import clock_face

ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 5, 4, 8, 34, tzinfo=ZONE)


def test_at_risk_today() -> None:
    due = datetime(2026, 5, 4, 8, 52, tzinfo=ZONE)
    with translation.override("en"):
        face = clock_face("risk", now=NOW, zone=ZONE, due=due, left=1080, used=6120, target=7200)
    assert (face.day, face.time, face.text, face.word) == ("", "08:52", "18 min left", "At risk")
    assert (face.share, face.notch, face.is_live) == (85, 75, True)
    assert face.due == int(due.timestamp())


def test_over_since_last_week_fills_the_bar() -> None:
    due = datetime(2026, 4, 30, 12, 55, tzinfo=ZONE)
    with translation.override("en"):
        face = clock_face("over", now=NOW, zone=ZONE, due=due, left=-2340, used=9540, target=7200)
    assert (face.day, face.text, face.share) == ("Thu", "39 min over", 100)


def test_paused_keeps_and_does_not_tick() -> None:
    with translation.override("en"):
        face = clock_face("paused", now=NOW, zone=ZONE, left=22800, used=31200, target=54000)
    assert (face.time, face.text, face.is_live) == ("–", "6 h 20 min kept", False)


def test_met_says_when_and_after_how_long() -> None:
    stopped = datetime(2026, 5, 4, 8, 27, tzinfo=ZONE)
    with translation.override("en"):
        face = clock_face("met", now=NOW, zone=ZONE, used=1620, target=7200, stopped_at=stopped)
    assert (face.time, face.text, face.is_live) == ("08:27", "after 27 min", False)


def test_nothing_promised() -> None:
    with translation.override("en"):
        face = clock_face("none", now=NOW, zone=ZONE)
    assert (face.text, face.share) == ("no promise", 0)
