"""One reminder, five days after the survey, to those who did not answer."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from contracts.models import Contact
from outbox.models import OutboxMessage
from surveys.models import Invitation
from surveys.selectors.not_sent import not_reminded_by_month
from surveys.services.answering import answer_survey, opt_out
from surveys.services.reminding import remind_next
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.surveys.test_invitations import ask, solved
from tests.surveys.test_sampling import choose
from tests.windows import signed_in
from tickets.models import Ticket
from tickets.services.messages import customer_wrote

ZONE = ZoneInfo("Europe/Stockholm")
SENT = MONDAY + timedelta(days=1)
# Five days after Tuesday morning is Sunday: the desk opens on Monday at 8.
REMINDED = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)


@pytest.fixture
def asked(nordsoft: Cast) -> Invitation:
    choose(nordsoft, has_reminder=True)
    solved(nordsoft)
    return ask(SENT)


def link_of(mail: OutboxMessage) -> str:
    found = re.search(r"http://testserver/nordsoft/survey/[^/\s]+/(?=\s)", mail.text)
    assert found
    return found[0]


def why_not() -> str:
    """Give the recorded reason of the one reminder that was let be."""
    left = Invitation.objects.get()
    assert (reminders(), left.remind_at, left.reminded_at) == (0, None, None)
    return left.not_reminded


def reminders() -> int:
    return OutboxMessage.objects.filter(dedupe_key__endswith=":reminder").count()


def test_it_goes_out_five_days_later_in_opening_hours_with_the_same_link(asked: Invitation) -> None:
    assert asked.remind_at == REMINDED
    assert not remind_next(now=REMINDED - timedelta(seconds=1))
    assert remind_next(now=REMINDED)
    first, second = OutboxMessage.objects.filter(dedupe_key__startswith="survey:").order_by("pk")
    assert link_of(first) == link_of(second)
    assert second.subject.startswith("Påminnelse") or second.subject.startswith("Reminder")
    assert second.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert second.html.count("?score=") == 11


def test_invitation_and_reminder_are_forgotten_as_soon_as_they_are_sent(asked: Invitation) -> None:
    assert remind_next(now=REMINDED)
    mails = OutboxMessage.objects.filter(dedupe_key__startswith="survey:")
    assert [mail.is_secret for mail in mails] == [True, True]  # whoever reads one can answer as the customer


def test_it_goes_out_once(asked: Invitation) -> None:
    assert remind_next(now=REMINDED)
    assert not remind_next(now=REMINDED + timedelta(days=10))
    Invitation.objects.update(remind_at=REMINDED)  # as if a worker had died between mail and note
    remind_next(now=REMINDED)
    assert reminders() == 1


def test_nobody_is_reminded_where_the_tenant_does_not_want_it(nordsoft: Cast) -> None:
    solved(nordsoft)
    assert ask(SENT).remind_at is None


def test_nobody_is_reminded_once_the_tenant_wants_it_no_more(asked: Invitation, nordsoft: Cast) -> None:
    choose(nordsoft, has_reminder=False)
    assert remind_next(now=REMINDED)
    assert why_not() == "unwanted"


def test_who_has_answered_is_left_alone(asked: Invitation) -> None:
    answer_survey(invitation=asked, score=9, reason="", improvement="", now=SENT)
    assert remind_next(now=REMINDED)
    assert why_not() == "answered"


def test_who_has_opted_out_is_left_alone(asked: Invitation, nordsoft: Cast) -> None:
    opt_out(contact=nordsoft.karin)
    assert remind_next(now=REMINDED)
    assert why_not() == "opted_out"


def test_a_ticket_opened_again_is_not_asked_about(asked: Invitation, nordsoft: Cast) -> None:
    customer_wrote(ticket=asked.ticket, contact=nordsoft.karin, actor=None, text="No", now=SENT + timedelta(hours=1))
    assert remind_next(now=REMINDED)
    assert why_not() == "reopened"


def test_nobody_is_reminded_in_july(nordsoft: Cast) -> None:
    choose(nordsoft, has_reminder=True)
    june = datetime(2026, 6, 25, 9, 0, tzinfo=UTC)
    solved(nordsoft, now=june)
    assert ask(june + timedelta(days=1)).state == Invitation.State.SENT
    assert remind_next(now=datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
    assert not remind_next(now=datetime(2026, 8, 1, 9, 0, tzinfo=UTC))
    assert why_not() == "july"


@pytest.mark.parametrize("late", [timedelta(days=15), timedelta(days=30)])
def test_a_worker_that_stood_still_for_long_reminds_nobody(asked: Invitation, late: timedelta) -> None:
    assert remind_next(now=REMINDED + late)
    assert why_not() == "too_old"


def test_what_falls_outside_opening_hours_waits(asked: Invitation) -> None:
    night = REMINDED.replace(hour=22)
    assert remind_next(now=night)
    assert not remind_next(now=night)
    assert remind_next(now=REMINDED + timedelta(days=1))
    assert reminders() == 1


def test_another_secret_makes_no_other_link(asked: Invitation, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret"
    assert remind_next(now=REMINDED)
    assert reminders() == 1
    first, second = OutboxMessage.objects.filter(dedupe_key__startswith="survey:").order_by("pk")
    assert link_of(first) == link_of(second)


def test_each_reason_to_let_it_be_is_recorded(asked: Invitation, nordsoft: Cast) -> None:
    def let_be(**contact: Any) -> str:
        before = {name: getattr(nordsoft.karin, name) for name in contact}
        Contact.objects.update(**contact)
        Invitation.objects.update(remind_at=REMINDED, not_reminded="")
        assert remind_next(now=REMINDED)
        Contact.objects.filter(pk=nordsoft.karin.pk).update(**before)
        return why_not()

    assert let_be(email="") == "no_address"
    assert let_be(left_at=SENT) == "left"
    Invitation.objects.update(token_hash="0" * 64)
    assert let_be() == "no_link"
    Ticket.objects.filter(pk=asked.ticket_id).update(merged_into=make_ticket(nordsoft), status="closed", closed_at=SENT)
    assert let_be() == "merged"


def test_a_reminder_that_was_sent_has_no_reason(asked: Invitation, nordsoft: Cast) -> None:
    assert remind_next(now=REMINDED)
    asked.refresh_from_db()
    assert (asked.reminded_at, asked.not_reminded) == (REMINDED, "")


@time_machine.travel(REMINDED, tick=False)
def test_managers_see_why_nobody_was_reminded(asked: Invitation, nordsoft: Cast) -> None:
    opt_out(contact=nordsoft.karin)
    remind_next(now=REMINDED)
    assert [(row.reason, row.total) for row in not_reminded_by_month(date(2026, 3, 1), date(2026, 3, 1), ZONE)] == [
        ("opted_out", 1)
    ]
    manager = signed_in(nordsoft.manager.user)
    assert "Why nobody was reminded" in manager.get("/nordsoft/survey/not-sent/").content.decode()
    beside = manager.get(f"/nordsoft/survey/of-ticket/{asked.ticket.number}/").content.decode()
    assert "Not reminded: Wants no surveys." in beside
