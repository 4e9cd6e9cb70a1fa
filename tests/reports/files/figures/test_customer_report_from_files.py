"""Every figure of a customer's monthly report equals a recount of the files that a manager downloads."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.reports.conftest import NOW
from tests.reports.files.figures.conftest import EXPORT, Exported
from tests.reports.files.late import over, seconds_text
from tests.reports.files.reading import Page, Row
from tests.reports.files.recount import (
    MONTHS,
    SEVERITIES,
    Promises,
    Surveys,
    flow_line,
    inside,
    instant,
    is_open_at,
    lasted,
    month_name,
    months_to,
    rounded,
    share,
)

pytestmark = pytest.mark.xdist_group("figures from files")  # one worker: filled once
# The present month, one with the beginning of summer time and a ticket on its edge, the one after, one of winter.
REPORTS = ("2026-05", "2026-04", "2026-03", "2026-01")
PROMISES = {"Start": "Work started", "Next reply": "Next answer", "Solution": "Solution"}
each_month = pytest.mark.parametrize("month", REPORTS)


def reports(exported: Exported, month: str) -> Iterator[tuple[str, Page]]:
    """Open the month's report of every customer that has one."""
    for name in sorted({row["Customer"] for row in exported.tickets if row["Opened at"][:7] <= month}):
        yield name, exported.page(f"customers/{exported.customers[name]}/{month}/", "")


def of(rows: list[Row], name: str, column: str = "Customer") -> list[Row]:
    return [row for row in rows if row[column] == name]


def kept(met: int, due: int) -> str:
    """Write a share in whole per cent; what is not all of it is never called 100 %."""
    exact = Fraction(100 * met, due) if due else Fraction(0)
    return f"{rounded(min(exact, Fraction('99.9')), 1)} %" if Fraction("99.5") <= exact < 100 else share(met, due)


def answers_text(count: int) -> str:
    return f"{count or 'no'} answer{'' if count == 1 else 's'}"


@each_month
def test_tickets(exported: Exported, month: str) -> None:
    seen = Counter[str]()
    for name, page in reports(exported, month):
        lines = []
        for label, severity in [*((each, each) for each in SEVERITIES), ("All", "")]:
            mine = [row for row in of(exported.tickets, name) if severity in ("", row["Severity"])]
            filed, solved = flow_line([month], mine, [], [])[:2]
            lines.append([label, str(filed), str(solved), str(sum(is_open_at(row, month) for row in mine))])
        _all, filed_in_all, solved_in_all, still = lines[-1]
        assert page.figures["Tickets filed"] == [filed_in_all, f"{solved_in_all} solved"]
        when = "right now" if month == REPORTS[0] else "at the end of the month"
        assert page.figures["Not solved yet"] == [still, when]
        assert page.tables.get("Tickets", [[], *lines])[1:] == lines
        assert ("Tickets" in page.tables) == any(cell != "0" for line in lines for cell in line[1:])
        seen.update({"filed": int(filed_in_all), "solved": int(solved_in_all), "open": int(still)})
    assert min(seen[name] for name in ("filed", "solved", "open"))


@each_month
def test_promises(exported: Exported, month: str) -> None:
    for name, page in reports(exported, month):
        clocks = of(exported.clocks, name)
        lines = []
        for clock, promise in PROMISES.items():
            for severity in SEVERITIES:
                these = Promises.of(of(clocks, severity, "Severity"), clock, [month])
                if these.due:
                    stopped = sum(bool(row["Stopped at"]) for row in these.rows)
                    lines.append(
                        [
                            f"{promise}, {severity.lower()}", f"{these.met} of {these.due}", kept(these.met, these.due),
                            lasted(these.within(Fraction(1, 2))),
                            lasted(these.within(Fraction(9, 10)) if stopped >= 10 else None),
                        ]
                    )  # fmt: skip
        assert page.tables.get("What we promised", [[]])[1:] == lines
        every = Promises.of(clocks, "", [month])
        assert page.figures["Promises kept"] == [
            kept(every.met, every.due), f"{every.met} of {every.due}" if every.due else "none fell due",
        ]  # fmt: skip


@each_month
def test_promises_not_kept(exported: Exported, month: str) -> None:
    subjects = {row["Ticket"]: row["Subject"] for row in exported.tickets}
    seen = 0
    for name, page in reports(exported, month):
        late = Counter(
            (
                f"{row['Ticket']} {subjects[row['Ticket']]}",
                f"{PROMISES[row['Clock']]}, {row['Severity'].lower()}",
                seconds_text(over(row, exported.slug, NOW, exported.zone)) + (" so far" * (not row["Stopped at"])),
            )
            for row in Promises.of(of(exported.clocks, name), "", [month]).rows
            if row["State"] == "Breached"
        )
        assert Counter(map(tuple, page.tables.get("Promises not kept", [[]])[1:])) == late
        seen += late.total()
    assert seen


