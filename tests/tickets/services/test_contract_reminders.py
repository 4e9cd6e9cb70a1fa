"""Managers are told of a contract 90, 60 and 30 days before something must be decided, once each."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from contracts.models import Contract
from contracts.services.renewing import turn_contracts
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import Cast, make_member
from tests.windows import signed_in
from tickets.models import Notification, NotificationChoice
from tickets.selectors.notifications import my_notices
from tickets.services.contract_reminders import remind_of_contracts
from tickets.services.notification_mails import mail_due

LAST = date(2026, 12, 31)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


def before(days: int, last: date = LAST) -> datetime:
    return noon(last - timedelta(days=days))


@pytest.fixture
def ending(nordsoft: Cast) -> Cast:
    """The contract ends with the year and does not renew."""
    Contract.objects.update(ends_on=LAST)
    nordsoft.contract.refresh_from_db()
    return nordsoft


def steps(cast: Cast) -> list[tuple[int, str]]:
    events = cast.contract.events.filter(kind="reminded").order_by("pk")
    return [(event.data["days"], event.data["by"]) for event in events]


def test_each_step_is_told_once(ending: Cast) -> None:
    told = [remind_of_contracts(now=before(days)) for days in (91, 90, 90, 61, 60, 31, 30, 29, 0, -1)]
    assert told == [0, 1, 0, 0, 1, 0, 1, 0, 0, 0]
    assert steps(ending) == [(90, "2026-12-31"), (60, "2026-12-31"), (30, "2026-12-31")]


def test_one_entered_late_gets_the_step_it_stands_in(ending: Cast) -> None:
    assert [remind_of_contracts(now=before(days)) for days in (45, 44)] == [1, 0]
    assert steps(ending) == [(60, "2026-12-31")]


def test_where_it_renews_the_last_day_to_give_notice_counts(ending: Cast) -> None:
    Contract.objects.update(renews=True)
    by = date(2026, 9, 30)
    assert [remind_of_contracts(now=before(days, by)) for days in (91, 90, 0, -1)] == [0, 1, 1, 0]
    row = Notification.objects.order_by("pk")[0]
    text = my_notices(ending.manager, now=row.created_at)[0].text
    assert text == "It renews after 31 Dec 2026 unless notice is given by 30 Sep 2026."


def test_the_next_period_is_told_of_again(ending: Cast) -> None:
    Contract.objects.update(renews=True, notice_months=0)
    remind_of_contracts(now=before(30))
    turn_contracts(now=noon(LAST + timedelta(days=1)))
    assert remind_of_contracts(now=before(30, date(2027, 12, 31))) == 1
    assert steps(ending) == [(30, "2026-12-31"), (30, "2027-12-31")]


@pytest.mark.parametrize("change", [{"status": "draft"}, {"status": "notice"}, {"status": "ended"}, {"ends_on": None}])
def test_nobody_is_told_where_nothing_is_to_be_decided(ending: Cast, change: dict[str, object]) -> None:
    Contract.objects.update(**change)
    assert remind_of_contracts(now=before(30)) == 0


def test_managers_are_told_on_the_desk_and_by_mail(ending: Cast) -> None:
    remind_of_contracts(now=before(30))
    assert Notification.objects.get().receiver == ending.manager
    row = my_notices(ending.manager, now=before(30))[0]
    assert (row.subject, row.customer) == ("Professional", "Bergs Bygg AB")
    assert row.text == "It ends on 31 Dec 2026."
    assert row.url.endswith(f"/desk/contracts/{ending.contract.pk}/")
    mail_due(now=before(30))
    letter = OutboxMessage.objects.get(recipient=ending.manager.user.email)
    assert "Bergs Bygg AB: Professional" in letter.subject
    assert "Bergs Bygg AB: Professional" in letter.html
    assert f"/nordsoft/desk/contracts/{ending.contract.pk}/" in letter.text
    mail_due(now=before(29))
    assert OutboxMessage.objects.count() == 1


def test_two_contracts_come_as_one_mail_by_name(ending: Cast) -> None:
    Contract.objects.create(
        customer=ending.stranger, plan_version=ending.contract.plan_version, starts_on=date(2026, 1, 1), ends_on=LAST
    )
    assert remind_of_contracts(now=before(30)) == 2
    mail_due(now=before(30))
    text = OutboxMessage.objects.get().text
    assert "Bergs Bygg AB: Professional" in text
    assert "Furuviks Bageri: Professional" in text


def test_each_is_told_as_they_want_and_without_managers_the_admins_are(ending: Cast) -> None:
    other = make_member("manager", "Vera Lind", "nordsoft")
    NotificationChoice.objects.create(membership=other, ways={"contract": "off"})
    NotificationChoice.objects.create(membership=ending.manager, ways={"contract": "desk"})
    remind_of_contracts(now=before(90))
    row = Notification.objects.get()
    assert (row.receiver, row.mail_at) == (ending.manager, None)
    type(other).objects.filter(role="manager").update(is_active=False)
    remind_of_contracts(now=before(60))
    assert Notification.objects.latest("pk").receiver == ending.admin


def test_the_page_shows_it_and_marks_it_read(ending: Cast) -> None:
    remind_of_contracts(now=before(30))
    client: Client = signed_in(ending.manager.user)
    page = client.get("/nordsoft/desk/notifications/").content.decode()
    assert "It ends on 31 Dec 2026." in page
    assert "Mark the contract of Bergs Bygg AB as read" in page
    client.post("/nordsoft/desk/notifications/", {"key": f"n{Notification.objects.get().pk}"})
    assert Notification.objects.get().read_at
    assert (
        "A contract is about to end or renew" in client.get("/nordsoft/desk/notifications/settings/").content.decode()
    )


def test_a_round_asks_few_questions(ending: Cast, lonhuset: Cast) -> None:
    with Budget(5):  # the tenants, two of each; of nordsoft nothing is due yet
        remind_of_contracts(now=before(200))
    with Budget(18):
        remind_of_contracts(now=before(30))
