"""The deadlines page and its files."""

import csv
from datetime import UTC, datetime, timedelta
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
TABLES = ("months", "hours", "breached", "at-risk")


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


def read(client: Client, table: str, query: str = "") -> list[list[str]]:
    answer = client.get(f"{PAGE}{table}.csv?{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].endswith('.csv"')
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


@pytest.mark.usefixtures("spring")
def test_it_shows_the_month_beside_the_one_before(manager: Client) -> None:
    answer = manager.get(f"{PAGE}?month=2026-05")
    figures = [(figure.value, figure.unit, figure.css) for figure in answer.context["page"].figures]
    assert figures == [("75,0", "%", ""), ("1", "", "is-over"), ("30 min", "", ""), ("1", "", "is-risk")]
    assert "100,0" in answer.context["page"].figures[0].past
    text = answer.content.decode()
    assert "Nobody took this one" in text
    assert "Soon too late" in text
    assert '<h2 id="breached">' in text


@pytest.mark.usefixtures("spring")
def test_the_picture_and_the_table_say_the_same(manager: Client) -> None:
    kept, hours = manager.get(PAGE).context["page"].charts
    with translation.override("sv"):  # the page's language, Nordsoft's own
        names = [str(severity.label) for severity in Severity]
    assert [series["name"] for series in kept.data["series"]] == names
    assert [series["values"][-1] for series in kept.data["series"]] == [None, 0.0, 100.0]
    assert kept.data["min"] == 0
    assert len(kept.data["months"]) == len(kept.rows) == 12
    assert kept.rows[-1][-1] == "75,0\u00a0% av 4"
    assert hours.data["cells"] == [[hours.data["hours"].index("10"), 0, 1]]  # Monday 09:00 + 2 h, the hour before 11
    assert hours.rows[0][-1] == "1"


@pytest.mark.usefixtures("spring")
def test_without_a_month_it_is_the_latest_and_the_nearest_stands_in(manager: Client) -> None:
    for query, month in (
        ("", "2026-05"),
        ("?month=2026-04", "2026-04"),
        ("?month=2031-01", "2026-05"),
        ("?month=1999-12", "2026-04"),
    ):
        assert f"{manager.get(PAGE + query).context['month']:%Y-%m}" == month


@pytest.mark.parametrize(
    "query",
    ["month=x", "month=2026-13", "month=2026-5", "month=0000-01", "month=٢٠٢٦-05", "clock=x", "list=some"],
)
def test_what_is_no_month_clock_or_list_is_not_found(manager: Client, query: str) -> None:
    assert manager.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.usefixtures("spring")
def test_the_months_are_links(manager: Client) -> None:
    text = manager.get(PAGE).content.decode()
    assert '<a href="?month=2026-04&amp;clock=start">' in text
    assert '<a href="?month=2026-05&amp;clock=start" aria-current="true">' in text
    assert "month=2026-03" not in text


@pytest.mark.usefixtures("spring")
def test_another_clock(manager: Client) -> None:
    page = manager.get(f"{PAGE}?clock=resolution").context["page"]
    assert page.intro.startswith("3 ")  # 10 working days: one filed in April, two in May
    assert (page.figures[0].value, page.breached_count) == ("0,0", 3)


def test_without_figures_it_says_so(manager: Client) -> None:
    answer = manager.get(PAGE)
    assert answer.context["months"] == []
    assert answer.context["page"].figures[0].value == "–"
    assert answer.content.decode().count('class="blank"') == 2


@pytest.mark.usefixtures("spring")
def test_the_files_hold_the_whole(manager: Client) -> None:
    months = read(manager, "months", "month=2026-05")
    assert len(months) == 1 + 12 * 3
    assert [row[2:] for row in months[-3:]] == [["0", "0", "0", ""], ["1", "0", "1", "0,0"], ["3", "3", "0", "100,0"]]
    assert read(manager, "hours", "month=2026-05")[1][-1] == "1"
    (late,) = read(manager, "breached", "month=2026-05")[1:]
    assert late[1] == "Nobody took this one"
    assert late[5] == "2026-05-18 11:00:00"
    (soon,) = read(manager, "at-risk")[1:]
    assert soon[1] == "Soon too late"


def test_a_subject_is_no_formula(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=datetime(2026, 5, 18, 7, tzinfo=UTC), subject='=HYPERLINK("http://x.example")')
    assert read(manager, "breached")[1][1] == '\'=HYPERLINK("http://x.example")'


def test_an_unknown_file_is_not_found(manager: Client) -> None:
    assert manager.get(f"{PAGE}nothing.csv").status_code == 404


def test_show_all(manager: Client, nordsoft: Cast) -> None:
    for minute in range(10):
        make_ticket(nordsoft, now=datetime(2026, 5, 18, 7, minute, tzinfo=UTC))
    answer = manager.get(PAGE)
    assert len(answer.context["page"].breached) == 8
    assert "list=all#breached" in answer.content.decode()
    assert len(manager.get(f"{PAGE}?list=all").context["page"].breached) == 10


def test_it_asks_little_however_much_there_is(manager: Client, nordsoft: Cast) -> None:
    for minute in range(12):
        make_ticket(nordsoft, now=datetime(2026, 5, 18, 7, minute, tzinfo=UTC))
        make_ticket(nordsoft, now=NOW - timedelta(minutes=105 + minute), severity="high")
    assert SlaClock.objects.count() > 40
    assert questions(manager, f"{PAGE}?list=all") <= BUDGET


@pytest.mark.parametrize("role", ["agent", "consultant", "karin"])
def test_only_managers_and_admins(client: Client, nordsoft: Cast, frozen: datetime, role: str) -> None:
    member = nordsoft.member("customer") if role == "karin" else nordsoft.member(role)
    client.force_login(member.user)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}months.csv").status_code == 404


def test_another_tenants_clocks_do_not_count(manager: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, now=datetime(2026, 5, 18, 7, tzinfo=UTC))
    assert manager.get(PAGE).context["months"] == []


@pytest.mark.usefixtures("spring")
@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_workbook_as_well(manager: Client, table: str) -> None:
    page = manager.get(f"{PAGE}?month=2026-05").content.decode()
    assert f'href="{PAGE}{table}.xlsx?month=2026-05&amp;clock=start"' in page
    answer = manager.get(f"{PAGE}{table}.xlsx?month=2026-05")
    head, *lines = read(manager, table, "month=2026-05")
    cells = cells_of(answer.getvalue())
    assert [cell.value for place, cell in cells.items() if place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "1"] == head
    assert len({place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for place in cells}) == len(lines) + 1
    assert answer["Content-Disposition"].endswith('.xlsx"')


@pytest.mark.usefixtures("spring")
def test_a_workbook_has_instants_of_the_tenants_zone(manager: Client) -> None:
    cells = cells_of(manager.get(f"{PAGE}breached.xlsx?month=2026-05").getvalue())
    # 18 May 2026, 09:00 in Stockholm.
    assert (cells["E2"].value, cells["E2"].pattern) == ("46160.375", "yyyy-mm-dd hh:mm:ss")
