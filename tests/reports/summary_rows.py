"""Two months made by hand: what happened in September and October 2026, as it stands on 2 November."""

from datetime import UTC, datetime, timedelta
from typing import Any

from surveys.models import Answer, FollowUp, Invitation
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import SlaClock, Ticket

# Monday 2 November 2026, 10:00 in Stockholm and Copenhagen (winter).
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SEPTEMBER = [10] * 6 + [7] * 2 + [3] * 4
OCTOBER = [10] * 11


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """Give an instant of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def two_months(cast: Cast) -> dict[str, Ticket]:
    """Make them for one tenant: five tickets by letter, with their clocks, and the surveys."""
    a = _ticket(cast, "A", at(10, 5), at(10, 6))
    b = _ticket(cast, "B", at(10, 12), at(10, 13))
    c = _ticket(cast, "C", at(10, 20), None)
    d = _ticket(cast, "D", at(9, 30, 22, 30), None)  # half past midnight on 1 October
    e = _ticket(cast, "E", at(9, 10), at(9, 30))
    _clock(a, "start", at(10, 5, 11), "met", minutes=30)
    _clock(a, "resolution", at(10, 6, 9), "breached", minutes=100)
    _clock(b, "start", at(10, 12, 11), "breached", minutes=240, severity="high")
    _clock(b, "resolution", at(10, 13, 9), "breached", minutes=61, severity="high")
    _clock(c, "start", at(10, 21), "running")
    _clock(d, "start", at(11, 2, 10), "running")  # at risk
    _clock(e, "start", at(9, 10, 11), "met", minutes=20)
    for when, scores in ((at(9, 12), SEPTEMBER), (at(10, 14), OCTOBER)):
        answers = [_survey(e, when, score, place) for place, score in enumerate([*scores, None])]
    assert answers[0]
    FollowUp.objects.create(answer=answers[0], due_at=at(10, 30))
    return {"A": a, "B": b, "C": c, "D": d, "E": e}


def _ticket(cast: Cast, name: str, opened: datetime, solved: datetime | None) -> Ticket:
    made = make_ticket(cast, subject=f"Ticket {name}")
    values: dict[str, Any] = {"status": "resolved", "solution": "Done.", "resolved_at": solved} if solved else {}
    Ticket.objects.filter(pk=made.pk).update(opened_at=opened, **values)
    SlaClock.objects.filter(ticket=made, sequence=1).exclude(metric="start").delete()
    return made


def _clock(
    ticket: Ticket, metric: str, due: datetime, state: str, *, minutes: int = 0, severity: str = "normal"
) -> None:
    """Give a clock with an hour to go, that took so many minutes."""
    pattern = SlaClock.objects.filter(ticket=ticket, metric="start").earliest("pk")
    stopped = due + timedelta(minutes=minutes - 60) if minutes else None
    if metric == "start":
        pattern.delete()
    SlaClock.objects.create(
        ticket=ticket, metric=metric, sequence=1, severity=severity, state=state, target_seconds=3600,
        policy_version=pattern.policy_version, calendar_version=pattern.calendar_version,
        started_at=due - timedelta(hours=1), due_at=due, risk_at=due - timedelta(hours=1), stopped_at=stopped,
        used_seconds=60 * minutes if minutes else None,
    )  # fmt: skip


def _survey(ticket: Ticket, sent: datetime, score: int | None, place: int) -> Answer | None:
    solved = sent - timedelta(days=1, seconds=place)
    asked = Invitation.objects.create(
        ticket=ticket, contact=ticket.contact, resolved_at=solved, send_at=sent, sent_at=sent, state="sent"
    )
    return None if score is None else Answer.objects.create(invitation=asked, score=score, answered_at=sent)
