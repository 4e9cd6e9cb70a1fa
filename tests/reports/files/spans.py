"""Months and weeks, as they are named and cut, in plain Python: nothing of the product is used here."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.reports.files.recount import MONTHS, back, months_to


@dataclass(frozen=True)
class Span:
    """A month (2026-05), or a week from Monday to Sunday (2026-W21)."""

    key: str

    @property
    def is_week(self) -> bool:
        return "W" in self.key

    @property
    def days(self) -> list[str]:
        """Give what its instants begin with."""
        if not self.is_week:
            return [self.key]
        return [f"{self.monday + timedelta(days=more):%Y-%m-%d}" for more in range(7)]

    @property
    def monday(self) -> date:
        year, week = self.key.split("-W")
        return date.fromisocalendar(int(year), int(week), 1)

    def before(self, count: int = 1) -> "Span":
        """Give the one so many before."""
        if not self.is_week:
            return Span(back(self.key, count))
        year, week, _day = (self.monday - timedelta(weeks=count)).isocalendar()
        return Span(f"{year}-W{week:02}")

    @property
    def name(self) -> str:
        """Give its name in a sentence."""
        return f"week {int(self.key[-2:])}" if self.is_week else MONTHS[int(self.key[-2:]) - 1]

    @property
    def label(self) -> str:
        """Give its name under a chart."""
        return f"w. {int(self.key[-2:])}" if self.is_week else MONTHS[int(self.key[-2:]) - 1][:3]

    @property
    def shown(self) -> list["Span"]:
        """Give those of a chart: six months, or eight weeks."""
        return [self.before(count) for count in reversed(range(8 if self.is_week else 6))]

    @property
    def years(self) -> list[tuple[str, list[str]]]:
        """Give, under their labels, twelve months each: of the last six months, this one's or this week's the last."""
        last = self.days[-1][:7]
        return [(Span(month).label, months_to(month, 12)) for month in months_to(last, 6)]
