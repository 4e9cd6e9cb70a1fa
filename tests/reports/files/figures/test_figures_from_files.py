"""Every figure on the dashboards equals a recount of the files that a manager downloads, in plain Python."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.accounts.sheets import cells_of
from tests.reports.conftest import NOW
from tests.reports.files.figures.conftest import EXPORT, FLOW, NPS, SLA, Exported
from tests.reports.files.reading import Row
from tests.reports.files.recount import (
    SEVERITIES,
    Promises,
    Surveys,
    ages,
    at_risk,
    back,
    certain,
    flow_line,
    lasted,
    month_name,
    months_to,
    promises_of,
    share,
)
from tests.reports.files.spans import Span

pytestmark = pytest.mark.xdist_group("figures from files")  # one worker: filled once
SPRING = months_to("2026-05", 3)
WINTER = months_to("2026-02", 3)
ASKED = "since=2026-03&until=2026-05&list=all"
# What the page is broken down by, and the column of the file that says it.
PARTS = {
    "customer": "Customer", "plan": "Plan", "product": "Product", "team": "Team", "channel": "How it came",
    "severity": "Severity",
}  # fmt: skip
CLOCKS = {"start": "Start", "next_reply": "Next reply", "resolution": "Solution"}
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def parts_of(rows: list[Row], column: str) -> set[str]:
    return {row[column] for row in rows}


def is_part(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row[column] == value


def test_both_tenants_have_something_of_everything(exported: Exported) -> None:
    """The recount proves nothing where there is nothing."""
    assert {row["State"] for row in exported.clocks} >= {"Met", "Breached", "Running", "Paused"}
    assert {row["What happened"] for row in exported.events} == {
        "Opened again", "Handed over", "Told that the agreement does not cover it", "Severity decided",
    }  # fmt: skip
    assert {row["State"] for row in exported.surveys} == {"Sent", "Not sent", "Planned"}
    for column in PARTS.values():
        assert len(parts_of(exported.clocks, column)) > 2, column
    assert sum(at_risk(exported.clocks, clock, NOW, exported.zone) for clock in CLOCKS.values())
    for month in (*SPRING, *WINTER):
        assert Promises.of(exported.clocks, "Start", [month]).due
        assert Surveys.of(exported.surveys, [month]).scores
    assert any(row["Answered at"] == "" for row in exported.surveys if row["State"] == "Sent")
    assert sum(bool(row["Article that helped"]) for row in exported.questions) in range(1, len(exported.questions))


@pytest.mark.parametrize("clock", list(CLOCKS))
def test_deadlines(exported: Exported, clock: str) -> None:
    now, past = (Promises.of(exported.clocks, CLOCKS[clock], months) for months in (SPRING, WINTER))
    assert now.due
    for by, column in PARTS.items():
        page = exported.page(SLA, f"{ASKED}&clock={clock}&by={by}")
        names = parts_of([*now.rows, *past.rows], column)
        found = {name: (now.those(is_part(column, name)), past.those(is_part(column, name))) for name in names}
        shown = {row[0]: row[1:] for row in page.tables["parts"][1:]}
        assert shown == {name or "None": these.line(before) for name, (these, before) in found.items()}, by
        check_parts_file(exported.file(f"{SLA}parts.csv", f"{ASKED}&clock={clock}&by={by}"), column, found)
    assert [page.figures[name][0] for name in ("Deadlines met", "Breached deadlines")] == [
        now.share, str(now.due - now.met),
    ]  # fmt: skip
    risk = at_risk(exported.clocks, CLOCKS[clock], NOW, exported.zone)
    assert page.figures["At risk now"][0] == str(risk)
    lines = {}
    for name in CLOCKS.values():
        these, those = (Promises.of(exported.clocks, name, months) for months in (SPRING, WINTER))
        each = [these.those(is_part("Severity", severity)).kept() for severity in SEVERITIES]
        lines[name] = [*each, these.kept(), these.line(those)[2]]
    assert {row[0]: row[1:] for row in page.tables["clocks"][1:]} == lines


def test_time_to_start_and_to_solve(exported: Exported) -> None:
    page = exported.page(SLA, ASKED)
    for clock, half, nine in (
        ("Start", "Median time to start", "9 of 10 started within"),
        ("Solution", "Median time to solution", "9 of 10 solved within"),
    ):
        for months, place in ((SPRING, 0), (WINTER, 1)):
            these = Promises.of(exported.clocks, clock, months)
            for name, part in ((half, Fraction(1, 2)), (nine, Fraction(9, 10))):
                text = lasted(these.within(part))
                assert page.figures[name][place].startswith(text if place == 0 else f"before {text}"), name


def check_parts_file(rows: list[Row], column: str, found: dict[str, tuple[Promises, Promises]]) -> None:
    for row in rows:
        now, past = found["" if row[next(iter(row))] == "None" else row[next(iter(row))]]
        assert [row["Promises"], row["Met"], row["Breached"]] == [str(n) for n in (now.due, now.met, now.due - now.met)]
        ends = [now.within(part) for part in (Fraction(1, 2), Fraction(9, 10))]
        assert [row["Median, minutes"], row["9 of 10 within, minutes"]] == ["" if n is None else str(n) for n in ends]
        assert row["Promises before"] == str(past.due)
    assert len(rows) == len(found)


def test_deadlines_by_month_and_severity(exported: Exported) -> None:
    page = exported.page(SLA, f"{ASKED}&clock=start")
    shown = page.tables["kept"][1:]
    expected = []
    for month in SPRING:
        these = Promises.of(exported.clocks, "Start", [month])
        each = [these.those(is_part("Severity", severity)).kept() for severity in SEVERITIES]
        expected.append([month_name(month), *each, these.kept()])
    assert shown == expected
    for row in exported.file(f"{SLA}months.csv", f"{ASKED}&clock=start"):
        these = Promises.of(exported.clocks, row["Clock"], [row["Month"]], is_part("Severity", row["Severity"]))
        assert (row["Promises"], row["Met"]) == (str(these.due), str(these.met))


@pytest.mark.parametrize("clock", list(CLOCKS))
def test_breaches_by_weekday_and_hour(exported: Exported, clock: str) -> None:
    counts = Promises.of(exported.clocks, CLOCKS[clock], SPRING).hours(exported.zone)
    head, *rows = exported.page(SLA, f"{ASKED}&clock={clock}").tables["hours"]
    for day in rows:
        at = DAYS.index(day[0])
        assert day[1:-1] == [str(counts[at, int(hour)] or "–") for hour in head[1:-1]]
        assert day[-1] == str(sum(counts[at, hour] for hour in range(24)) or "–")
    assert {DAYS[day] for day, _hour in counts} <= {row[0] for row in rows}
    for at, row in enumerate(exported.file(f"{SLA}hours.csv", f"{ASKED}&clock={clock}")):
        assert [row[f"{hour:02}:00"] for hour in range(24)] == [str(counts[at, hour]) for hour in range(24)]


def test_a_part_alone_is_the_recount_of_its_rows(exported: Exported) -> None:
    page = exported.page(SLA, f"{ASKED}&clock=start&severity=high&channel=email&by=team")
    keep = lambda row: row["Severity"] == "High" and row["How it came"] == "E-mail"  # noqa: E731
    now, past = (Promises.of(exported.clocks, "Start", months, keep) for months in (SPRING, WINTER))
    shown = {row[0]: row[1:] for row in page.tables["parts"][1:]}
    assert shown == {
        team or "None": now.those(is_part("Team", team)).line(past.those(is_part("Team", team)))
        for team in parts_of([*now.rows, *past.rows], "Team")
    }


def test_tickets_in_and_out(exported: Exported) -> None:
    page = exported.page(FLOW, ASKED)
    lines = {
        month: flow_line([month], exported.tickets, exported.events, exported.questions) for month in [*WINTER, *SPRING]
    }
    shown = {row[0]: list(map(signed, row[1:])) for row in page.tables["flow"][1:]}
    assert shown == {month_name(month): lines[month] for month in SPRING}
    for place in range(10):
        assert sum(line[place] for line in lines.values()), place
    total = flow_line(SPRING, exported.tickets, exported.events, exported.questions)
    names = {
        "Opened": 0, "Solved": 1, "Opened again": 4, "Handed over": 6, "Out of scope": 7, "Answered by an article": 8,
        "Answered by a solved ticket": 9,
    }  # fmt: skip
    assert {name: page.figures[name][0] for name in names} == {name: str(total[at]) for name, at in names.items()}
    found = ages(exported.tickets, NOW, exported.zone)
    assert [int(row[1]) for row in page.tables["ages"][1:]] == found
    assert page.figures["Open now"][0] == str(sum(found)) == str(lines["2026-05"][3])
    for row in exported.file(f"{FLOW}months.csv", ASKED):
        assert [int(cell) for cell in list(row.values())[1:]] == lines[row["Month"]]


def test_tickets_in_and_out_by_week(exported: Exported) -> None:
    """The first week begins in February: of it counts what is in March."""
    weeks = exported.file(f"{FLOW}weeks.csv", ASKED)
    assert [row["Week"] for row in weeks] == [f"2026-W{number:02}" for number in range(9, 22)]
    for row in weeks:
        days = [day for day in Span(row["Week"]).days if day[:7] in SPRING]
        line = flow_line(days, exported.tickets, exported.events, exported.questions)
        assert [int(cell) for cell in list(row.values())[1:]] == line, row["Week"]
    shown = exported.page(FLOW, f"{ASKED}&step=week").tables["flow"][1:]
    assert [list(map(signed, row[1:])) for row in shown] == [[int(n) for n in list(row.values())[1:]] for row in weeks]


def signed(text: str) -> int:
    return int(text.replace("−", "-"))


@pytest.mark.parametrize("by", list(PARTS))
def test_tickets_in_and_out_by_part(exported: Exported, by: str) -> None:
    column = PARTS[by]
    expected = {}
    for name in parts_of(exported.tickets, column):
        tickets, events = (list(filter(is_part(column, name), rows)) for rows in (exported.tickets, exported.events))
        now, past = (flow_line(months, tickets, events, []) for months in (SPRING, WINTER))
        if any([*now[:3], *now[4:], *past[:3], *past[4:]]):
            expected[name or "None"] = [str(count) for count in (*now[:2], now[4], *now[6:8], *past[:2])]
    shown = exported.page(FLOW, f"{ASKED}&by={by}").tables["parts"][1:]
    assert {row[0]: row[1:] for row in shown if any(cell != "0" for cell in row[1:])} == {
        name: line for name, line in expected.items() if any(cell != "0" for cell in line)
    }


def test_severity_asked_for_and_decided(exported: Exported) -> None:
    opened = [row for row in exported.tickets if row["Opened at"][:7] in SPRING]
    pairs = Counter((row["Severity asked for"], row["Severity"]) for row in opened)
    shown = exported.page(SLA, ASKED).tables["asked"][1:]
    assert shown == [[asked, *(str(pairs[asked, decided]) for decided in SEVERITIES)] for asked in SEVERITIES]


def test_satisfaction(exported: Exported) -> None:
    page = exported.page(NPS, ASKED)
    now, past, year = (Surveys.of(exported.surveys, months) for months in (SPRING, WINTER, months_to("2026-05", 12)))
    assert [page.figures[name][0] for name in ("NPS", "Twelve months")] == [now.score, year.score]
    assert page.figures["NPS"][1].startswith(f"interval {now.interval}, {len(now.scores)} answers")
    assert page.figures["Response rate"][0] == now.rate
    assert (
        f"({past.score}, {len(past.scores)} answers)" in exported.client.get(exported.url(NPS, ASKED)).content.decode()
    )
    funnel = [page.figures[name][1] for name in ("Solved", "Could be asked", "Sent", "Answered")]
    assert funnel == [str(count) for count in now.funnel]
    assert [row[1] for row in page.tables["scores"][1:]] == [str(now.scores.count(score)) for score in range(11)]
    assert min(len(now.scores), len(past.scores)) >= 10
    verdict = exported.client.get(exported.url(NPS, ASKED)).content.decode()
    assert f"({past.score}, {len(past.scores)} answers)" in verdict
    assert ("A real change." in verdict) == certain(past, now)
    assert ("No certain change." in verdict) != certain(past, now)


def test_satisfaction_by_month_and_over_twelve(exported: Exported) -> None:
    page = exported.page(NPS, ASKED)
    for table, months in (("nps", 1), ("rolling", 12)):
        assert page.tables[table][1:] == [
            [month_name(month), *Surveys.of(exported.surveys, months_to(month, months)).line]
            for month in months_to("2026-05", 12)
        ]
    for row in exported.file(f"{NPS}months.csv", ASKED):
        these = Surveys.of(exported.surveys, [row["Month"]])
        assert (row["Sent"], row["Answers"]) == (str(these.sent), str(len(these.scores)))
    assert back("2026-01", 1) == "2025-12"


@pytest.mark.parametrize("kind", ["team", "plan", "product", "severity", "promise", "customer"])
def test_satisfaction_by_part(exported: Exported, kind: str) -> None:
    promises = promises_of(exported.clocks)
    names = {"Met": "Deadlines met", "Breached": "A deadline breached", "": "None"}

    def part(row: Row) -> str:
        return names[promises.get(row["Ticket"], "")] if kind == "promise" else row[PARTS[kind]] or "None"

    these, past = (Surveys.of(exported.surveys, months) for months in (SPRING, WINTER))
    expected, before = {}, {}
    for name in {part(row) for row in [*these.rows, *past.rows]}:
        mine, others = ([row for row in these.rows if (part(row) == name) == is_it] for is_it in (True, False))
        before[name] = Surveys([row for row in past.rows if part(row) == name])
        expected[name] = Surveys(mine).part(before[name], Surveys(others))
    asked = f"{ASKED}&by={kind}"
    assert {row[0]: row[1:] for row in exported.page(NPS, asked).tables["parts"][1:]} == expected
    file = exported.file(f"{NPS}parts.csv", asked)
    for row in file:
        name = next(iter(row.values()))
        assert [row[head] for head in ("Answers", "Sent", "Change", "Beside the others")] == [
            expected[name][place] for place in (2, 3, 6, 7)
        ]
        assert row["Answers before"] == str(len(before[name].scores))
        if row["Change in points"]:
            now, then = (Fraction(row[head]) for head in ("NPS", "NPS before"))
            assert abs(Fraction(row["Change in points"]) - (now - then)) < Fraction(1, 5)
            assert Fraction(row["Change from"]) < Fraction(row["Change to"])
        assert bool(row["Change in points"]) == ("change" in row["Change"])
    assert len(file) == len(expected)


def test_answers_are_the_surveys_answered(exported: Exported) -> None:
    answers = exported.file(EXPORT, "file=csv&what=answers")
    assert sorted((row["Ticket"], row["Sent at"], row["Score"], row["Group"]) for row in answers) == sorted(
        (row["Ticket"], row["Sent, or to be sent, at"], row["Score"], row["Group"])
        for row in exported.surveys
        if row["Score"]
    )


def test_a_workbook_has_the_figures_of_the_csv_file(exported: Exported) -> None:
    answer = exported.client.get(exported.url(EXPORT, "file=xlsx&what=clocks"))
    cells = cells_of(answer.getvalue())
    column = list(exported.clocks[0]).index("Used, minutes")
    places = [f"{chr(ord('A') + column)}{number}" for number in range(2, len(exported.clocks) + 2)]
    read = [cells[place].value if place in cells else "" for place in places]
    assert [float(value) if value else None for value in read] == [
        float(row["Used, minutes"]) if row["Used, minutes"] else None for row in exported.clocks
    ]
    assert share(1, 2) == "50 %"
