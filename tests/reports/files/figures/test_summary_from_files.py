"""Every figure of a month or a week in figures equals a recount of the files that a manager downloads."""

from fractions import Fraction

import pytest

from tests.reports.conftest import NOW
from tests.reports.files.figures.conftest import SUMMARY, Exported
from tests.reports.files.late import ended, over, seconds_text
from tests.reports.files.reading import Page
from tests.reports.files.recount import (
    SEVERITIES,
    Promises,
    Surveys,
    ages,
    at_risk,
    certain,
    flow_line,
    instant,
    lasted,
)
from tests.reports.files.spans import Span

pytestmark = pytest.mark.xdist_group("figures from files")  # one worker: filled once
CLOCKS = {"start": "Start", "next_reply": "Next reply", "resolution": "Solution"}
# The last ones are not over yet; summer time begins in week 13, April in week 14.
SPANS = [Span(key) for key in ("2026-03", "2026-04", "2026-05", "2026-W13", "2026-W14", "2026-W20", "2026-W21")]
each_span = pytest.mark.parametrize("span", SPANS, ids=lambda span: span.key)


def page_of(exported: Exported, span: Span) -> Page:
    return exported.page(SUMMARY, f"period={span.key}")


def promises(exported: Exported, span: Span, clock: str = "", severity: str = "") -> Promises:
    return Promises.of(exported.clocks, clock, span.days, lambda row: severity in ("", row["Severity"]))


def answers_text(count: int) -> str:
    return f"{count} answer" if count == 1 else f"{count} answers"


def under(surveys: Surveys) -> str:
    """What stands under a score."""
    if not surveys.scores:
        return "no answers"
    return f"interval {surveys.interval}, {answers_text(len(surveys.scores))}"


@each_span
def test_tickets(exported: Exported, span: Span) -> None:
    page, before = page_of(exported, span), span.before()
    now, past = (flow_line(each.days, exported.tickets, exported.events, []) for each in (span, before))
    assert any(now)
    for name, place in (("Opened", 0), ("Solved", 1), ("Opened again", 4)):
        assert page.figures[name] == [str(now[place]), f"{before.name}: {past[place]}"], name
    found = ages(exported.tickets, NOW, exported.zone)
    assert page.figures["Open now"] == [str(sum(found)), f"{found[-1]} for 30 days or more"]
    assert [int(row[1]) for row in page.tables["ages"][1:]] == found
    lines = [(each.label, flow_line(each.days, exported.tickets, [], [])) for each in span.shown]
    assert page.tables["chart-1"][1:] == [[label, str(line[0]), str(line[1])] for label, line in lines]


@each_span
def test_deadlines(exported: Exported, span: Span) -> None:
    page, before = page_of(exported, span), span.before()
    now, past = promises(exported, span), promises(exported, before)
    assert now.due or span.is_week
    assert page.figures["Deadlines met"] == [now.share, f"of {now.due}; {before.name}: {past.share}, goal 95 %"]
    assert page.figures["Breached deadlines"] == [
        str(now.due - now.met), f"{before.name}: {past.due - past.met}",
    ]  # fmt: skip
    risk = at_risk(exported.clocks, "", NOW, exported.zone)
    late = sum(row["State"] == "Breached" and not row["Stopped at"] + row["Paused since"] for row in exported.clocks)
    assert min(risk, late)
    assert [page.figures[name][0] for name in ("At risk now", "Over the deadline now")] == [str(risk), str(late)]
    counts = [
        [each.label, *(str(breached(promises(exported, each, severity=severity))) for severity in SEVERITIES)]
        for each in span.shown
    ]
    assert page.tables["chart-2"][1:] == counts


def breached(these: Promises) -> int:
    return these.due - these.met


@each_span
def test_deadlines_by_clock_and_severity(exported: Exported, span: Span) -> None:
    page, before = page_of(exported, span), span.before()
    for key, clock in CLOCKS.items():
        now, past = promises(exported, span, clock), promises(exported, before, clock)
        if key != "start" and not now.due + past.due:
            assert key not in page.tables
            continue
        lines = []
        for name, severity in [*((each, each) for each in SEVERITIES), ("All", "")]:
            these, those = (promises(exported, each, clock, severity) for each in (span, before))
            lines.append(
                [name, str(these.due), these.share, those.share, str(breached(these)), str(breached(those))]
            )  # fmt: skip
        assert page.tables[key][1:] == lines, clock
        half, nine, old_half, old_nine = (
            lasted(each.within(part)) for each in (now, past) for part in (Fraction(1, 2), Fraction(9, 10))
        )
        said = f"Median {half}, nine of ten within {nine}; {before.name}: {old_half} and {old_nine}"
        assert page.said.get(key, [""])[0] == ("" if half == old_half == "–" else said)


@each_span
def test_longest_over_the_deadline(exported: Exported, span: Span) -> None:
    """Of the forty longest past it by the clock on the wall: a ticket once, those of most opening hours."""
    zone = exported.zone
    late = [row for row in promises(exported, span).rows if row["State"] == "Breached"]
    past = {
        place: ended(row, NOW, zone).timestamp() - instant(row["Deadline"]).replace(tzinfo=zone).timestamp()
        for place, row in enumerate(late)
    }
    longest = sorted((place for place in past if past[place] > 0), key=lambda place: -past[place])[:40]
    found: dict[str, tuple[int, str]] = {}
    for place in longest:
        row = late[place]
        found[row["Ticket"]] = max(
            found.get(row["Ticket"], (-1, "")), (over(row, exported.slug, NOW, zone), row["Clock"])
        )
    names = {row["Ticket"]: f"{row['Ticket']} {row['Subject']}{row['Customer']}" for row in exported.tickets}
    worst = sorted(found.items(), key=lambda one: -one[1][0])[:5]
    assert page_of(exported, span).tables.get("worst", [])[1:] == [
        [names[ticket], f"{clock}: {seconds_text(seconds)} over"] for ticket, (seconds, clock) in worst
    ]


@each_span
def test_satisfaction(exported: Exported, span: Span) -> None:
    page, before = page_of(exported, span), span.before()
    now, past = (Surveys.of(exported.surveys, each.days) for each in (span, before))
    years = [(label, Surveys.of(exported.surveys, months)) for label, months in span.years]
    assert page.figures["NPS"] == [now.score, under(now)]
    assert page.figures["NPS over twelve months"] == [years[-1][1].score, under(years[-1][1])]
    assert page.figures["Response rate"] == [
        now.rate, f"{len(now.scores)} of {now.sent}; {before.name}: {past.rate}",
    ]  # fmt: skip
    assert page.tables["chart-3"][1:] == [
        [label, year.score, year.interval.replace(" to ", " – "), f"n = {len(year.scores)}" if year.scores else "–"]
        for label, year in years
    ]
    said = page.said["verdict"][0]
    if min(len(now.scores), len(past.scores)) < 10:
        assert said.startswith("Too few to say.")
    else:
        assert said.startswith("A real change." if certain(past, now) else "No certain change.")
        assert f"({past.score}, {answers_text(len(past.scores))})" in said


@each_span
def test_calls(exported: Exported, span: Span) -> None:
    to_make = [row for row in exported.calls if row["State"] != "Done"]
    moment = f"{NOW.astimezone(exported.zone):%Y-%m-%d %H:%M:%S}"
    overdue = sum(row["Call by"] < moment for row in to_make)
    assert 0 < overdue < len(to_make) < len(exported.calls)
    figure = page_of(exported, span).figures["Calls to make"]
    assert figure == [str(len(to_make)), f"overdue: {overdue}"]
