"""A month and a week in figures, held against two months made by hand; the page that shows them."""

import html
import re
from datetime import date, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.tenancy.context import tenant_context
from reports.figures import ClockFigures, SurveyFigures, TicketFlow
from reports.summaries import words
from reports.summaries.counting import cells_of
from reports.summaries.spans import Kind, Span, read_span, span_at
from reports.summaries.summary import summary_of
from tests.cast import Cast
from tests.reports.conftest import BUDGET, questions
from tests.reports.lives import make_life
from tests.reports.summary_rows import NOW, at, two_months

ZONE = ZoneInfo("Europe/Stockholm")
OCTOBER = Span(Kind.MONTH, date(2026, 10, 1), ZONE)
WEEK_42 = Span(Kind.WEEK, date(2026, 10, 12), ZONE)
PAGE = "/nordsoft/dashboards/summary/"


def text_of(content: bytes) -> str:
    plain = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", plain)).split())


@pytest.fixture
def signed_in(nordsoft: Cast, client: Client) -> Client:
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    client.force_login(nordsoft.manager.user)
    return client


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("2026-10", Kind.MONTH, date(2026, 10, 1)),
        ("2026-W42", Kind.WEEK, date(2026, 10, 12)),
        ("2026-W01", Kind.WEEK, date(2025, 12, 29)),
        ("2026-W53", Kind.WEEK, date(2026, 12, 28)),
    ],
)
def test_a_span_is_read_from_its_key(text: str, kind: Kind, first: date) -> None:
    found = read_span(text, ZONE)
    assert found == Span(kind, first, ZONE)
    assert found.key == text


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-W00", "2027-W53", "2026-W1", "1999-10", "２026-10"])
def test_what_is_no_span(text: str) -> None:
    assert read_span(text, ZONE) is None


def test_a_span_begins_and_ends_by_the_tenants_midnight() -> None:
    assert (OCTOBER.start, OCTOBER.end) == (at(9, 30, 22), at(10, 31, 23))  # summer time to winter time
    week = Span(Kind.WEEK, date(2026, 10, 19), ZONE)
    assert (week.start, week.end, week.last) == (at(10, 18, 22), at(10, 25, 23), date(2026, 10, 25))
    assert span_at(Kind.WEEK, at(10, 18, 22), ZONE) == week
    assert week.step(-1) == WEEK_42


def test_a_months_figures(nordsoft: Cast) -> None:
    made = two_months(nordsoft)
    october = summary_of(OCTOBER, now=NOW)
    assert [(each.opened, each.resolved) for each in october.flow[-2:]] == [(1, 1), (4, 2)]
    assert {each.value: counts[-2:] for each, counts in october.breached.items()} == {
        "critical": [0, 0],
        "high": [0, 2],
        "normal": [0, 2],
    }
    start, solution = october.promises
    assert (start.total.met, start.total.breached, start.total.median, start.total.p90) == (1, 2, 30, 240)
    assert (start.past.met, start.past.breached, start.past.median) == (1, 0, 20)
    assert (solution.total.met, solution.total.breached, solution.past.due) == (0, 2, 0)
    assert [(each.ticket, each.metric.value) for each in october.worst] == [
        (made["C"], "start"),
        (made["B"], "start"),
        (made["A"], "resolution"),
    ]
    assert [each.over for each in october.worst[1:]] == [180 * 60, 40 * 60]
    assert october.ages == [0, 0, 0, 1, 0, 1]
    now = october.at_once
    assert (now.at_risk, now.over, now.calls, now.calls_overdue) == (1, 1, 1, 1)
    nps = october.nps
    assert (nps.now.sent, nps.tally.answers, nps.tally.score) == (12, 11, 100)
    assert (nps.before.sent, nps.past.answers) == (13, 12)
    month, twelve = nps.rolling[-1]
    assert (month, twelve.answers, round(twelve.score or 0)) == (OCTOBER, 23, 57)


def test_a_weeks_figures_are_counted_by_the_same_rules(nordsoft: Cast) -> None:
    two_months(nordsoft)
    week = summary_of(WEEK_42, now=NOW)
    assert [(each.opened, each.resolved) for each in week.flow[-2:]] == [(1, 1), (1, 1)]
    start, solution = week.promises
    assert (start.total.breached, start.past.met, solution.total.breached) == (1, 1, 1)
    assert [late.ticket.subject for late in week.worst] == ["Ticket B"]
    assert (week.nps.tally.answers, week.nps.past.answers) == (11, 0)
    assert week.nps.rolling[-1][1].answers == 23


def test_the_weeks_of_a_month_add_up_to_it(nordsoft: Cast) -> None:
    two_months(nordsoft)
    weeks = [summary_of(WEEK_42.step(step), now=NOW) for step in (-2, -1, 0, 1, 2)]  # 28 September to 1 November
    flow = [week.flow[-1] for week in weeks]
    assert (sum(each.opened for each in flow), sum(each.resolved for each in flow)) == (4, 3)  # one on 30 September
    october = summary_of(OCTOBER, now=NOW)
    assert sum(each.total.due for week in weeks for each in week.promises) == sum(
        each.total.due for each in october.promises
    )


def test_the_clock_that_still_ran_too_late_then_counts_once_it_has_passed(nordsoft: Cast) -> None:
    two_months(nordsoft)
    week = Span(Kind.WEEK, date(2026, 10, 19), ZONE)
    assert summary_of(week, now=at(10, 21)).promises[0].total.breached == 0
    assert summary_of(week, now=at(10, 21, 10, 1)).promises[0].total.breached == 1


