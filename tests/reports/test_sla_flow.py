"""Tickets in and out, counted once more in plain Python over the rows; the page and its file."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from io import StringIO
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.months import add_months, month_start
from accounts.tenancy.context import tenant_context
from reports.selectors.sla_parts import PARTS
from sla.models import Severity
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions
from tickets.models import Article, Deflection, Ticket, TicketEvent

ZONE = ZoneInfo("Europe/Stockholm")
PAGE = "/nordsoft/dashboards/sla/flow/"
ASKED = "since=2026-03&until=2026-05"
MONTHS = [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]
Kind = TicketEvent.Kind


@pytest.fixture
def nordsoft(thrown_cast: Cast) -> Cast:
    return thrown_cast


def throw(nordsoft: Cast) -> None:
    """Tickets, events and questions not filed of half a year, from dice that always fall the same."""
    dice = Random(5)  # noqa: S311 - the same each time
    article = Article.objects.create(title="Printing", text="Press.", language="sv", updated_at=NOW)
    for number in range(24):
        ticket = make_ticket(nordsoft)
        opened = NOW - timedelta(seconds=dice.randrange(180 * 86400))
        done = dice.random() < 0.6
        Ticket.objects.filter(pk=ticket.pk).update(
            customer=(nordsoft.customer, nordsoft.stranger)[number % 2], channel=dice.choice(["portal", "email"]),
            severity=dice.choice(Severity.values), severity_asked=dice.choice(Severity.values), opened_at=opened,
            status="resolved" if done else "in_progress", solution="Done." if done else "",
            resolved_at=opened + (NOW - opened) * dice.random() if done else None,
        )  # fmt: skip
        for _ in range(6):
            TicketEvent.objects.create(
                ticket=ticket, at=NOW - timedelta(seconds=dice.randrange(180 * 86400)),
                kind=dice.choice([Kind.REOPENED, Kind.SEVERITY, Kind.SEVERITY, Kind.HANDED_OVER, Kind.OUT_OF_SCOPE]),
                data={"before": dice.choice(Severity.values), "severity": dice.choice(Severity.values)},
            )  # fmt: skip
        Deflection.objects.create(
            contact=nordsoft.karin, subject="Where is it?", at=NOW - timedelta(seconds=dice.randrange(180 * 86400)),
            **({"article": article} if number % 3 else {"ticket": ticket}),
        )  # fmt: skip


def month(instant: datetime) -> date:
    return instant.astimezone(ZONE).date().replace(day=1)


def left_at(at: date, kept: list[Ticket]) -> int:
    """Count the tickets opened before a month's end and not gone by then."""
    end = month_start(add_months(at, 1), ZONE)
    gone = [ticket.resolved_at or (ticket.closed_at if ticket.status == "closed" else None) for ticket in kept]
    return sum(
        ticket.opened_at < end and (left is None or left >= end) for ticket, left in zip(kept, gone, strict=True)
    )


def plainly(at: date, **only: object) -> list[str]:
    """Count a month over the rows, as the file has it."""
    kept = [
        ticket for ticket in Ticket.objects.all() if all(getattr(ticket, name) == value for name, value in only.items())
    ]
    keys = {ticket.pk for ticket in kept}
    events = [event for event in TicketEvent.objects.all() if event.ticket_id in keys and month(event.at) == at]
    kinds = Counter(event.kind for event in events)
    rank = {"normal": 0, "high": 1, "critical": 2}
    raised = sum(
        rank[event.data["severity"]] > rank[event.data["before"]] for event in events if event.kind == Kind.SEVERITY
    )
    opened = sum(month(ticket.opened_at) == at for ticket in kept)
    solved = sum(ticket.resolved_at is not None and month(ticket.resolved_at) == at for ticket in kept)
    helped = [each for each in Deflection.objects.all() if month(each.at) == at]
    if "channel" in only:
        answered = ["", ""]
    elif only:
        answered = ["0", "0"]
    else:
        answered = [str(sum(each.article_id is not None for each in helped))]
        answered.append(str(len(helped) - int(answered[0])))
    left = left_at(at, kept)
    numbers = (opened, solved, opened - solved, left, kinds[Kind.REOPENED], raised, kinds[Kind.HANDED_OVER])
    return [f"{at:%Y-%m}", *map(str, numbers), str(kinds[Kind.OUT_OF_SCOPE]), *answered]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.getvalue().decode("utf-8-sig"))


