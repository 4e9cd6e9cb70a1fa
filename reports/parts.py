"""The parts a dashboard is drawn from: templates/components/figures.html and chart.html say what they take."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One large number beside its own past. `css` colours a clock's state alone (is-risk, is-over)."""

    label: str
    value: str
    past: str
    unit: str = ""
    css: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture, the same figures as a table, and where they are as a file."""

    id: str
    kind: str
    title: str
    unit: str
    sentence: str
    data: dict[str, Any]
    head: list[str]
    rows: list[list[str]]
    csv_url: str
    verdict: str = field(default="")


@dataclass(frozen=True)
class Choice:
    """A link to the same page, asked otherwise."""

    name: str
    query: str
    is_current: bool = False


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it filters by, for what, and the question without it."""

    label: str
    name: str
    query: str
