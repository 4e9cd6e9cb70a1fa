"""The figures once more, in plain Python over the rows of exported files, by the words of docs/dashboards.md and
docs/nps.md: nothing of the product is used here.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, sqrt
from zoneinfo import ZoneInfo

Row = dict[str, str]
Keep = Callable[[Row], bool]
SEVERITIES = ("Critical", "High", "Normal")
SPARED = ("Asked in the last 90 days", "No surveys in July", "Not in the sample")
OPEN = ("New", "In progress", "Waiting for the customer", "Waiting for a third party")
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip


def instant(text: str) -> datetime:
    """Read a wall clock of the tenant's."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - a wall clock


def month_name(month: str) -> str:
    """Give May 2026 for 2026-05."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def back(month: str, count: int) -> str:
    """Give the month so many before."""
    year, number = month.split("-")
    at = int(year) * 12 + int(number) - 1 - count
    return f"{at // 12}-{at % 12 + 1:02}"


def months_to(last: str, count: int) -> list[str]:
    """Give so many months, the last of which is this one."""
    return [back(last, ago) for ago in reversed(range(count))]


def inside(rows: Iterable[Row], column: str, months: list[str]) -> list[Row]:
    """Keep the rows whose instant lies in these months, or on these days."""
    return [row for row in rows if row[column].startswith(tuple(months))]


def rounded(number: Fraction | float, places: int = 0, *, signed: bool = False) -> str:
    """Write a number, halves away from zero, with a true minus."""
    scaled = Fraction(number) * 10**places
    whole = floor(abs(scaled) + Fraction(1, 2))
    text = f"{Decimal(whole).scaleb(-places):,}"
    return ("−" if scaled < 0 and whole else "+" if signed and whole else "") + text


def share(part: int, whole: int, places: int = 0) -> str:
    """Write a share as per cent; an en dash of nothing."""
    return f"{rounded(Fraction(100 * part, whole), places)} %" if whole else "–"


def lasted(minutes: int | None) -> str:
    """Write whole minutes."""
    if minutes is None:
        return "–"
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours} h {rest:02} min" if rest else f"{hours} h"


@dataclass
class Promises:
    """The clocks that count: met or breached."""

    rows: list[Row]

    @classmethod
    def of(cls, clocks: list[Row], clock: str, months: list[str], keep: Keep = lambda row: True) -> "Promises":
        """Take those of one kind, or of all for no name, with their deadline in these months."""
        due = [row for row in inside(clocks, "Deadline", months) if row["State"] in ("Met", "Breached")]
        return cls([row for row in due if clock in ("", row["Clock"]) and keep(row)])

    def those(self, keep: Keep) -> "Promises":
        """Keep some."""
        return Promises([row for row in self.rows if keep(row)])

    @property
    def due(self) -> int:
        return len(self.rows)

    @property
    def met(self) -> int:
        return sum(row["State"] == "Met" for row in self.rows)

    @property
    def share(self) -> str:
        return share(self.met, self.due, 1)

    def within(self, part: Fraction) -> int | None:
        """Give the smallest number of whole minutes that this part of the stopped clocks did not exceed."""
        used = sorted(floor(Fraction(row["Used, minutes"])) for row in self.rows if row["Stopped at"])
        return used[max(1, ceil(part * len(used))) - 1] if used else None

    def line(self, past: "Promises") -> list[str]:
        """Give a line of the table: promises, met, change in points, breached, median, nine of ten."""
        change = "–"
        if self.due and past.due:
            change = rounded(Fraction(100 * self.met, self.due) - Fraction(100 * past.met, past.due), 1, signed=True)
        ends = [lasted(self.within(part)) for part in (Fraction(1, 2), Fraction(9, 10))]
        return [f"{self.due:,}", self.share, change, f"{self.due - self.met:,}", *ends]

    def kept(self) -> str:
        """Give a share with its count."""
        return f"{self.share} of {self.due:,}" if self.due else "–"

    def hours(self, zone: ZoneInfo) -> Counter[tuple[int, int]]:
        """Count the breached by weekday and hour of the second before the deadline."""
        ends = (instant(row["Deadline"]).replace(tzinfo=zone) for row in self.rows if row["State"] == "Breached")
        last = [(end.timestamp() - 1) for end in ends]
        local = [datetime.fromtimestamp(second, zone) for second in last]
        return Counter((at.weekday(), at.hour) for at in local)


def at_risk(clocks: list[Row], clock: str, now: datetime, zone: ZoneInfo) -> int:
    """Count the clocks of one kind, or of all, that run, past their warning, with the deadline to come."""
    running = (row for row in clocks if row["State"] == "Running" and clock in ("", row["Clock"]))
    moment = now.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    return sum(row["At risk from"] <= moment <= row["Deadline"] for row in running)


def is_open_at(row: Row, month: str) -> bool:
    """Say whether a ticket was open when the month, or the day, was over."""
    left, length = row["Solved at"] or row["Closed at"], len(month)
    return row["Opened at"][:length] <= month and (not left or left[:length] > month)


def flow_line(months: list[str], tickets: list[Row], events: list[Row], questions: list[Row]) -> list[int]:
    """Give a line of tickets in and out, of one month or of several, or of days."""
    happened = inside(events, "When", months)
    opened, solved = len(inside(tickets, "Opened at", months)), len(inside(tickets, "Solved at", months))
    kinds = Counter(row["What happened"] for row in happened)
    up = sum(
        SEVERITIES.index(row["Severity after"]) < SEVERITIES.index(row["Severity before"])
        for row in happened
        if row["Severity before"] and row["Severity after"]
    )
    helped = inside(questions, "When", months)
    return [
        opened, solved, opened - solved, sum(is_open_at(row, months[-1]) for row in tickets), kinds["Opened again"],
        up, kinds["Handed over"], kinds["Told that the agreement does not cover it"],
        sum(bool(row["Article that helped"]) for row in helped), sum(bool(row["Ticket that helped"]) for row in helped),
    ]  # fmt: skip


def ages(tickets: list[Row], now: datetime, zone: ZoneInfo) -> list[int]:
    """Count the open tickets under 1, 3, 7, 14, 30 days old, and older."""
    found = [0] * 6
    for row in tickets:
        if row["Status"] in OPEN:
            age = (now - instant(row["Opened at"]).replace(tzinfo=zone)) // timedelta(days=1)
            found[sum(age >= days for days in (1, 3, 7, 14, 30))] += 1
    return found


@dataclass
class Surveys:
    """Solved tickets by what became of their survey."""

    rows: list[Row]

    @classmethod
    def of(cls, rows: list[Row], months: list[str], keep: Keep = lambda row: True) -> "Surveys":
        """Take those sent, or to be sent, in these months."""
        return cls([row for row in inside(rows, "Sent, or to be sent, at", months) if keep(row)])

    @property
    def scores(self) -> list[int]:
        return [int(row["Score"]) for row in self.rows if row["Score"] and row["State"] == "Sent"]

    @property
    def sent(self) -> int:
        return sum(row["State"] == "Sent" for row in self.rows)

    @property
    def funnel(self) -> list[int]:
        """Give solved, could be asked, sent, answered."""
        could = sum(row["State"] != "Not sent" or row["Why not sent"] in SPARED for row in self.rows)
        return [len(self.rows), could, self.sent, len(self.scores)]

    @property
    def groups(self) -> tuple[int, int]:
        """Give promoters and detractors."""
        return sum(score >= 9 for score in self.scores), sum(score <= 6 for score in self.scores)

    @property
    def points(self) -> Fraction:
        """Give the score; there are answers."""
        promoters, detractors = self.groups
        return Fraction(100 * (promoters - detractors), len(self.scores))

    @property
    def score(self) -> str:
        """Write the score in whole points."""
        return rounded(self.points, signed=True) if self.scores else "–"

    @property
    def estimate(self) -> tuple[float, float]:
        """Give centre and margin: three answers more, three quarters of them promoters, as many detractors."""
        n = len(self.scores) + 3
        p, d = ((count + 0.75) / n for count in self.groups)
        return 100 * (p - d), 196 * sqrt((p + d - (p - d) ** 2) / n)

    @property
    def interval(self) -> str:
        """Write the 95 % interval."""
        if not self.scores:
            return "–"
        centre, margin = self.estimate
        low, high = max(centre - margin, -100), min(centre + margin, 100)
        return f"{rounded(low, signed=True)} to {rounded(high, signed=True)}"

    @property
    def rate(self) -> str:
        """Write the response rate."""
        return share(len(self.scores), self.sent)

    @property
    def line(self) -> list[str]:
        """Give a line of a chart's table: score, interval, answers, sent, rate."""
        return [self.score, self.interval, str(len(self.scores)), str(self.sent), self.rate]

    def part(self, past: "Surveys", others: "Surveys") -> list[str]:
        """Give a line of a breakdown: under ten answers a score says too little. The last cells compare with the period
        before, and with the others.
        """
        said = [self.score, self.interval] if len(self.scores) >= 10 else ["–", "–"]
        if not others.scores:
            verdict = "–"
        elif min(len(self.scores), len(others.scores)) < 10:
            verdict = "too few to say"
        elif not certain(others, self):
            verdict = "no certain difference"
        else:
            points = self.points - others.points
            verdict = f"{rounded(abs(points))} {'above' if points > 0 else 'below'}"
        return [*said, str(len(self.scores)), str(self.sent), self.rate, past.told, self.change(past), verdict]

    @property
    def told(self) -> str:
        """Write the score with its answers; too few have no score."""
        count = len(self.scores)
        answers = f"{count} answer{'s' * (count != 1)}" if count else "–"
        return f"{self.score}, {answers}" if count >= 10 else answers

    def change(self, past: "Surveys") -> str:
        """Write how the score has changed, and whether that is real."""
        if not self.scores or not past.scores:
            return "–"
        if min(len(self.scores), len(past.scores)) < 10:
            return "too few to say"
        says = "a real change" if certain(past, self) else "no certain change"
        (centre, margin), (past_centre, past_margin) = self.estimate, past.estimate
        ends = [centre - past_centre + sign * sqrt(margin**2 + past_margin**2) for sign in (-1, 1)]
        low, high = (end_text(max(-200, min(200, end))) for end in ends)
        return f"{rounded(self.points - past.points, signed=True)}, {says} ({low} to {high})"


def end_text(end: float) -> str:
    """Write the end of an interval, finer where it would be rounded to zero."""
    places = 0 if abs(end) > 0.5 else 1 if abs(end) > 0.05 else 2
    return rounded(end, places, signed=True)


def certain(before: Surveys, after: Surveys) -> bool:
    """Say whether the interval of the difference leaves out zero."""
    (centre, margin), (past, past_margin) = after.estimate, before.estimate
    return abs(centre - past) > sqrt(margin**2 + past_margin**2)


def promises_of(clocks: list[Row]) -> dict[str, str]:
    """Say of each ticket's stopped clocks whether one was breached, or else met, by the ticket's number."""
    found: dict[str, str] = {}
    for row in clocks:
        if row["Stopped at"] and row["State"] in ("Met", "Breached") and found.get(row["Ticket"]) != "Breached":
            found[row["Ticket"]] = row["State"]
    return found
