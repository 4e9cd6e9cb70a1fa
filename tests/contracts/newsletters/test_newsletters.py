"""The newsletter: of the notices of two weeks, every other week, never empty, sent once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import NotAllowedError
from contracts.mailings.rounds import mail_round
from contracts.models import Mailing, Newsletter, Product
from contracts.newsletters.selectors import due_issue, issue_day
from contracts.newsletters.services import Issue, compose_due, drop_issue, edit_issue, save_settings, send_issue
from contracts.notices.services.writing import withdraw_notice
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.contracts.notices.making import DAY, a_notice, subscribe

# 3 March 2026 is the Tuesday of ISO week 10.
TUESDAY = datetime(2026, 3, 3, 8, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)


@pytest.fixture
def tuesdays(nordsoft: Cast) -> Cast:
    save_settings(actor=nordsoft.manager, newsletter="draft", weekday=2, has_public_calendar=False)
    return nordsoft


def composed(cast: Cast, now: datetime = TUESDAY) -> Newsletter | None:
    return compose_due(tenant=cast.tenant, now=now)


def titles(newsletter: Newsletter | None) -> list[str]:
    assert newsletter
    return [item.notice.title_sv for item in newsletter.items.filter(is_included=True)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine says nothing
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 7))
def test_the_day_of_issue_is_the_weekday_of_an_even_week(on: date, weekday: int) -> None:
    day = issue_day(on, weekday)
    assert day <= on
    assert (day.isoweekday(), day.isocalendar().week % 2) == (weekday, 0)
    assert (on - day).days < 21  # a year of 53 weeks has two odd weeks beside each other
    assert due_issue(on, weekday) == (day if (on - day).days <= 3 else None)


def test_it_is_composed_of_two_weeks_on_its_day(tuesdays: Cast) -> None:
    a_notice(tuesdays, now=TUESDAY - TWO_WEEKS - DAY, title_sv="For gammal")
    a_notice(tuesdays, now=TUESDAY - 2 * DAY, title_sv="Ny")
    a_notice(tuesdays, now=TUESDAY, title_sv="I dag")
    assert composed(tuesdays, TUESDAY - DAY) is None
    assert composed(tuesdays, datetime(2026, 3, 3, 6, 59, tzinfo=UTC)) is None  # 07:59 in Stockholm
    issue = composed(tuesdays)
    assert issue
    assert (issue.status, issue.issued_on, titles(issue)) == ("draft", date(2026, 3, 3), ["Ny"])
    assert composed(tuesdays) is None
    assert not Mailing.objects.filter(kind="newsletter").exists()


def test_a_day_that_was_missed_is_made_up_for(tuesdays: Cast) -> None:
    a_notice(tuesdays, now=TUESDAY - DAY)
    assert composed(tuesdays, TUESDAY + 4 * DAY) is None
    issue = composed(tuesdays, TUESDAY + 3 * DAY)
    assert issue
    assert issue.issued_on == date(2026, 3, 3)


def test_it_is_never_empty(tuesdays: Cast) -> None:
    assert composed(tuesdays) is None
    notice = a_notice(tuesdays, now=TUESDAY - DAY)
    issue = composed(tuesdays)
    assert issue
    withdraw_notice(notice=notice, actor=tuesdays.agent, now=TUESDAY)
    with pytest.raises(ValidationError) as refused:
        send_issue(newsletter=issue, actor=tuesdays.agent, now=TUESDAY)
    assert refused.value.code == "empty"


def test_what_has_passed_is_left_out(tuesdays: Cast) -> None:
    before = TUESDAY - 5 * DAY
    a_notice(tuesdays, "date", now=before, on_day=date(2026, 3, 2), title_sv="Passerat")
    a_notice(tuesdays, "date", now=before, on_day=date(2026, 3, 3), title_sv="I dag")
    a_notice(tuesdays, "operation", now=before, starts_at=before, ends_at=before + DAY, title_sv="Över")
    a_notice(tuesdays, "operation", now=before, starts_at=TUESDAY + DAY, title_sv="Planerat")
    a_notice(tuesdays, now=before, visible_until=date(2026, 3, 2), title_sv="Visas inte")
    assert titles(composed(tuesdays)) == ["I dag", "Planerat"]


def test_nothing_is_told_twice_or_left_out(tuesdays: Cast) -> None:
    """Over a year of 53 weeks, with an issue that nobody sent, each notice stands in one sent issue."""
    day, told, number = datetime(2026, 9, 1, 9, tzinfo=UTC), [], 0
    while day < datetime(2027, 3, 1, tzinfo=UTC):
        a_notice(tuesdays, now=day, title_sv=f"Nr {number}")
        number += 1
        issue = composed(tuesdays, day)
        if issue and issue.issued_on != date(2026, 10, 13):
            told += titles(issue)
            send_issue(newsletter=issue, actor=tuesdays.agent, now=day)
        day += DAY
    assert len(told) == len(set(told))
    assert told == [f"Nr {n}" for n in range(len(told))]
    assert number - len(told) < 14
    assert Newsletter.objects.get(issued_on=date(2026, 10, 13)).status == "dropped"


def test_introduction_order_and_choice_are_edited(tuesdays: Cast) -> None:
    notices = [a_notice(tuesdays, now=TUESDAY - DAY, title_sv=f"Nr {n}") for n in range(3)]
    issue = composed(tuesdays)
    assert issue
    chosen = Issue(intro_sv="Hej *alla*", notices=[notices[2].pk, notices[0].pk])
    edit_issue(newsletter=issue, actor=tuesdays.agent, issue=chosen, version=1)
    assert titles(issue) == ["Nr 2", "Nr 0"]
    with pytest.raises(ValidationError) as refused:
        edit_issue(newsletter=issue, actor=tuesdays.agent, issue=chosen, version=1)
    assert refused.value.code == "version"
    subscribe(tuesdays.karin, newsletter=[None])
    send_issue(newsletter=issue, actor=tuesdays.agent, now=TUESDAY)
    mail_round(now=TUESDAY)
    mail = OutboxMessage.objects.get()
    assert mail.text.index("Nr 2") < mail.text.index("Nr 0")
    assert "Nr 1" not in mail.text
    assert "<em>alla</em>" in mail.html


def test_it_is_sent_once(tuesdays: Cast) -> None:
    a_notice(tuesdays, now=TUESDAY - DAY)
    issue = composed(tuesdays)
    assert issue
    send_issue(newsletter=issue, actor=tuesdays.agent, now=TUESDAY)
    for refused in (
        lambda: send_issue(newsletter=issue, actor=tuesdays.agent, now=TUESDAY),
        lambda: edit_issue(newsletter=issue, actor=tuesdays.agent, issue=Issue(), version=1),
        lambda: drop_issue(newsletter=issue, actor=tuesdays.agent),
    ):
        with pytest.raises(ValidationError):
            refused()
    assert Mailing.objects.filter(kind="newsletter").count() == 1


def test_each_is_told_what_concerns_them_and_nobody_nothing(tuesdays: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    a_notice(tuesdays, now=TUESDAY - DAY, products=[other], title_sv="Om lön")
    subscribe(tuesdays.karin, newsletter=[None])
    tuesdays.contract.contract_products.create(product=tuesdays.product)
    issue = composed(tuesdays)
    assert issue
    send_issue(newsletter=issue, actor=tuesdays.agent, now=TUESDAY)
    mail_round(now=TUESDAY)
    assert not OutboxMessage.objects.exists()


def test_the_tenant_may_have_it_sent_by_itself(nordsoft: Cast) -> None:
    save_settings(actor=nordsoft.manager, newsletter="auto", weekday=2, has_public_calendar=False)
    subscribe(nordsoft.lars, newsletter=[None])
    subscribe(nordsoft.karin, release=[None])
    a_notice(nordsoft, now=TUESDAY - DAY)
    issue = composed(nordsoft)
    assert issue
    assert issue.status == "sent"
    mail_round(now=TUESDAY)
    letters = OutboxMessage.objects.filter(headers__has_key="List-Unsubscribe")
    newsletter: Any = letters.get(recipient=nordsoft.lars.email)
    assert "newsletter" in newsletter.headers["List-Unsubscribe"]
    assert letters.count() == 2  # and the release to Karin


def test_without_settings_there_is_none(nordsoft: Cast) -> None:
    a_notice(nordsoft, now=TUESDAY - DAY)
    assert composed(nordsoft) is None


def test_agents_edit_and_send_and_managers_decide_when(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        save_settings(actor=nordsoft.agent, newsletter="auto", weekday=2, has_public_calendar=False)
    issue = Newsletter.objects.create(issued_on=MONDAY.date(), since=MONDAY, until=MONDAY, composed_at=MONDAY)
    with pytest.raises(NotAllowedError):
        send_issue(newsletter=issue, actor=nordsoft.consultant, now=MONDAY)
