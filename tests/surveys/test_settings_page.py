"""Managers choose who is asked, and look up why somebody was not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from surveys.models import Invitation, SurveySettings
from surveys.selectors.not_sent import not_sent_by_month, not_sent_tickets
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.windows import signed_in
from tickets.models import Ticket

ZONE = ZoneInfo("Europe/Stockholm")
Reason = Invitation.Reason
PAGE = "/nordsoft/survey/not-sent/"


def not_asked(ticket: Ticket, at: datetime, reason: str, *, number: int = 0) -> Invitation:
    return Invitation.objects.create(
        ticket=ticket,
        contact=ticket.contact,
        resolved_at=at - timedelta(days=1, seconds=number),
        send_at=at,
        state=Invitation.State.NOT_SENT,
        reason=reason,
    )


def test_the_choices_are_kept(nordsoft: Cast) -> None:
    manager = signed_in(nordsoft.manager.user)
    sent = {"share": "25", "has_reminder": "on", "test_tag": "#Intern", "test_customer": nordsoft.customer.pk}
    sent["names_colleagues"] = "on"
    assert manager.post("/nordsoft/survey/settings/", sent).status_code == 302
    kept = SurveySettings.objects.get()
    assert (kept.share, kept.has_reminder, kept.test_tag, kept.names_colleagues) == (25, True, "intern", True)
    assert kept.test_customer == nordsoft.customer
    page = manager.get("/nordsoft/survey/settings/").content.decode()
    assert 'value="25"' in page
    assert "Surveys" in manager.get("/nordsoft/desk/settings/").content.decode()


@pytest.mark.parametrize("share", ["0", "101", "", "x"])
def test_a_share_that_is_none_is_refused(nordsoft: Cast, share: str) -> None:
    manager = signed_in(nordsoft.manager.user)
    assert manager.post("/nordsoft/survey/settings/", {"share": share, "test_tag": "test"}).status_code == 422
    assert not SurveySettings.objects.exists()


def test_reasons_are_counted_in_the_tenants_months(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    turn = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)  # midnight in Stockholm: April begins
    not_asked(ticket, turn - timedelta(seconds=1), Reason.SAMPLED)
    not_asked(ticket, turn, Reason.SAMPLED)
    not_asked(ticket, turn, Reason.SAMPLED, number=5)
    not_asked(ticket, turn, Reason.TEST, number=6)
    Invitation.objects.create(ticket=ticket, resolved_at=MONDAY, send_at=turn)  # planned: has no reason
    with Budget(1):
        rows = not_sent_by_month(date(2026, 2, 1), date(2026, 4, 1), ZONE)
    assert [(row.reason, [count for _month, count in row.counts], row.total) for row in rows] == [
        ("sampled", [0, 1, 2], 3),
        ("test", [0, 0, 1], 1),
    ]
    for row in rows:
        for month, count in row.counts:
            assert not_sent_tickets(month, ZONE, row.reason).count() == count


@time_machine.travel(MONDAY, tick=False)
def test_behind_each_count_stand_its_tickets_page_by_page(nordsoft: Cast) -> None:
    manager = signed_in(nordsoft.manager.user)
    assert "Every survey was sent." in manager.get(PAGE).content.decode()
    ticket = make_ticket(nordsoft)
    for number in range(51):
        not_asked(ticket, MONDAY - timedelta(hours=1), Reason.JULY, number=number)
    page = manager.get(PAGE).content.decode()
    assert "?month=2026-03&amp;reason=july" in page
    with Budget(12):
        behind = manager.get(PAGE + "?month=2026-03&reason=july").content.decode()
    assert behind.count("Invoices cannot be printed") == 50
    last = manager.get(PAGE + "?month=2026-03&reason=july&page=2").content.decode()
    assert last.count("Invoices cannot be printed") == 1
    assert "Invoices" not in manager.get(PAGE + "?month=2026-03&reason=test").content.decode()


@pytest.mark.parametrize("asked", ["?month=x", "?month=2026-13", "?month=", "?month=2026-03&reason=bored"])
def test_what_is_no_month_or_reason_is_not_there(nordsoft: Cast, asked: str) -> None:
    assert signed_in(nordsoft.manager.user).get(PAGE + asked).status_code == 404