@each_month
def test_quotas(exported: Exported, month: str) -> None:
    """Work counts on its day, a session on the day it begins; the year's up to the month's end."""
    quotas = exported.file(EXPORT, f"file=csv&what=quotas&until={last_day(month)}")
    year = [f"{month[:4]}-{number:02}" for number in range(1, int(month[5:]) + 1)]
    seen = Counter[str]()
    for name, page in reports(exported, month):
        plans = {row["Plan"] for row in of(quotas, name)}
        for plan in plans:
            mine, work, sessions = (
                of(of(rows, name), plan, "Plan") for rows in (quotas, exported.time, exported.sessions)
            )
            lines = [
                [
                    row["Service"],
                    *(used(row, work, sessions, months) for months in ([month], year)),
                    amount(row, int(row["Allowed"])),
                ]
                for row in mine
            ]
            assert page.tables[f"Used of the plan {plan}"][1:] == lines
            seen.update(word for line in lines for cell in line for word in cell.split())
        assert {head for head in page.tables if head.startswith("Used of")} == {f"Used of the plan {p}" for p in plans}
    assert min(seen["beyond"], seen["h"], seen["min"])


def used(quota: Row, work: list[Row], sessions: list[Row], months: list[str]) -> str:
    """Write what is used of a quota, and what beyond it."""
    name = quota["Service"]
    logged = [row for row in inside(work, "Day", months) if row["Service"] == name]
    held = [row for row in inside(sessions, "Begins", months) if row["Session"] == name]
    held = [row for row in held if row["Status"] != "Cancelled" and row["Year of the quota"] == quota["Year"]]
    beyond = [int(row["Minutes beyond the quota"]) for row in held]
    within = [int(row["Minutes, in all"]) - over for row, over in zip(held, beyond, strict=True)]
    if quota["Unit"] == "times":
        taken, extra = sum(bool(minutes) for minutes in within), sum(not minutes for minutes in within)
    else:
        by_payer = Counter[str]()
        for row in logged:
            by_payer[row["Who pays"]] += int(row["Minutes"])
        taken, extra = sum(within) + by_payer["Covered"], sum(beyond) + by_payer["Billable"]
    return amount(quota, taken) + (f", {amount(quota, extra)} beyond it" if extra else "")


def amount(quota: Row, units: int) -> str:
    return str(units) if quota["Unit"] == "times" else lasted(units)


def last_day(month: str) -> str:
    return f"{month}-{30 if month[5:] == '04' else 31}"


@each_month
def test_satisfaction(exported: Exported, month: str) -> None:
    seen = set()
    for name, page in reports(exported, month):
        mine = of(exported.surveys, name)
        now, year = Surveys.of(mine, [month]), Surveys.of(mine, months_to(month, 12))
        lines = [[title, *few(these)] for title, these in ((month_name(month), now), ("Twelve months", year))]
        assert page.tables.get("How satisfied you were", [[]])[1:] == (lines if year.sent else [])
        assert page.figures["Satisfaction (NPS)"] == [
            few(year)[0], f"{answers_text(len(year.scores))} in 12 months",
        ]  # fmt: skip
        seen |= {line[1] == "–" for line in lines}
    assert seen == {True, False}


def few(these: Surveys) -> list[str]:
    """Give score, interval, answers and surveys sent; of one or two answers no score."""
    said = [these.score, these.interval] if len(these.scores) >= 3 else ["–", "–"]
    return [*said, str(len(these.scores)), str(these.sent)]


@each_month
def test_what_was_solved(exported: Exported, month: str) -> None:
    for name, page in reports(exported, month):
        solved = sorted(inside(of(exported.tickets, name), "Solved at", [month]), key=lambda row: row["Solved at"])
        shown = page.entries.get("What was solved", [])
        assert len(shown) == len(solved)
        for text, row in zip(shown, solved, strict=True):
            days = f"filed {day(row['Opened at'])} · solved {day(row['Solved at'])}"
            assert text.startswith(f"{row['Ticket']} {row['Subject']} {row['Severity']} · {days} ")


def day(text: str) -> str:
    """Write a day, with its year where that is another."""
    at = instant(text)
    return f"{at.day} {MONTHS[at.month - 1][:3]}{'' if at.year == NOW.year else f' {at.year}'}"
