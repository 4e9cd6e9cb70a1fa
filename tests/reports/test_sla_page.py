"""The deadlines page: figures beside their past, pictures with their tables, and where each of them leads."""

import csv
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from django.utils import translation

from accounts.tenancy.context import tenant_context
from sla.models import Severity
from tests.accounts.sheets import cells_of
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions
from tickets.models import SlaClock, Ticket
from tickets.services.status import start_work

PAGE = "/nordsoft/dashboards/sla/"
MONTH = "since=2026-05&until=2026-05"
TABLES = ("parts", "months", "hours", "asked")


def on_time(cast: Cast, *, now: datetime, **fields: object) -> Ticket:
    ticket = make_ticket(cast, now=now, **fields)
    return start_work(ticket=ticket, actor=cast.agent, now=now + timedelta(minutes=30))


@pytest.fixture
def spring(nordsoft: Cast) -> None:
    """April: one met. May: three met, one breached and still running; one at risk now."""
    on_time(nordsoft, now=datetime(2026, 4, 14, 7, tzinfo=UTC))
    for day in (5, 6, 7):
        on_time(nordsoft, now=datetime(2026, 5, day, 7, tzinfo=UTC))
    make_ticket(nordsoft, now=datetime(2026, 5, 18, 7, tzinfo=UTC), severity="high", subject="Nobody took this one")
    # High: due in 2 h, so at risk after 1 h 30 min; filed at 08:15, now it is 10:00.
    make_ticket(nordsoft, now=NOW - timedelta(minutes=105), severity="high", subject="Soon too late")


def read(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].strip('"').endswith(".csv")
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


@pytest.mark.usefixtures("spring")
def test_each_figure_stands_beside_the_period_before_and_leads_to_its_list(manager: Client) -> None:
    figures = manager.get(f"{PAGE}?{MONTH}").context["page"].figures
    assert [(figure.value, figure.unit, figure.css) for figure in figures] == [
        ("75,0", "%", ""), ("1", "", "is-over"), ("1", "", "is-risk"), ("6", "", ""),
        ("30 min", "", ""), ("30 min", "", ""), ("–", "", ""), ("–", "", ""),
    ]  # fmt: skip
    assert "100,0" in figures[0].past
    assert "<b>30 min</b>" in figures[4].past
    counts = [manager.get(figure.url).context["page"].count for figure in figures[:3]]
    assert counts == [4, 1, 1]
    assert manager.get(figures[3].url).context["page"].paginator.count == 6
    assert manager.get(figures[4].url).context["page"].count == 3


@pytest.mark.usefixtures("spring")
def test_the_picture_and_the_table_say_the_same(manager: Client) -> None:
    kept, hours = manager.get(f"{PAGE}?since=2025-06&until=2026-05").context["page"].charts
    with translation.override("sv"):  # the page's language, Nordsoft's own
        names = [str(severity.label) for severity in Severity]
    assert [series["name"] for series in kept.data["series"]] == names
    assert [series["values"][-1] for series in kept.data["series"]] == [None, 0.0, 100.0]
    assert kept.data["min"] == 0
    assert len(kept.data["months"]) == len(kept.rows) == 12
    assert kept.rows[-1][-1].endswith(">75,0\u00a0% av 4</a>")
    ((column, day, count, url),) = hours.data["cells"]
    assert (hours.data["hours"][column], day, count) == ("10", 0, 1)  # Monday 09:00 + 2 h, the hour before 11
    assert hours.rows[0][-1] == "1"
    (line,) = manager.get(url).context["page"].lines
    assert line.ticket.subject == "Nobody took this one"
    assert not manager.get(url.replace("hour=10", "hour=11")).context["page"].lines


@pytest.mark.usefixtures("spring")
def test_every_cell_of_a_month_leads_to_its_clocks(manager: Client) -> None:
    kept, _hours = manager.get(f"{PAGE}?{MONTH}").context["page"].charts
    for series, (due, severity) in zip(kept.data["series"][1:], ((1, "high"), (3, "normal")), strict=True):
        found = manager.get(series["urls"][-1])
        assert found.context["page"].count == due
        assert {line.row.severity for line in found.context["page"].lines} == {severity}
    assert kept.data["series"][0]["urls"] == [""]


@pytest.mark.usefixtures("spring")
def test_the_clocks_stand_side_by_side_and_can_be_chosen(manager: Client) -> None:
    page = manager.get(f"{PAGE}?{MONTH}").context["page"]
    start, resolution = page.clocks
    assert start.is_current
    assert start.cells[-1] == "−25,0"
    other = manager.get(f"{PAGE}?{resolution.query}").context["page"]
    assert other.intro.startswith(resolution.name)
    assert [figure.value for figure in other.figures[:2]] == [
        "0,0",
        "3",
    ]  # 10 working days: one filed in April, two in May
    assert [row.is_current for row in other.clocks] == [False, True]


def test_asked_for_and_decided(manager: Client, nordsoft: Cast) -> None:
    for asked, decided, times in (("critical", "high", 2), ("normal", "normal", 3)):
        for _ in range(times):
            ticket = make_ticket(nordsoft, now=NOW - timedelta(days=2))
            Ticket.objects.filter(pk=ticket.pk).update(severity_asked=asked, severity=decided)
    asked_for = manager.get(PAGE).context["page"].asked
    assert asked_for.counts == [[0, 2, 0], [0, 0, 0], [0, 0, 3]]
    assert asked_for.same_share.startswith("60,0")
    found = re.search('href="([^"]+)"', asked_for.rows[0][1][1])
    assert found
    listed = manager.get(unescape(found[1])).context
    assert [(line.ticket.severity_asked, line.ticket.severity) for line in listed["lines"]] == [
        ("critical", "high")
    ] * 2
    assert [row[1:] for row in read(manager, f"{PAGE}asked.csv")[1:]] == [["0", "2", "0"], ["0"] * 3, ["0", "0", "3"]]


