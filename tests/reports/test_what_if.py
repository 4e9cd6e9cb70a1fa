"""What if: the page, its files and what it refuses."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
from sla.models import Calendar, CalendarVersion
from sla.services.defaults import create_builtin_calendar
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.reports.conftest import BUDGET, NOW, questions
from tickets.models import Ticket
from tickets.services.resolution import resolve
from tickets.services.status import set_status, start_work

PAGE = "/nordsoft/dashboards/what-if/"
HIGH = "clock=start&high-start=60"


def filed(cast: Cast, day: int, minutes: int | None, **fields: object) -> Ticket:
    """File a ticket at 09:00 on a day of May (High: due 11:00), and start work after so many minutes."""
    at = datetime(2026, 5, day, 7, tzinfo=UTC)
    ticket = make_ticket(cast, now=at, **{"severity": "high"} | fields)
    if minutes is None:
        return ticket
    return start_work(ticket=ticket, actor=cast.agent, now=at + timedelta(minutes=minutes))


def test_nothing_is_asked_yet(manager: Client) -> None:
    answer = manager.get(PAGE)
    assert answer.context["page"] is None
    assert "Tickets that change" not in answer.content.decode()


def test_another_target(manager: Client, nordsoft: Cast) -> None:
    for day, minutes in (
        (4, 30),
        (5, 90),
        (6, 150),
    ):  # met, met, breached with two hours; with one: met, breached twice
        filed(nordsoft, day, minutes, subject=f"Started after {minutes}")
    filed(nordsoft, 7, 30, severity="normal")
    page = manager.get(f"{PAGE}?months=1&{HIGH}").context["page"]
    assert [row[3:] for row in page.tables[0].rows] == [["1", "2"], ["0", "0"]]
    assert [row[0] for row in page.tables[2].rows] == ["Bergs Bygg AB"]
    assert [figure.value for figure in page.figures[1:]] == ["2", "1"]
    assert page.figures[2].past.endswith(" 4")
    (line,) = page.lines
    assert (line.subject, line.severity) == ("Started after 90", "high")
    assert line.due_before != line.due_after


def test_another_calendar(manager: Client, nordsoft: Cast) -> None:
    # Over lunch: due 14:00 with the Swedish hours, 13:00 with the Danish ones, which know no lunch.
    at = datetime(2026, 5, 12, 9, tzinfo=UTC)
    ticket = make_ticket(nordsoft, now=at, severity="high")
    start_work(ticket=ticket, actor=nordsoft.agent, now=at + timedelta(minutes=150))
    danish = create_builtin_calendar(code="DK", name="Aarhus", now=MONDAY)
    page = manager.get(f"{PAGE}?months=3&clock=start&calendar={danish.pk}").context["page"]
    assert [line.number for line in page.lines] == [ticket.number]
    assert page.figures[1].value == "1"


def test_only_the_period_counts(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=datetime(2026, 4, 29, 7, tzinfo=UTC), severity="high")
    filed(nordsoft, 4, 30)
    for months, count_of in ((1, 1), (3, 2)):
        page = manager.get(f"{PAGE}?months={months}&{HIGH}").context["page"]
        assert sum(int(row[3]) for row in page.tables[0].rows) == count_of - 1  # April's was never started


def test_without_clocks_it_says_so(manager: Client) -> None:
    answer = manager.get(f"{PAGE}?months=12&{HIGH}")
    assert answer.content.decode().count('class="blank"') == 4


WEEK = "&".join(f"week_{day}=08:00-16:00" for day in range(5))


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        (f"months=2&{HIGH}", ["months"]),
        ("months=x", ["months"]),
        ("high-start=-1", ["high-start"]),
        ("high-start=x", ["high-start"]),
        ("high-start=527041", ["high-start"]),
        ("high-start=8785&high-start-unit=hours", ["high-start"]),
        ("high-start=367&high-start-unit=days", ["high-start"]),
        ("high-start=0&high-start-unit=days", ["high-start"]),
        ("high-start=1&high-start-unit=weeks", ["high-start-unit"]),
        ("calendar=0", ["calendar"]),
        ("clock=sun", ["clock"]),
        ("until=2026-05-01", ["since"]),
        ("since=2026-05-02&until=2026-05-01", ["until"]),
        ("since=1989-05-02", ["since"]),
        ("since=yesterday", ["since"]),
        (WEEK, ["calendar"]),
        ("week_1=17:00-08:00&calendar=OWN", ["week_1"]),
        ("week_1=08:00-12:00,11:00-13:00&calendar=OWN", ["week_1"]),
        ("week_1=08:00-30:00&week_2=05:00-12:00&calendar=OWN", ["week_1"]),
    ],
)
def test_what_it_does_not_understand_is_said_at_the_field(
    manager: Client, nordsoft: Cast, query: str, fields: list[str]
) -> None:
    query = query.replace("OWN", str(nordsoft.calendar.pk))
    answer = manager.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert answer.context["page"] is None
    assert list(answer.context["form"].errors) == fields
    assert 'aria-invalid="true"' in answer.content.decode()
    assert manager.get(f"{PAGE}severities.csv?{query}").status_code == 404


def test_typed_hours_stand_on_a_calendars_holidays(manager: Client, nordsoft: Cast) -> None:
    """Filed at 09:00, due 11:00, begun 11:30. Open from ten it is due at noon, but not on the day before Ascension Day
    (13 May), whose hours stay 08:00–12:00.
    """
    tuesday, _wednesday = filed(nordsoft, 12, 150), filed(nordsoft, 13, 150)
    late = "&".join(f"week_{day}=10:00-18:00" for day in range(5))
    page = manager.get(f"{PAGE}?months=1&clock=start&calendar={nordsoft.calendar.pk}&{late}").context["page"]
    assert [line.number for line in page.lines] == [tuesday.number]
    assert (page.lines[0].due_before[-5:], page.lines[0].due_after[-5:]) == ("11:00", "12:00")


def test_the_week_starts_from_the_calendars(manager: Client, nordsoft: Cast) -> None:
    answer = manager.get(f"{PAGE}?months=1&calendar={nordsoft.calendar.pk}&fill=1&week_6=10:00-11:00")
    assert answer.context["page"] is None
    shown = [field.value() for field in answer.context["form"].week]
    assert shown == ["08:00–12:00, 13:00–17:00"] * 5 + ["", ""]
    assert "<details" in answer.content.decode()
    assert manager.get(f"{PAGE}?months=1&fill=1&calendar=x").context["form"].errors.keys() == {"calendar"}


def test_the_address_carries_what_was_filled_in(manager: Client, nordsoft: Cast) -> None:
    asked = "months=1&since=&high-start=1&high-start-unit=hours&normal-start=&normal-start-unit=days&week_0="
    assert manager.get(f"{PAGE}?{asked}")["HX-Push-Url"] == f"{PAGE}?months=1&high-start=1&high-start-unit=hours"


def test_a_period_of_days(manager: Client, nordsoft: Cast) -> None:
    for day in (4, 5, 6):
        filed(nordsoft, day, 90)
    page = manager.get(f"{PAGE}?since=2026-05-05&until=2026-05-05&{HIGH}").context["page"]
    assert page.changed_count == 1
    assert manager.get(f"{PAGE}?since=2026-05-05&{HIGH}").context["page"].changed_count == 2


def test_a_solution_keeps_its_pause_under_another_target(manager: Client, nordsoft: Cast) -> None:
    """Monday 4 May: solved at 16:00 after three hours of waiting for the customer; five open hours are not counted."""
    at = datetime(2026, 5, 4, 6, tzinfo=UTC)  # 08:00
    ticket = make_ticket(nordsoft, now=at, severity="high")
    for hour, status in ((1, "in_progress"), (2, "waiting_customer"), (7, "in_progress")):
        ticket = set_status(ticket=ticket, actor=nordsoft.agent, status=status, now=at + timedelta(hours=hour))
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Printed.", now=at + timedelta(hours=8))
    # 10:00–15:00 stood still, four open hours: three of seven are used.
    for hours, changes in ((3, 0), (2, 1)):
        query = f"months=1&clock=resolution&high-resolution={hours}&high-resolution-unit=hours"
        assert manager.get(f"{PAGE}?{query}").context["page"].changed_count == changes


def test_a_deadline_after_2100_is_refused(manager: Client, nordsoft: Cast) -> None:
    filed(nordsoft, 4, 30)
    once = Calendar.objects.create(name="Once", slug="once")
    definition = {"zone": "UTC", "week": {}, "holidays": {}, "also_closed": {}, "day_before": [],
                  "exceptions": {"2026-05-04": {"openings": [["08:00", "09:00"]], "note": "once"}}}  # fmt: skip
    CalendarVersion.objects.create(calendar=once, definition=definition, created_at=NOW)
    answer = manager.get(f"{PAGE}?months=1&clock=start&calendar={once.pk}")
    assert answer.context["page"] is None
    assert answer.context["form"].non_field_errors()


def test_the_list_is_paged(manager: Client, nordsoft: Cast) -> None:
    for minute in range(55):
        at = datetime(2026, 5, 18, 7, minute, tzinfo=UTC)
        start_work(
            ticket=make_ticket(nordsoft, now=at, severity="high"), actor=nordsoft.agent, now=at + timedelta(minutes=90)
        )
    answer = manager.get(f"{PAGE}?months=1&{HIGH}&critical-start=")
    page = answer.context["page"]
    assert (len(page.lines), page.changed_count, page.first, page.last) == (50, 55, 1, 50)
    following = f"?months=1&amp;{HIGH.replace('&', '&amp;')}&amp;page=2#changed"
    assert f'rel="next" href="{following}"' in answer.content.decode()
    answer = manager.get(f"{PAGE}?months=1&{HIGH}&page=2")
    page = answer.context["page"]
    assert (len(page.lines), page.first, page.last) == (5, 51, 55)
    assert 'rel="next"' not in answer.content.decode()
    assert 'rel="prev"' in answer.content.decode()
    assert manager.get(f"{PAGE}?months=1&{HIGH}&page=99").context["page"].number == 2
    for wrong in ("list=some", "page=0", "page=x", "page=-1"):
        assert manager.get(f"{PAGE}?months=1&{HIGH}&{wrong}").status_code == 404


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_the_files(manager: Client, nordsoft: Cast) -> None:
    tickets = [filed(nordsoft, *when, subject="=1+1") for when in ((4, 30), (5, 90), (6, 150))]
    for name in ("severities", "clocks", "customers"):
        head, *rows = rows_of(manager.get(f"{PAGE}{name}.csv?months=1&{HIGH}"))
        assert len(head) == 5
        assert [row[1:] for row in rows] == [["2", "1", "1", "2"]]
    answer = manager.get(f"{PAGE}tickets.csv?months=1&{HIGH}")
    assert answer["Content-Disposition"].startswith("attachment")
    _head, row = rows_of(answer)
    assert row[:3] == [str(tickets[1].number), "'=1+1", "Bergs Bygg AB"]
    assert row[5:8] == ["2026-05-05 11:00:00", "2026-05-05 10:00:00", "2026-05-05 10:30:00"]
    assert manager.get(f"{PAGE}other.csv?months=1&{HIGH}").status_code == 404


def test_a_file_of_what_was(manager: Client, nordsoft: Cast) -> None:
    filed(nordsoft, 4, 30)
    assert rows_of(manager.get(f"{PAGE}severities.csv?clock=start"))[1][1:] == ["1", "1", "0", "0"]


def test_it_asks_little_however_much_there_is(manager: Client, nordsoft: Cast) -> None:
    for day in range(4, 9):
        for minutes in (30, 90, 150):
            filed(nordsoft, day, minutes)
    assert questions(manager, f"{PAGE}?months=3&{HIGH}&calendar={nordsoft.calendar.pk}") <= BUDGET


@pytest.mark.parametrize("role", ["agent", "consultant", "customer"])
def test_only_managers_and_admins(client: Client, nordsoft: Cast, frozen: datetime, role: str) -> None:
    client.force_login(nordsoft.member(role).user)
    assert client.get(PAGE).status_code == 404


def test_another_tenants_clocks_and_calendars_do_not_count(manager: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, now=datetime(2026, 5, 18, 7, tzinfo=UTC))
        theirs = lonhuset.calendar.pk
    assert manager.get(f"{PAGE}?months=3&normal-start=1").context["page"].tables[2].rows == []
    assert manager.get(f"{PAGE}?months=3&calendar={theirs}").context["form"].errors
