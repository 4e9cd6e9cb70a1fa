"""Tickets in and out, counted once more in plain Python over the rows; the page and its file."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
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
def thrown(nordsoft: Cast) -> None:
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
    numbers = (opened, solved, opened - solved, kinds[Kind.REOPENED], raised, kinds[Kind.HANDED_OVER])
    return [f"{at:%Y-%m}", *map(str, numbers), str(kinds[Kind.OUT_OF_SCOPE]), *answered]


def rows_of(client: Client, query: str) -> list[list[str]]:
    answer = client.get(f"{PAGE}months.csv?{query}")
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))[1:]


@pytest.mark.usefixtures("thrown")
def test_each_month_is_what_the_rows_say(manager: Client, nordsoft: Cast) -> None:
    assert rows_of(manager, ASKED) == [plainly(at) for at in MONTHS]
    channel = [plainly(at, channel="email") for at in MONTHS]
    assert rows_of(manager, f"{ASKED}&channel=email") == channel
    stranger = nordsoft.stranger.pk  # Karin is of the other customer
    assert rows_of(manager, f"{ASKED}&customer={stranger}") == [plainly(at, customer_id=stranger) for at in MONTHS]
    columns = zip(*(plainly(at)[4:] for at in MONTHS), strict=True)
    assert all(sum(map(int, column)) > 0 for column in columns)


@pytest.mark.usefixtures("thrown")
def test_the_page_adds_them_up_beside_the_period_before(manager: Client) -> None:
    page = manager.get(f"{PAGE}?{ASKED}").context["page"]
    now = [plainly(at) for at in MONTHS]
    before = [plainly(at) for at in (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))]
    for figure, column in ((page.figures[0], 1), (page.figures[1], 2), (page.figures[3], 4)):
        assert figure.value == str(sum(int(row[column]) for row in now))
        assert f"<b>{sum(int(row[column]) for row in before)}</b>" in figure.past
    assert [cells for _name, cells in page.months] == [[int(cell) for cell in row[1:]] for row in now]


@pytest.mark.usefixtures("thrown")
def test_asked_for_and_decided(manager: Client) -> None:
    page = manager.get(f"{PAGE}?{ASKED}").context["page"]
    opened = [ticket for ticket in Ticket.objects.all() if month(ticket.opened_at) in MONTHS]
    pairs = Counter((ticket.severity_asked, ticket.severity) for ticket in opened)
    assert [row for _name, row in page.asked] == [[pairs[a, b] for b in Severity.values] for a in Severity.values]
    same = sum(pairs[each, each] for each in Severity.values)
    assert page.same_share.startswith(f"{100 * same / len(opened):.1f}".replace(".", ","))


@pytest.mark.usefixtures("thrown")
def test_what_is_open_now_by_its_age(manager: Client) -> None:
    page = manager.get(f"{PAGE}?{ASKED}").context["page"]
    ages = [(NOW - ticket.opened_at).total_seconds() / 86400 for ticket in Ticket.objects.all() if ticket.is_open]
    edges = [0, 1, 3, 7, 14, 30, 10_000]
    wanted = [sum(low <= age < high for age in ages) for low, high in pairwise(edges)]
    assert [count for _name, count in page.ages] == wanted
    assert page.figures[2].value == str(len(ages))


def test_a_ticket_is_a_day_old_after_24_hours(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Ticket.objects.filter(pk=ticket.pk).update(opened_at=NOW - timedelta(days=1))
    assert [count for _name, count in manager.get(PAGE).context["page"].ages] == [0, 1, 0, 0, 0, 0]
    Ticket.objects.filter(pk=ticket.pk).update(opened_at=NOW - timedelta(days=1) + timedelta(seconds=1))
    assert [count for _name, count in manager.get(PAGE).context["page"].ages] == [1, 0, 0, 0, 0, 0]


def test_a_wrong_question_is_said_and_has_no_file(manager: Client) -> None:
    answer = manager.get(f"{PAGE}?until=2026-09&channel=phone")
    assert list(answer.context["form"].errors) == ["until"]
    assert '<option value="phone" selected' in answer.content.decode()
    assert manager.get(f"{PAGE}months.csv?until=2026-09").status_code == 404


@pytest.mark.usefixtures("thrown")
def test_it_asks_little_however_much_there_is(manager: Client, nordsoft: Cast) -> None:
    assert questions(manager, f"{PAGE}?since=2025-06&until=2026-05&customer={nordsoft.customer.pk}") <= BUDGET


def test_another_tenants_do_not_count(manager: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, now=datetime(2026, 5, 18, 7, tzinfo=NOW.tzinfo))
    page = manager.get(PAGE).context["page"]
    assert [figure.value for figure in page.figures] == ["0", "0", "0", "0"]


@pytest.mark.parametrize("role", ["agent", "consultant", "customer"])
def test_only_managers_and_admins(client: Client, nordsoft: Cast, frozen: datetime, role: str) -> None:
    client.force_login(nordsoft.member(role).user)
    for page in ("flow/", "flow/months.csv", "parts/", "parts/parts.csv", "clocks/", "clocks/clocks.csv"):
        assert client.get(f"/nordsoft/dashboards/sla/{page}").status_code == 404