def text_of(cell: str) -> str:
    return re.sub("<[^>]+>", "", cell)


def rows_of(client: Client, query: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text(client, f"{PAGE}months.csv?{query}")), delimiter=";"))[1:]


def test_each_month_is_what_the_rows_say(manager: Client, nordsoft: Cast) -> None:
    assert rows_of(manager, ASKED) == [plainly(at) for at in MONTHS]
    channel = [plainly(at, channel="email") for at in MONTHS]
    assert rows_of(manager, f"{ASKED}&channel=email") == channel
    stranger = nordsoft.stranger.pk  # Karin is of the other customer
    assert rows_of(manager, f"{ASKED}&customer={stranger}") == [plainly(at, customer_id=stranger) for at in MONTHS]
    columns = zip(*(plainly(at)[4:] for at in MONTHS), strict=True)
    assert all(sum(map(int, column)) > 0 for column in columns)


def test_the_page_adds_them_up_beside_the_period_before(manager: Client) -> None:
    page = manager.get(f"{PAGE}?{ASKED}").context["page"]
    now = [plainly(at) for at in MONTHS]
    before = [plainly(at) for at in (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))]
    columns = (1, 2, None, 5, 7, 8, 9, 10)
    for figure, column in zip(page.figures, columns, strict=True):
        if column is not None:
            assert figure.value == str(sum(int(row[column]) for row in now))
            assert f"<b>{sum(int(row[column]) for row in before)}</b>" in figure.past
    assert [series["values"] for series in page.chart.data["series"]] == [
        [int(row[column]) for row in now] for column in (1, 2, 4)
    ]
    assert [[text_of(cell) for cell in row[1:]] for row in page.chart.rows] == [
        [*row[1:3], f"{int(row[3]):+}".replace("-", "−").replace("+0", "0"), *row[4:]] for row in now
    ]


