"""A period's promises by what they are broken down by, counted once more in plain Python; the clocks behind them."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from io import StringIO
from random import Random
from urllib.parse import parse_qs, urlparse
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from contracts.models import Customer, Product
from reports.door import figures_for
from reports.figures import ClockFigures, Dimension, Filters, Period
from reports.selectors.sla_clocks import counted
from reports.selectors.sla_parts import PARTS
from sla.models import Severity
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions
from tickets.models import SlaClock, Team, Ticket

ZONE = ZoneInfo("Europe/Stockholm")
SPRING = Period(date(2026, 3, 1), date(2026, 5, 1), ZONE)
PAGE, CLOCKS = "/nordsoft/dashboards/sla/", "/nordsoft/dashboards/sla/clocks/"
State = SlaClock.State


@pytest.fixture
def nordsoft(thrown_cast: Cast) -> Cast:
    return thrown_cast


@pytest.fixture
def thrown(nordsoft: Cast) -> list[SlaClock]:
    return list(SlaClock.objects.select_related("ticket__contract"))


def throw(nordsoft: Cast) -> None:
    """Clocks of a year on twelve unlike tickets, from dice that always fall the same."""
    dice = Random(11)  # noqa: S311 - the same clocks each time
    tickets = [make_ticket(nordsoft) for _ in range(12)]
    model = SlaClock.objects.filter(metric="start")[0]
    team, other = nordsoft.team, Team.objects.create(name="Payroll")
    for number, ticket in enumerate(tickets):
        Ticket.objects.filter(pk=ticket.pk).update(
            customer=(nordsoft.customer, nordsoft.stranger)[number % 2],
            contract=(nordsoft.contract, None)[number % 3 == 2],
            product=(nordsoft.product, None)[number % 2],
            team=(team, other, None)[number % 3],
            channel=Ticket.Channel.values[number % 4],
        )
    SlaClock.objects.all().delete()
    rows = []
    for sequence in range(1, 500):
        due = NOW - timedelta(days=360) + timedelta(seconds=dice.randrange(365 * 86400))
        state = dice.choice([State.MET] * 4 + [State.BREACHED, State.RUNNING, State.PAUSED, State.CANCELLED])
        stopped = state in (State.MET, State.BREACHED)
        rows.append(
            SlaClock(
                ticket=dice.choice(tickets), metric=dice.choice(["start", "start", "resolution"]), sequence=sequence,
                policy_version_id=model.policy_version_id, calendar_version_id=model.calendar_version_id,
                severity=dice.choice(Severity.values), target_seconds=14400, state=state,
                started_at=due - timedelta(hours=4), due_at=due, risk_at=due - timedelta(hours=1),
                stopped_at=due + timedelta(minutes=-5 if state == State.MET else 5) if stopped else None,
                paused_at=due + timedelta(hours=dice.choice([-1, 1])) if state == State.PAUSED else None,
                used_seconds=dice.randrange(20000) if stopped else None,
            )
        )  # fmt: skip
    SlaClock.objects.bulk_create(rows)


def broken(clock: SlaClock) -> bool:
    if clock.state == State.PAUSED:
        assert clock.paused_at
        return clock.due_at < clock.paused_at
    return clock.state == State.BREACHED or (clock.state == State.RUNNING and clock.due_at < NOW)


def month(clock: SlaClock) -> date:
    return clock.due_at.astimezone(ZONE).date().replace(day=1)


def key_of(clock: SlaClock, by: str) -> str:
    ticket = clock.ticket
    keys = {
        "customer": ticket.customer_id, "plan": ticket.contract and ticket.contract.plan_id,
        "product": ticket.product_id, "team": ticket.team_id, "channel": ticket.channel, "severity": clock.severity,
    }  # fmt: skip
    return str(keys[by] or "")


@dataclass
class Plain:
    met: int = 0
    late: int = 0
    used: list[int] = field(default_factory=list)
    hours: list[tuple[int, int]] = field(default_factory=list)

    def add(self, clock: SlaClock) -> None:
        self.met += clock.state == State.MET
        if broken(clock):
            self.late += 1
            moment = (clock.due_at - timedelta(seconds=1)).astimezone(ZONE)
            self.hours.append((moment.weekday(), moment.hour))
        if clock.used_seconds is not None:
            self.used.append(clock.used_seconds // 60)

    def nth(self, tenths: int) -> int | None:
        """Give the value at the nearest rank: of ten values, nine tenths is the ninth."""
        return sorted(self.used)[-(-len(self.used) * tenths // 10) - 1] if self.used else None


def plainly(clocks: list[SlaClock], first: date, last: date) -> list[SlaClock]:
    return [clock for clock in clocks if first <= month(clock) <= last and (clock.state == State.MET or broken(clock))]


def same(found: ClockFigures, plain: Plain) -> bool:
    hours: dict[int, int] = defaultdict(int)
    for day, hour in plain.hours:
        hours[24 * day + hour] += 1
    counts = (found.met, found.breached, found.median, found.p90) == (
        plain.met, plain.late, plain.nth(5), plain.nth(9),
    )  # fmt: skip
    return counts and found.hours == hours and found.used.count == len(plain.used)


@pytest.mark.parametrize("by", ["customer", "plan", "product", "team", "channel"])
def test_every_cell_is_what_the_rows_say(thrown: list[SlaClock], by: str) -> None:
    cells: dict[tuple[object, ...], Plain] = defaultdict(Plain)
    for clock in plainly(thrown, SPRING.first, SPRING.last):
        cells[month(clock), clock.severity, clock.metric, key_of(clock, by)].add(clock)
    found = figures_for(ClockFigures, SPRING, by=Dimension(by), now=NOW).by("month", "severity", "metric", "key")
    assert set(found) == set(cells)
    assert len(cells) > 20
    assert all(same(found[key], cells[key]) for key in cells)


@pytest.mark.parametrize("by", ["customer", "plan", "product", "team", "channel", "severity"])
def test_a_filter_keeps_its_own(thrown: list[SlaClock], by: str) -> None:
    mine = plainly(thrown, SPRING.first, SPRING.last)
    for key in {key_of(clock, by) for clock in mine}:
        plain = Plain()
        for clock in mine:
            if key_of(clock, by) == key and clock.metric == "start":
                plain.add(clock)
        assert plain.met > 0
        assert same(figures_for(ClockFigures, SPRING, Filters(**{by: key}), metric="start", now=NOW).total(), plain)
        assert counted(SPRING, Filters(**{by: key}), now=NOW, metric="start").count() == plain.met + plain.late


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.getvalue().decode("utf-8-sig"))


def link_of(cell: str) -> tuple[str, str]:
    """Give where a cell leads to, and its text."""
    found = re.fullmatch(r'<a href="([^"]+)">([^<]+)</a>', cell)
    assert found, cell
    return unescape(found[1]), found[2]


def rows_of(client: Client, path: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text(client, path)), delimiter=";"))


@pytest.mark.parametrize("by", PARTS)
def test_the_file_has_each_part_beside_its_past(manager: Client, thrown: list[SlaClock], by: str) -> None:
    now: dict[str, Plain] = defaultdict(Plain)
    before: dict[str, Plain] = defaultdict(Plain)
    for clock in thrown:
        if clock.metric == "start" and (clock.state == State.MET or broken(clock)):
            if date(2026, 3, 1) <= month(clock) <= date(2026, 5, 1):
                now[key_of(clock, by)].add(clock)
            elif date(2025, 12, 1) <= month(clock) < date(2026, 3, 1):
                before[key_of(clock, by)].add(clock)
    wanted = sorted(
        [
            *(str(number) for number in (now[key].met + now[key].late, now[key].met, now[key].late)),
            *(str(number) for number in (now[key].nth(5), now[key].nth(9), before[key].met + before[key].late)),
        ]
        for key in set(now) | set(before)
    )
    found = rows_of(manager, f"{PAGE}parts.csv?since=2026-03&until=2026-05&by={by}")[1:]
    assert sorted([row[1], row[2], row[3], row[5], row[6], row[7]] for row in found) == wanted
    counts = [int(row[1]) for row in found]
    assert counts == sorted(counts, reverse=True)


def test_behind_every_figure_are_its_clocks(manager: Client, thrown: list[SlaClock]) -> None:
    for by in ("team", "severity"):
        page = manager.get(f"{PAGE}?since=2026-03&until=2026-05&by={by}").context["page"]
        assert page.rows
        for row in page.rows:
            for cell in (row.cells[0], row.cells[3]):
                if cell == "0":
                    continue
                url, shown = link_of(cell)
                assert str(manager.get(url).context["page"].count) == shown
                assert len(rows_of(manager, url.replace("clocks/?", "clocks/clocks.csv?"))) == int(shown) + 1
    figures = page.figures
    assert str(manager.get(figures[1].url).context["page"].count) == figures[1].value


def test_the_clocks_come_fifty_a_page(manager: Client, thrown: list[SlaClock]) -> None:
    path = f"{CLOCKS}?since=2025-06&until=2026-05"
    first = manager.get(path)
    page, count = (
        first.context["page"],
        len([c for c in plainly(thrown, date(2025, 6, 1), NOW.date()) if c.metric == "start"]),
    )
    assert (page.first, page.last, page.count, page.has_next) == (1, 50, count, True)
    assert count > 100
    following = manager.get(CLOCKS + first.context["next_url"]).context["page"]
    assert following.first == 51
    assert not {line.row.pk for line in page.lines} & {line.row.pk for line in following.lines}
    assert manager.get(f"{path}&page=99999").context["page"].last == count


def test_the_address_carries_period_and_filters(manager: Client, nordsoft: Cast, thrown: list[SlaClock]) -> None:
    asked = f"since=2026-04&until=2026-05&clock=resolution&severity=high&team={nordsoft.team.pk}"
    answer = manager.get(f"{PAGE}?{asked}&by=channel&sort=met")
    for choice in [*answer.context["page"].choices, *answer.context["page"].heads]:
        if not choice.query:
            continue  # the change is not ordered by
        query = parse_qs(choice.query)
        assert (query["since"], query["until"], query["clock"]) == (["2026-04"], ["2026-05"], ["resolution"])
        assert (query["severity"], query["team"]) == (["high"], [str(nordsoft.team.pk)])
    behind = parse_qs(urlparse(link_of(answer.context["page"].rows[0].cells[0])[0]).query)
    assert behind["team"] == [str(nordsoft.team.pk)]
    assert behind["channel"]


@pytest.mark.parametrize("sort", ["name", "count", "met", "breached", "median", "p90"])
def test_the_order(manager: Client, thrown: list[SlaClock], sort: str) -> None:
    rows = rows_of(manager, f"{PAGE}parts.csv?since=2026-03&until=2026-05&by=channel&sort={sort}")[1:]
    column, sign = {
        "name": (0, 1),
        "count": (1, -1),
        "met": (4, 1),
        "breached": (3, -1),
        "median": (5, -1),
        "p90": (6, -1),
    }[sort]
    values = [row[column].casefold() if sort == "name" else sign * float(row[column].replace(",", ".")) for row in rows]
    assert values == sorted(values)


def test_without_a_question_it_is_the_last_three_months(manager: Client) -> None:
    answer = manager.get(PAGE)
    form = answer.context["form"]
    assert 'value="2026-03"' in answer.content.decode()
    assert (form.period.first, form.period.last, form.metric) == (date(2026, 3, 1), date(2026, 5, 1), "start")
    assert form.period.before == Period(date(2025, 12, 1), date(2026, 2, 1), ZONE)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("since=x", "since"),
        ("until=2026-13", "until"),
        ("until=2026-06", "until"),
        ("since=2026-05&until=2026-04", "until"),
        ("since=2020-01&until=2026-05", "since"),
        ("clock=x", "clock"),
        ("severity=x", "severity"),
        ("plan=99999", "plan"),
        ("channel=none", "channel"),
        ("customer=99999", "company"),
        ("customer=x", "company"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_lost(manager: Client, query: str, field: str) -> None:
    answer = manager.get(f"{PAGE}?{query}&product=none")
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["page"] is None
    assert '<option value="none" selected' in answer.content.decode()
    assert manager.get(f"{CLOCKS}?{query}").status_code == 404
    assert manager.get(f"{PAGE}parts.csv?{query}").status_code == 404


@pytest.mark.parametrize("query", ["by=x", "sort=x", "list=some"])
def test_what_nobody_types_is_not_found(manager: Client, query: str) -> None:
    assert manager.get(f"{PAGE}?{query}").status_code == 404


def test_another_tenants_do_not_count_and_cannot_be_asked_for(
    client: Client, lonhuset: Cast, thrown: list[SlaClock], frozen: datetime
) -> None:
    client.force_login(lonhuset.manager.user)
    page, theirs = PAGE.replace("nordsoft", "lonhuset"), thrown[0].ticket.customer_id
    assert client.get(f"{page}?clock=start").context["page"].rows == []
    assert client.get(f"{page}?customer={theirs}").context["form"].errors


def test_it_asks_little_however_much_there_is(manager: Client, nordsoft: Cast, thrown: list[SlaClock]) -> None:
    for number in range(5):
        Customer.objects.create(name=f"Customer {number}")
        Product.objects.create(name=f"Product {number}")
    for by in PARTS:
        asked = f"since=2025-06&until=2026-05&customer={nordsoft.customer.pk}&by={by}&list=all"
        assert questions(manager, f"{PAGE}?{asked}") <= BUDGET
    assert questions(manager, f"{CLOCKS}?since=2025-06&until=2026-05&customer={nordsoft.customer.pk}") <= BUDGET
