"""NPS by month: cohorts by the month of sending, in the tenant's zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from surveys.models import Answer, Invitation
from surveys.nps import Tally, interval
from surveys.selectors import monthly_nps, rolling_12
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Ticket

ZONE = ZoneInfo("Europe/Stockholm")
MAY = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)


def asked(ticket: Ticket, sent_at: datetime, score: int | None = None, *, answered_at: datetime | None = None) -> None:
    """Record an invitation sent at a moment, answered or not."""
    invitation = Invitation.objects.create(
        ticket=ticket,
        contact=ticket.contact,
        resolved_at=sent_at - timedelta(days=1),
        send_at=sent_at,
        sent_at=sent_at,
        state=Invitation.State.SENT,
    )
    if score is not None:
        Answer.objects.create(invitation=invitation, score=score, answered_at=answered_at or sent_at)


def test_each_month_counts_who_was_asked_and_what_they_said(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for at, score in enumerate([10, 9, 9, 8, 7, 6, 0, None, None, None]):
        asked(ticket, MAY + timedelta(minutes=at), score)
    april, may = monthly_nps(date(2026, 4, 1), date(2026, 5, 1), ZONE)
    assert (april.sent, april.answers, april.score, april.response_rate) == (0, 0, None, None)
    assert (may.month, may.sent, may.answers) == (date(2026, 5, 1), 10, 7)
    assert may.tally == Tally(promoters=3, passives=2, detractors=2)
    assert may.interval == interval(Tally(3, 2, 2))
    assert may.response_rate == 0.7


def test_an_answer_counts_in_the_month_of_its_invitation(nordsoft: Cast) -> None:
    asked(make_ticket(nordsoft), MAY, 9, answered_at=MAY + timedelta(days=25))
    may, june = monthly_nps(date(2026, 5, 1), date(2026, 6, 1), ZONE)
    assert (may.answers, june.answers) == (1, 0)


def test_the_zone_cuts_the_months(nordsoft: Cast) -> None:
    asked(make_ticket(nordsoft), datetime(2026, 4, 30, 22, 30, tzinfo=UTC), 9)  # 1 May 00:30 in Stockholm
    april, may = monthly_nps(date(2026, 4, 1), date(2026, 5, 1), ZONE)
    assert (april.sent, may.sent) == (0, 1)
    april, may = monthly_nps(date(2026, 4, 1), date(2026, 5, 1), ZoneInfo("UTC"))
    assert (april.sent, may.sent) == (1, 0)


def test_what_was_not_sent_does_not_count(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Invitation.objects.create(
        ticket=ticket, resolved_at=MAY, send_at=MAY, state=Invitation.State.NOT_SENT, reason=Invitation.Reason.JULY
    )
    assert monthly_nps(date(2026, 5, 1), date(2026, 5, 1), ZONE)[0].sent == 0


def test_twelve_months_add_their_answers_up(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for step in range(13):
        asked(ticket, datetime(2025, 5, 12, 8, tzinfo=UTC) + timedelta(days=30.44 * step), 10 if step else 0)
    months = monthly_nps(date(2025, 5, 1), date(2026, 5, 1), ZONE)
    april, may = rolling_12(months)
    assert (april.month, april.sent, april.tally) == (date(2026, 4, 1), 12, Tally(11, 0, 1))
    assert (may.month, may.sent, may.tally) == (date(2026, 5, 1), 12, Tally(12, 0, 0))


def test_it_asks_the_database_once(nordsoft: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        monthly_nps(date(2024, 1, 1), date(2026, 12, 1), ZONE)
