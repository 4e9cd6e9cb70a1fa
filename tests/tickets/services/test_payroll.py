"""Payroll runs carried out but not approved are listed on the last working day of the month (domain)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from sla.builtin import builtin_calendar
from tests.budget import Budget
from tests.cast import Cast
from tickets.models import Message, PayrollList, PayrollRun, SlaClock, Ticket
from tickets.proactive import list_time, month_due
from tickets.services.payroll import Run, list_all, list_month, report_run
from tickets.services.resolution import resolve

SWEDEN = ZoneInfo("Europe/Stockholm")
SE, DK = builtin_calendar("SE"), builtin_calendar("DK")


def at(day: int, hour: int, month: int = 10) -> datetime:
    """Give Swedish local time in 2026."""
    return datetime(2026, month, day, hour, tzinfo=SWEDEN).astimezone(UTC)


# Friday 30 October 2026 is the last working day of that month, the day before All Saints' Day; it opens at 8.
OPENS = at(30, 8)
FIRST = datetime(1991, 1, 1, tzinfo=UTC)


def carried_out(cast: Cast, run_id: str = "r-1", day: int = 25, approved: datetime | None = None) -> PayrollRun:
    done = at(day, 10)
    run = Run(run_id, cast.customer, date(2026, 10, 1), done, approved)
    return report_run(run=run, actor=cast.agent, now=OPENS - timedelta(hours=1))[0]


@pytest.mark.parametrize(
    ("calendar", "month", "day"),
    [
        (SE, date(2026, 10, 1), 30),  # the 31st is a Saturday
        (SE, date(2026, 12, 1), 30),  # New Year's Eve is closed
        (DK, date(2026, 12, 1), 30),
        (SE, date(2024, 3, 1), 28),  # the 29th is Good Friday
        (SE, date(2028, 2, 1), 29),  # a leap day, a Tuesday
        (SE, date(2026, 2, 1), 27),
    ],
)
def test_the_last_working_day_is_the_calendars(calendar: object, month: date, day: int) -> None:
    when = list_time(calendar, month)  # type: ignore[arg-type]
    assert when is not None
    assert when.day == month.replace(day=day)


@given(st.integers(0, 109 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)))
def test_the_month_due_is_the_latest_whose_last_working_day_has_opened(now: datetime) -> None:
    when = month_due(SE, now)
    assert when is not None
    assert when.opens_at <= now
    following = (when.month + timedelta(days=40)).replace(day=1)
    later = list_time(SE, following)
    assert later is not None
    assert now < later.opens_at


def test_nothing_is_listed_before_the_last_working_day_opens(nordsoft: Cast) -> None:
    carried_out(nordsoft)
    list_month(now=OPENS - timedelta(seconds=1))
    assert not Ticket.objects.exists()
    assert not PayrollList.objects.filter(month="2026-10-01").exists()


def test_one_case_for_each_customer_lists_its_runs_and_tells_it(nordsoft: Cast) -> None:
    carried_out(nordsoft, "r-1", 25)
    carried_out(nordsoft, "r-2", 26)
    carried_out(nordsoft, "r-3", 26, approved=at(27, 9))
    stranger = Run("r-4", nordsoft.stranger, date(2026, 10, 1), at(26, 9), None)
    report_run(run=stranger, actor=nordsoft.agent, now=at(26, 10))
    list_month(now=OPENS)
    case = Ticket.objects.get(customer=nordsoft.customer)
    assert (case.kind, Ticket.objects.count()) == ("payroll_run", 2)
    told = case.messages.get(kind=Message.Kind.REPLY)
    assert ("r-1" in told.text, "r-2" in told.text, "r-3" in told.text) == (True, True, False)
    mail = OutboxMessage.objects.get()  # the other customer has nobody to write to
    assert (mail.recipient, told.text.splitlines()[0] in mail.text) == ("karin@nordsoft.example", True)


def test_the_mail_of_the_list_is_no_contact_yet(nordsoft: Cast) -> None:
    carried_out(nordsoft)
    list_month(now=OPENS)
    clock = Ticket.objects.get().clocks.get()
    # By the end of the next working day: Monday 2 November 17:00.
    assert (clock.metric, clock.state, clock.due_at) == ("contact", SlaClock.State.RUNNING, at(2, 17, month=11))


def test_the_list_is_made_once_a_month(nordsoft: Cast) -> None:
    carried_out(nordsoft)
    assert list_month(now=OPENS) is not None
    carried_out(nordsoft, "r-2")
    assert list_month(now=OPENS + timedelta(hours=1)) is None
    assert Ticket.objects.get().messages.count() == 2


def test_a_list_missed_on_its_day_is_made_afterwards(nordsoft: Cast) -> None:
    carried_out(nordsoft)
    made = list_month(now=at(1, 12, month=11))
    assert made is not None
    assert f"{made.month}" == "2026-10-01"


def test_a_list_that_is_late_leaves_the_next_months_runs_to_the_next_list(nordsoft: Cast) -> None:
    carried_out(nordsoft)
    november = Run("r-2", nordsoft.customer, date(2026, 11, 1), at(1, 9, month=11), None)
    report_run(run=november, actor=nordsoft.agent, now=at(1, 10, month=11))
    list_month(now=at(1, 12, month=11))
    assert [line.run.run_id for line in Ticket.objects.get().payroll_lines.all()] == ["r-1"]


def test_next_months_list_joins_the_case_that_is_still_open(nordsoft: Cast) -> None:
    carried_out(nordsoft)
    list_month(now=OPENS)
    list_month(now=at(30, 9, month=11))
    case = Ticket.objects.get()
    assert (case.payroll_lines.count(), OutboxMessage.objects.count()) == (2, 2)


def test_next_months_list_opens_another_case_once_the_first_is_solved(nordsoft: Cast) -> None:
    carried_out(nordsoft)
    list_month(now=OPENS)
    resolve(ticket=Ticket.objects.get(), actor=nordsoft.agent, solution="Promised for Monday.", now=at(30, 11))
    list_month(now=at(30, 9, month=11))
    assert Ticket.objects.count() == 2


def test_an_approval_is_noted_in_the_case(nordsoft: Cast) -> None:
    run = carried_out(nordsoft)
    list_month(now=OPENS)
    approved = Run(run.run_id, nordsoft.customer, run.month, run.carried_out_at, OPENS)
    for _twice in range(2):
        report_run(run=approved, actor=nordsoft.agent, now=OPENS + timedelta(hours=1))
    notes = Ticket.objects.get().messages.filter(kind=Message.Kind.NOTE).order_by("pk")
    assert [("r-1" in note.text) for note in notes] == [True, True]


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_every_tenant_is_listed_by_its_own_calendar(nordsoft: Cast, lonhuset: Cast) -> None:
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk), transaction.atomic():
            carried_out(cast)
    list_all(now=OPENS)
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk), transaction.atomic():
            assert Ticket.objects.count() == 1
            assert PayrollList.objects.filter(month="2026-10-01").count() == 1


def test_what_the_monthly_task_asks_of_the_database(nordsoft: Cast) -> None:
    carried_out(nordsoft, "r-1")
    carried_out(nordsoft, "r-2")
    with Budget(80):  # one case, filed, told and noted
        list_month(now=OPENS)
    with Budget(5):  # every five minutes
        list_month(now=OPENS + timedelta(minutes=5))
