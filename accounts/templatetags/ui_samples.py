"""What the living style sheet (templates/styleguide.html) shows: every part on the same made-up Monday morning."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.utils.safestring import SafeString

from accounts.faces import clock_face
from accounts.pictures import day_rule, strip

register = template.Library()
ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 5, 4, 8, 34, tzinfo=ZONE)


class SampleForm(forms.Form):
    """One field of each kind."""

    subject = forms.CharField(label="Subject", help_text="One sentence is enough.")
    target = forms.CharField(label="Work starts within", validators=[])
    plan = forms.ChoiceField(label="Plan", choices=[("p", "Professional"), ("s", "Standard")], required=False)
    paused_by = forms.ChoiceField(
        label="Paused by", widget=forms.RadioSelect, choices=[("c", "The customer"), ("t", "A third party")]
    )
    tell = forms.BooleanField(label="Tell the customer by e-mail", required=False)

    def clean_target(self) -> str:
        """Refuse what is not a time."""
        raise forms.ValidationError("“2 hrs” is not a time. The old value, 2 h, is kept. Write 2 h or 120 min.")


def _at(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def _clocks() -> list[dict[str, Any]]:
    hour = 3600
    faces = [
        (clock_face("ok", now=NOW, zone=ZONE, due=_at(4, 10), left=5160, used=2040, target=2 * hour), "1066"),
        (clock_face("risk", now=NOW, zone=ZONE, due=_at(4, 8, 52), left=1080, used=6120, target=2 * hour), "1052"),
        (
            clock_face("over", now=NOW, zone=ZONE, due=_at(30, 12, 55, 4), left=-2340, used=9540, target=2 * hour),
            "1049",
        ),
        (clock_face("paused", now=NOW, zone=ZONE, left=22800, used=31200, target=15 * hour), "1044"),
        (clock_face("met", now=NOW, zone=ZONE, used=1620, target=2 * hour, stopped_at=_at(4, 9, 41)), "1051"),
        (clock_face("none", now=NOW, zone=ZONE), "1070"),
    ]
    return [{"clock": face, "key": key} for face, key in faces]


def _openings() -> list[tuple[datetime, datetime]]:
    return [(_at(30, 8, 0, 4), _at(30, 13, 0, 4)), (_at(4, 8), _at(4, 12)), (_at(4, 13), _at(4, 17))]


def _strip() -> Any:
    return strip(
        openings=_openings(),
        used=[
            (_at(30, 11, 52, 4), _at(30, 13, 0, 4), "used"),
            (_at(4, 8), NOW, "used"),
            (NOW, _at(4, 8, 52), "used risk"),
        ],
        zone=ZONE,
        sentence="Thursday counted 11:52 to 13:00, Friday to Sunday nothing, Monday from 08:00 to the deadline 08:52.",
        first=date(2026, 4, 30),
        last=date(2026, 5, 4),
        notes={
            date(2026, 4, 30): "short day",
            date(2026, 5, 1): "May Day",
            date(2026, 5, 2): "weekend",
            date(2026, 5, 3): "weekend",
        },
        now=NOW,
        due=_at(4, 8, 52),
    )


def _rule() -> Any:
    ticks = [
        (8, 27, "over"),
        (8, 37, "risk"),
        (8, 52, "risk"),
        (9, 20, "ok"),
        (10, 0, "ok"),
        (12, 0, "ok"),
        (12, 0, "ok"),
    ]
    return day_rule(
        openings=_openings(),
        deadlines=[(_at(4, h, m), state, "1052", f"{h:02d}:{m:02d}") for h, m, state in ticks],
        now=NOW,
        zone=ZONE,
        sentence="Today, 08:00 to 17:00. Now 08:34. Lunch 12 to 13. Seven deadlines.",
    )


LEDGER = {
    "caption": "Counted from the customer’s reply Thu 30 Apr 11:52",
    "rows": [
        {"when": "Thu 11:52–13:00", "reason": "Open", "counted": "1 h 08 min", "is_counted": True},
        {"when": "Thu 13:00–24:00", "reason": "Day before May Day", "counted": "", "is_counted": False},
        {"when": "Fri 1 May", "reason": "May Day", "counted": "", "is_counted": False},
        {"when": "Mon 08:00–08:34", "reason": "Open, so far", "counted": "34 min", "is_counted": True},
    ],
    "sum_label": "Used of 2 h",
    "sum": "1 h 42 min",
}
MONTHS = ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May"]
ICONS = [
    "search", "plus", "inbox", "clock", "warn", "stop", "check", "x", "down", "right", "user", "nobody", "star",
    "reply", "lock", "clip", "go", "cal", "phone", "mail", "house", "dots",
    "undo", "down-to", "theme", "wait",
]  # fmt: skip
COLOURS = [
    "paper", "rail", "sunk", "raised", "note", "line", "line-2", "hatch", "field", "ink", "ink-2", "ink-3", "pine",
    "pine-deep", "pine-tint", "ok-bar", "risk", "risk-bar", "risk-tint", "over", "over-bar", "over-tint",
]  # fmt: skip


def _chart(kind: str, title: str, data: dict[str, Any], verdict: str = "") -> dict[str, Any]:
    return {
        "id": f"sample-{kind}",
        "kind": kind,
        "title": title,
        "unit": "sample",
        "sentence": f"Sample of a chart: {title}.",
        "data": data,
        "head": ["Month", "Value"],
        "rows": [["Apr", "94.8"], ["May", "96.4"]],
        "csv_url": "#",
        "verdict": SafeString(verdict),
    }


def _charts() -> list[dict[str, Any]]:
    nps: list[tuple[int, int, int, int] | None] = [
        (37, 12, 57, 41),
        None,
        (26, 0, 48, 38),
        (35, 13, 53, 52),
        (39, 18, 56, 57),
        (29, 6, 48, 49),
        (12, -15, 37, 33),
        (33, 11, 51, 55),
        (40, 20, 56, 60),
        (44, 25, 59, 64),
        (38, 17, 55, 58),
        (49, 30, 64, 61),
    ]
    points = [dict(zip(("value", "low", "high", "n"), p, strict=True)) if p else None for p in nps]
    high = [91.2, 92.4, 90.8, 92.5, 93.1, 91.7, 89.6, 92.4, 92.9, 93.6, 92.8, 94.4]
    series = [
        {
            "name": "Critical",
            "shape": "diamond",
            "values": [92.3, 100, 90, 94.1, 100, 95.2, 88.9, 95.8, 96, 100, 95.5, 100],
            "end": "100 %",
        },
        {"name": "High", "shape": "triangle", "values": high, "end": "94.4 %"},
        {"name": "Normal", "shape": "circle", "values": [round(v + 3.2, 1) for v in high], "end": "97.6 %"},
    ]
    groups = [
        {"name": "Detractors", "from": 0, "to": 6, "count": 7},
        {"name": "Passives", "from": 7, "to": 8, "count": 17},
        {"name": "Promoters", "from": 9, "to": 10, "count": 37},
    ]
    cells = [
        [0, 0, 3],
        [1, 0, 1],
        [4, 0, 1],
        [6, 0, 1],
        [7, 0, 1],
        [0, 1, 1],
        [6, 1, 1],
        [3, 2, 1],
        [6, 4, 2],
        [1, 3, 4],
    ]
    return [
        _chart(
            "lines",
            "Met per month and severity",
            {"months": MONTHS, "series": series, "goal": 95, "min": 85, "max": 100, "interval": 5},
        ),
        _chart(
            "heatmap",
            "Breached, weekday and hour",
            {
                "hours": ["8", "9", "10", "11", "12", "13", "14", "15"],
                "days": ["Mon", "Tue", "Wed", "Thu", "Fri"],
                "cells": cells,
                "closed": [[7, 4]],
                "row_sums": ["7", "2", "1", "4", "2"],
                "column_sums": ["4", "5", "–", "1", "1", "–", "4", "1"],
            },
        ),
        _chart(
            "nps",
            "NPS per month",
            {"months": MONTHS, "points": points, "none": "none"},
            "<b>No certain change.</b> May is 11 above April.",
        ),
        _chart("scores", "Scores 0–10", {"counts": [1, 0, 1, 1, 0, 2, 2, 6, 11, 16, 21], "groups": groups}),
        _chart(
            "rolling",
            "NPS over twelve months",
            {
                "months": MONTHS,
                "values": [30, 31, 31, 32, 33, 33, 32, 33, 34, 35, 35, 36],
                "low": [22, 23, 24, 25, 26, 26, 25, 27, 28, 29, 29, 30],
                "high": [38, 39, 38, 39, 40, 40, 39, 39, 40, 41, 41, 42],
                "end": "+36",
            },
        ),
    ]


@register.simple_tag
def ui_samples() -> dict[str, Any]:
    """Give everything the style sheet shows."""
    form = SampleForm({"subject": "Invoices cannot be printed", "target": "2 hrs", "paused_by": "c"})
    form.is_valid()
    return {
        "clocks": _clocks(),
        "strip": _strip(),
        "rule": _rule(),
        "ledger": LEDGER,
        "form": form,
        "charts": _charts(),
        "figures": [
            {"label": "Met", "value": "96.4", "unit": "%", "past": SafeString("April <b>94.8 %</b>, goal 95 %")},
            {
                "label": "Breached",
                "value": "17",
                "css": "is-over",
                "past": SafeString("April <b>25</b>"),
                "url": "#",
                "link": "see the list",
            },
            {"label": "Median to start", "value": "38", "unit": "min", "past": SafeString("April <b>46 min</b>")},
            {"label": "At risk now", "value": "4", "css": "is-risk", "past": SafeString("next <b>11:05</b>")},
        ],
        "messages": [
            SimpleNamespace(
                id=1,
                kind="customer",
                author="Karin Bergman",
                via="by e-mail",
                time="Thu 11:52",
                iso="2026-04-30T11:52",
                body=SafeString("<p>The template has no such button.</p>"),
                files=[{"name": "footer.png", "url": "#", "size": 188000}],
            ),
            SimpleNamespace(
                id=2,
                kind="note",
                author="Maja Sandell",
                via="",
                time="09:58",
                iso="2026-04-30T09:58",
                body=SafeString("<p>Can be reproduced.</p>"),
                files=[],
            ),
            SimpleNamespace(
                id=3,
                kind="agent",
                author="Maja Sandell",
                via="to Karin Bergman",
                time="10:05",
                iso="2026-04-30T10:05",
                body=SafeString("<p>Open <em>Templates › Footer</em> and add the field.</p>"),
                files=[],
            ),
        ],
        "event": {
            "icon": "clock",
            "text": "Maja started work. Start met after 27 min of 2 h.",
            "time": "09:41",
            "iso": "2026-04-30T09:41",
        },
        "icons": ICONS,
        "colours": COLOURS,
    }