def test_without_figures_it_says_so(manager: Client) -> None:
    answer = manager.get(PAGE)
    assert [figure.value for figure in answer.context["page"].figures] == ["–", "0", "0", "0", "–", "–", "–", "–"]
    assert answer.content.decode().count('class="blank"') == 1
    assert not any(figure.url for figure in answer.context["page"].figures)


@pytest.mark.usefixtures("spring")
def test_the_files_hold_every_month_severity_and_clock(manager: Client) -> None:
    months = read(manager, f"{PAGE}months.csv?{MONTH}")
    rows = [row for row in months if row[2] == months[1][2]]
    assert len(months) == 1 + 3 * 4
    assert [row[3:7] for row in rows] == [["0", "0", "0", ""], ["1", "0", "1", "0,0"], ["3", "3", "0", "100,0"]]
    assert sum(map(int, read(manager, f"{PAGE}hours.csv?{MONTH}")[1][1:])) == 1
    start = read(manager, f"{PAGE}clocks.csv?{MONTH}")[1:5]
    assert [row[2:6] for row in start] == [row[3:7] for row in rows] + [["4", "3", "1", "75,0"]]  # and all severities
    (late,) = read(manager, f"{PAGE}clocks/clocks.csv?which=breached&{MONTH}")[1:]
    assert (late[1], late[5]) == ("Nobody took this one", "2026-05-18 11:00:00")
    (soon,) = read(manager, f"{PAGE}clocks/clocks.csv?which=at-risk")[1:]
    assert soon[1] == "Soon too late"


def test_a_subject_is_no_formula(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=datetime(2026, 5, 18, 7, tzinfo=UTC), subject='=HYPERLINK("http://x.example")')
    wanted = '\'=HYPERLINK("http://x.example")'
    assert read(manager, f"{PAGE}clocks/clocks.csv?which=breached")[1][1] == wanted
    assert read(manager, f"{PAGE}tickets/tickets.csv?what=open")[1][1] == wanted


def test_an_unknown_file_is_not_found(manager: Client) -> None:
    assert manager.get(f"{PAGE}nothing.csv").status_code == 404


@pytest.mark.parametrize("hour", ["168", "-1", "x", "٣"])
def test_what_is_no_hour_of_the_week_is_not_found(manager: Client, hour: str) -> None:
    assert manager.get(f"{PAGE}clocks/?hour={hour}").status_code == 404


def test_it_asks_little_however_much_there_is(manager: Client, nordsoft: Cast) -> None:
    for minute in range(12):
        make_ticket(nordsoft, now=datetime(2026, 5, 18, 7, minute, tzinfo=UTC))
        make_ticket(nordsoft, now=NOW - timedelta(minutes=105 + minute), severity="high")
    assert SlaClock.objects.count() > 40
    assert questions(manager, f"{PAGE}?list=all&since=2025-06&until=2026-05") <= BUDGET


@pytest.mark.parametrize("role", ["agent", "consultant", "customer"])
def test_only_managers_and_admins(client: Client, nordsoft: Cast, frozen: datetime, role: str) -> None:
    client.force_login(nordsoft.member(role).user)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}months.csv").status_code == 404


def test_another_tenants_clocks_do_not_count(manager: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, now=datetime(2026, 5, 18, 7, tzinfo=UTC))
    page = manager.get(PAGE).context["page"]
    assert (page.rows, page.figures[3].value) == ([], "0")


@pytest.mark.usefixtures("spring")
@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_workbook_as_well(manager: Client, table: str) -> None:
    assert f'href="{PAGE}{table}.xlsx?' in manager.get(f"{PAGE}?{MONTH}").content.decode()
    head, *lines = read(manager, f"{PAGE}{table}.csv?{MONTH}")
    cells = cells_of(manager.get(f"{PAGE}{table}.xlsx?{MONTH}").getvalue())
    assert [cell.value for place, cell in cells.items() if place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "1"] == head
    assert len({place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for place in cells}) == len(lines) + 1


@pytest.mark.usefixtures("spring")
def test_a_workbook_has_instants_of_the_tenants_zone(manager: Client) -> None:
    cells = cells_of(manager.get(f"{PAGE}clocks/clocks.xlsx?which=breached&{MONTH}").getvalue())
    # 18 May 2026, 09:00 in Stockholm.
    assert (cells["E2"].value, cells["E2"].pattern) == ("46160.375", "yyyy-mm-dd hh:mm:ss")


def test_the_other_dashboards_are_asked_the_same(manager: Client) -> None:
    asked = manager.get(f"{PAGE}?{MONTH}&severity=high")
    for name in ("nps", "sla"):  # there and back
        found = re.search(rf'href="(/nordsoft/dashboards/{name}/\?[^"]*)"', asked.content.decode())
        assert found
        form, before = manager.get(unescape(found[1])).context["form"], asked.context["form"]
        assert (form.period, form.filters) == (before.period, before.filters)
        asked = manager.get(unescape(found[1]))