def test_what_can_be_said_of_satisfaction(nordsoft: Cast) -> None:
    two_months(nordsoft)
    october = summary_of(OCTOBER, now=NOW)
    assert words.verdict(october.nps, OCTOBER) == (
        "<b>A real change.</b> October is 83 above September (+17, 12 answers). "
        "The interval of the difference goes from +14 to +117 and leaves out zero."
    )
    september = summary_of(OCTOBER.step(-1), now=NOW)
    assert words.verdict(september.nps, OCTOBER.step(-1)).startswith("<b>Too few to say.</b>")


def test_another_tenants_figures_are_its_own(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(nordsoft.tenant.pk):
        two_months(nordsoft)
    with tenant_context(lonhuset.tenant.pk):
        theirs = summary_of(OCTOBER, now=NOW)
    assert theirs.is_empty
    assert not theirs.worst
    assert theirs.nps.rolling[-1][1].answers == 0


@time_machine.travel(NOW, tick=False)
def test_the_page_says_it_and_leads_on(signed_in: Client, nordsoft: Cast) -> None:
    made = two_months(nordsoft)
    answer = signed_in.get(PAGE)
    page = text_of(answer.content)
    for text in (
        "October 2026 in figures",
        "Opened 4 September: 1",
        "A real change",
        "Start: 3 h over",
        "September 2026",
    ):
        assert text in page
    shown = html.unescape(answer.content.decode())
    assert "/nordsoft/dashboards/sla/?since=2026-10&until=2026-10&clock=start" in shown
    assert "/nordsoft/dashboards/nps/?since=2026-10&until=2026-10" in shown
    assert f"/nordsoft/desk/tickets/{made['B'].number}/" in shown
    assert "?period=2026-09" in shown
    assert "?period=2026-11" in shown  # which has begun


@time_machine.travel(NOW, tick=False)
def test_a_week_and_a_month_that_go_on(signed_in: Client, nordsoft: Cast) -> None:
    two_months(nordsoft)
    assert "Week 42, 2026 in figures" in text_of(signed_in.get(f"{PAGE}?period=2026-W42").content)
    going_on = signed_in.get(f"{PAGE}?period=2026-11").content
    assert "It is not over yet." in text_of(going_on)
    assert b"?period=2026-12" not in going_on


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("text", ["2026-12", "2026-W46", "2026", "x"])
def test_what_is_no_period_or_has_not_begun_is_not_found(signed_in: Client, text: str) -> None:
    assert signed_in.get(f"{PAGE}?period={text}").status_code == 404


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("text", ["2026-10", "2026-W42"])
def test_the_page_asks_little(signed_in: Client, nordsoft: Cast, text: str) -> None:
    two_months(nordsoft)
    signed_in.get(PAGE)  # the day's first page counts what stands in every page's head
    assert questions(signed_in, f"{PAGE}?period={text}") <= BUDGET


@time_machine.travel(NOW, tick=False)
def test_the_page_is_managers_alone(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    assert client.get(PAGE).status_code == 404


def test_four_weeks_that_are_a_month_have_its_figures(nordsoft: Cast) -> None:
    """February 2027 goes from a Monday to a Sunday: everything counted by weeks is what the rows and the tables say."""
    dice = Random(11)  # noqa: S311 - the same each time
    february = Span(Kind.MONTH, date(2027, 2, 1), ZONE)
    weeks = [Span(Kind.WEEK, date(2027, 2, 1), ZONE).step(count) for count in range(4)]
    assert (weeks[0].start, weeks[-1].end) == (february.start, february.end)
    until = february.end + timedelta(days=10)
    for _ in range(12):
        make_life(nordsoft, dice, since=february.start - timedelta(days=5), until=until)
    kinds: list[Any] = [ClockFigures, TicketFlow, SurveyFigures]
    for kind in kinds:
        whole = cells_of(kind, [february], now=until).by("severity", "metric")
        assert cells_of(kind, weeks, now=until).by("severity", "metric") == whole
        assert whole


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("text", ["2026-10", "2026-W42"])
def test_every_figure_of_the_tickets_leads_to_as_many(signed_in: Client, nordsoft: Cast, text: str) -> None:
    two_months(nordsoft)
    page = html.unescape(signed_in.get(f"{PAGE}?period={text}").content.decode())
    found = re.findall(
        r'<dd class="v">(\d+)</dd><dd class="d">[^<]*<span class="to"> · <a href="([^"]*what=[^"]*)"', page
    )
    assert [re.search("what=([a-z]+)", url)[1] for _, url in found][:2] == ["opened", "resolved"]  # type: ignore[index]
    for count, url in found:
        assert signed_in.get(url).context["page"].paginator.count == int(count), url


@time_machine.travel(NOW, tick=False)
def test_the_running_clocks_lead_to_the_queue(signed_in: Client, nordsoft: Cast) -> None:
    two_months(nordsoft)
    page = html.unescape(signed_in.get(PAGE).content.decode())
    for view in ("risk", "breached"):
        (url,) = set(re.findall(rf'"(/nordsoft/desk/\?[^"]*view={view}[^"]*)"', page))
        assert signed_in.get(url).status_code == 200


def test_a_clock_that_nobody_promises_is_left_out(nordsoft: Cast) -> None:
    assert [each.metric.value for each in summary_of(OCTOBER, now=NOW).promises] == ["start"]