def test_behind_every_figure_and_cell_are_its_tickets(manager: Client) -> None:
    page = manager.get(f"{PAGE}?{ASKED}&by=channel").context["page"]
    cells = [cell for row in page.chart.rows[-1:] for cell in row[1:]]
    cells += [cell for _name, cell in page.ages] + [cell for row in page.rows for cell in row.cells]
    assert all("href" in cell or cell == "0" for row in page.rows for cell in row.cells)
    links = [(figure.url, figure.value) for figure in page.figures if figure.url]
    links += [(unescape(found[1]), text_of(cell)) for cell in cells if (found := re.search('href="([^"]+)"', cell))]
    assert len(links) > 20
    for url, shown in links:
        listed = manager.get(url).context
        assert str(listed["page"].paginator.count) == shown, url
    for url, shown in links[:: len(links) // 6]:
        assert len(list(csv.reader(StringIO(text(manager, url.replace("s/?", "s/tickets.csv?")))))) == int(shown) + 1


def test_by_week_from_monday_to_sunday_within_the_period(manager: Client) -> None:
    weeks = [datetime(2026, 4, 27, tzinfo=ZONE) + timedelta(weeks=number) for number in range(4)]
    first = datetime(2026, 5, 1, tzinfo=ZONE)
    asked = "since=2026-05&until=2026-05"
    found = list(csv.reader(StringIO(text(manager, f"{PAGE}weeks.csv?{asked}")), delimiter=";"))[1:]
    assert found == [week_plainly(monday, max(monday, first)) for monday in weeks]
    assert all(sum(int(row[column]) for row in found) for column in (1, 2, 4))
    chart = manager.get(f"{PAGE}?{asked}&step=week").context["page"].chart
    shown = [[text_of(cell).replace("−", "-").replace("+", "") for cell in row[1:]] for row in chart.rows]
    assert shown == [row[1:] for row in found]


def week_plainly(monday: datetime, since: datetime) -> list[str]:
    """Count a week over the rows from `since` on, as the file has it."""
    until = monday + timedelta(weeks=1)
    tickets, events, helped = (list(each.objects.all()) for each in (Ticket, TicketEvent, Deflection))
    opened = sum(since <= ticket.opened_at < until for ticket in tickets)
    solved = sum(ticket.resolved_at is not None and since <= ticket.resolved_at < until for ticket in tickets)
    left = sum(t.opened_at < until and (t.resolved_at is None or t.resolved_at >= until) for t in tickets)
    happened = [event for event in events if since <= event.at < until]
    kinds = Counter(event.kind for event in happened)
    rank = {"normal": 0, "high": 1, "critical": 2}
    raised = sum(
        rank[event.data["severity"]] > rank[event.data["before"]] for event in happened if event.kind == Kind.SEVERITY
    )
    answers = Counter("article" if each.article_id else "ticket" for each in helped if since <= each.at < until)
    numbers = (opened, solved, opened - solved, left, kinds[Kind.REOPENED], raised, kinds[Kind.HANDED_OVER])
    year, week, _day = monday.isocalendar()
    return [
        f"{year}-W{week}", *map(str, numbers), str(kinds[Kind.OUT_OF_SCOPE]), str(answers["article"]),
        str(answers["ticket"]),
    ]  # fmt: skip


@pytest.mark.parametrize("filters", ["", "channel=email", "severity=high"])
def test_behind_every_figure_of_every_week_and_month_are_its_tickets(manager: Client, filters: str) -> None:
    seen = Counter[str]()
    for step in ("week", "month"):
        chart = manager.get(f"{PAGE}?since=2026-04&until=2026-05&step={step}&{filters}").context["page"].chart
        for row in chart.rows:
            for name, cell in zip(chart.head[1:], row[1:], strict=True):
                href = re.search('href="([^"]+)"', cell)
                if href:
                    assert str(manager.get(unescape(href[1])).context["page"].paginator.count) == text_of(cell)
                    seen[name] += 1
                else:
                    assert name == chart.head[3] or cell == ("–" if filters and name in chart.head[-2:] else "0"), name
    columns = set(chart.head[1:]) - {chart.head[3]}
    assert set(seen) == columns - set(chart.head[-2:] if filters else [])


def test_under_a_customer_alone_weeks_count_the_questions(manager: Client, nordsoft: Cast) -> None:
    asked = f"since=2026-05&until=2026-05&customer={nordsoft.karin.customer_id}"
    weeks, months = (
        list(csv.reader(StringIO(text(manager, f"{PAGE}{table}.csv?{asked}")), delimiter=";"))[1:]
        for table in ("weeks", "months")
    )
    # What is counted at once is the weeks' sum; what is open is not.
    for column in (1, 2, 3, 5, 6, 7, 8, 9, 10):
        assert sum(int(row[column]) for row in weeks) == int(months[0][column])
    assert int(months[0][9])


def test_long_periods_have_no_weeks(manager: Client) -> None:
    answer = manager.get(f"{PAGE}?since=2025-11&until=2026-05&step=week")
    assert answer.context["page"].steps == []
    assert len(answer.context["page"].chart.rows) == 7
    assert manager.get(f"{PAGE}weeks.csv?since=2025-11&until=2026-05").status_code == 404
    assert manager.get("/nordsoft/dashboards/sla/tickets/?week=2026-W60").status_code == 404


def test_merged_tickets_leave_without_being_solved(manager: Client) -> None:
    gone = Ticket.objects.filter(status="in_progress").order_by("-opened_at").last()
    assert gone
    closed = datetime(2026, 4, 10, 8, tzinfo=NOW.tzinfo)
    Ticket.objects.filter(pk=gone.pk).update(status="closed", closed_at=closed)
    assert rows_of(manager, ASKED) == [plainly(at) for at in MONTHS]


def test_spam_is_in_no_figure(manager: Client, nordsoft: Cast) -> None:
    files = [f"{PAGE}{name}.csv?{ASKED}" for name in ("months", "weeks")]
    before = [text(manager, file) for file in files]
    opened, closed = datetime(2026, 4, 2, 8, tzinfo=NOW.tzinfo), datetime(2026, 5, 4, 8, tzinfo=NOW.tzinfo)
    spam = Ticket.objects.filter(pk=make_ticket(nordsoft).pk)
    spam.update(opened_at=opened, kind="spam", status="closed", closed_at=closed)
    assert [text(manager, file) for file in files] == before
    spam.update(kind="question")
    assert [text(manager, file) for file in files] != before


@pytest.mark.parametrize("by", PARTS)
def test_the_parts_are_what_the_rows_say(manager: Client, by: str) -> None:
    keys = {"customer": "customer__name", "plan": "contract__plan__name", "product": "product__name"}
    keys |= {"team": "team__name", "channel": "channel", "severity": "severity"}
    opened = Counter(key for at, key in Ticket.objects.values_list("opened_at", keys[by]) if month(at) in MONTHS)
    found = list(csv.reader(StringIO(text(manager, f"{PAGE}parts.csv?{ASKED}&by={by}")), delimiter=";"))[1:]
    counts = [int(row[1]) for row in found]
    assert counts == sorted(counts, reverse=True)
    assert sorted(filter(None, counts)) == sorted(opened.values())


def test_what_is_open_now_by_its_age(manager: Client) -> None:
    page = manager.get(f"{PAGE}?{ASKED}").context["page"]
    ages = [(NOW - ticket.opened_at).total_seconds() / 86400 for ticket in Ticket.objects.all() if ticket.is_open]
    edges = [0, 1, 3, 7, 14, 30, 10_000]
    wanted = [sum(low <= age < high for age in ages) for low, high in pairwise(edges)]
    assert [int(text_of(cell)) for _name, cell in page.ages] == wanted
    assert page.figures[2].value == str(len(ages))


@pytest.fixture
def lonhusets_page(client: Client, lonhuset: Cast, frozen: datetime) -> Callable[[], Any]:
    """Open the page of the tenant that has nothing, beside the one that has."""
    client.force_login(lonhuset.manager.user)
    return lambda: client.get(PAGE.replace("nordsoft", "lonhuset")).context["page"]


def test_a_ticket_is_a_day_old_after_24_hours(lonhusets_page: Callable[[], Any], lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        tickets = Ticket.objects.filter(pk=make_ticket(lonhuset).pk)
        tickets.update(opened_at=NOW - timedelta(days=1))
        assert [int(text_of(cell)) for _name, cell in lonhusets_page().ages] == [0, 1, 0, 0, 0, 0]
        tickets.update(opened_at=NOW - timedelta(days=1) + timedelta(seconds=1))
        assert [int(text_of(cell)) for _name, cell in lonhusets_page().ages] == [1, 0, 0, 0, 0, 0]


def test_a_wrong_question_is_said_and_has_no_file(manager: Client) -> None:
    answer = manager.get(f"{PAGE}?until=2026-09&channel=phone")
    assert list(answer.context["form"].errors) == ["until"]
    assert '<option value="phone" selected' in answer.content.decode()
    assert manager.get(f"{PAGE}months.csv?until=2026-09").status_code == 404


def test_it_asks_little_however_much_there_is(manager: Client, nordsoft: Cast) -> None:
    assert questions(manager, f"{PAGE}?since=2025-06&until=2026-05&customer={nordsoft.customer.pk}") <= BUDGET
    assert questions(manager, f"{PAGE}?since=2026-04&until=2026-05&step=week") <= BUDGET


def test_another_tenants_do_not_count(lonhusets_page: Callable[[], Any], nordsoft: Cast) -> None:
    assert Ticket.objects.exists()
    assert [figure.value for figure in lonhusets_page().figures] == ["0"] * 8


@pytest.mark.parametrize("role", ["agent", "consultant", "customer"])
def test_only_managers_and_admins(client: Client, nordsoft: Cast, frozen: datetime, role: str) -> None:
    client.force_login(nordsoft.member(role).user)
    for page in ("flow/", "flow/months.csv", "tickets/", "tickets/tickets.csv", "clocks/", "clocks/clocks.csv"):
        assert client.get(f"/nordsoft/dashboards/sla/{page}").status_code == 404


def test_the_open_by_age_are_a_file(manager: Client) -> None:
    shown = manager.get(f"{PAGE}?{ASKED}").context["page"].ages
    (_name, _tickets), *rows = csv.reader(StringIO(text(manager, f"{PAGE}ages.csv?{ASKED}")), delimiter=";")
    assert rows == [[name, text_of(str(count))] for name, count in shown]
    assert sum(int(count) for _, count in rows) > 0
