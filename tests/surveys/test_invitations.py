"""Who is asked, when, and why not."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox.models import OutboxMessage
from surveys.models import Invitation
from surveys.services.answering import opt_out
from surveys.services.planning import plan_invitations
from surveys.services.sending import send_next
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.services.messages import customer_wrote
from tickets.services.resolution import resolve

FRIDAY = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)


def solved(cast: Cast, *, now: datetime = MONDAY, **fields: object) -> Ticket:
    ticket = make_ticket(cast, now=now, **fields)
    return resolve(ticket=ticket, actor=cast.agent, solution="Restart it.", now=now)


def ask(now: datetime) -> Invitation:
    plan_invitations(now=now)
    while send_next(now=now):
        pass
    return Invitation.objects.latest("pk")


def test_it_goes_out_24_hours_later(nordsoft: Cast) -> None:
    solved(nordsoft)
    plan_invitations(now=MONDAY)
    assert Invitation.objects.get().send_at == MONDAY + timedelta(days=1)
    assert not send_next(now=MONDAY + timedelta(hours=23))
    assert send_next(now=MONDAY + timedelta(hours=24))
    mail = OutboxMessage.objects.get(dedupe_key__startswith="survey:")
    assert mail.text.count("/survey/") == 2
    assert mail.html.count("?score=") == 11
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_waits_for_opening_hours(nordsoft: Cast) -> None:
    solved(nordsoft, now=FRIDAY)
    plan_invitations(now=FRIDAY)
    assert Invitation.objects.get().send_at == datetime(2026, 3, 9, 7, 0, tzinfo=UTC)  # Monday 08:00


def test_planning_twice_asks_once(nordsoft: Cast) -> None:
    solved(nordsoft)
    assert plan_invitations(now=MONDAY) == 1
    assert plan_invitations(now=MONDAY) == 0


def test_at_most_one_a_person_in_90_days(nordsoft: Cast) -> None:
    solved(nordsoft)
    ask(MONDAY + timedelta(days=1))
    solved(nordsoft, now=MONDAY + timedelta(days=30))
    assert ask(MONDAY + timedelta(days=31)).reason == Invitation.Reason.RECENT
    solved(nordsoft, now=MONDAY + timedelta(days=91))
    assert ask(MONDAY + timedelta(days=92)).state == Invitation.State.SENT


def test_none_in_july(nordsoft: Cast) -> None:
    june = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
    solved(nordsoft, now=june)
    assert ask(june + timedelta(days=1)).reason == Invitation.Reason.JULY


def test_none_for_somebody_who_opted_out(nordsoft: Cast) -> None:
    nordsoft.karin.no_surveys = True
    nordsoft.karin.save()
    solved(nordsoft)
    assert ask(MONDAY + timedelta(days=1)).reason == Invitation.Reason.OPTED_OUT


def test_who_opted_out_is_not_asked_as_a_contact_of_another_customer(nordsoft: Cast) -> None:
    opt_out(contact=nordsoft.karin)
    nordsoft.lars.email = nordsoft.karin.email.upper()  # entered later, for the same person
    nordsoft.lars.save()
    solved(nordsoft, contact=nordsoft.lars)
    assert ask(MONDAY + timedelta(days=1)).reason == Invitation.Reason.OPTED_OUT


def test_none_for_a_ticket_opened_again(nordsoft: Cast) -> None:
    ticket = solved(nordsoft)
    plan_invitations(now=MONDAY)
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="No", now=MONDAY + timedelta(hours=2))
    assert ask(MONDAY + timedelta(days=1)).reason == Invitation.Reason.REOPENED


def test_none_without_an_address(nordsoft: Cast) -> None:
    nordsoft.lars.email = ""
    nordsoft.lars.save()
    solved(nordsoft, contact=nordsoft.lars)
    assert ask(MONDAY + timedelta(days=1)).reason == Invitation.Reason.NO_ADDRESS


@pytest.mark.parametrize("days", [11, 20])
def test_a_worker_that_stood_still_too_long_asks_nobody(nordsoft: Cast, days: int) -> None:
    solved(nordsoft)
    plan_invitations(now=MONDAY)
    while send_next(now=MONDAY + timedelta(days=days)):
        pass
    expected = Invitation.State.SENT if days == 11 else Invitation.State.NOT_SENT
    assert Invitation.objects.get().state == expected


def test_what_a_worker_that_stood_still_has_left_waits_for_opening_hours(nordsoft: Cast) -> None:
    solved(nordsoft)
    assert ask(datetime(2026, 3, 3, 21, 0, tzinfo=UTC)).state == Invitation.State.PLANNED
    assert Invitation.objects.get().send_at == datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
    assert ask(datetime(2026, 3, 4, 7, 0, tzinfo=UTC)).state == Invitation.State.SENT


def test_a_person_is_one_however_the_address_is_written(nordsoft: Cast) -> None:
    solved(nordsoft)
    ask(MONDAY + timedelta(days=1))
    nordsoft.lars.email = nordsoft.karin.email.upper()
    nordsoft.lars.save()
    solved(nordsoft, now=MONDAY + timedelta(days=7), contact=nordsoft.lars)
    assert ask(MONDAY + timedelta(days=8)).reason == Invitation.Reason.RECENT
