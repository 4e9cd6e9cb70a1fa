"""The remote sessions of a ticket, as its page shows them."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import QuerySet

from accounts import formats
from accounts.tenancy.prepared import Prepared
from tickets.models import RemoteSession, Ticket


@dataclass(frozen=True)
class SessionRow:
    """One session; `ended` and `took` are empty while it runs."""

    pk: int
    agent: str
    purpose: str
    consent: str
    consent_at: str
    began: str
    ended: str
    took: str
    is_running: bool


def session_rows(ticket: Ticket, *, now: datetime, zone: tzinfo) -> list[SessionRow]:
    """Give them, the newest first. One question."""
    return [_row(session, now, zone) for session in _SESSIONS.rows(ticket.pk)]


def _sessions(_shape: None, ticket: int) -> QuerySet[RemoteSession]:
    return RemoteSession.objects.filter(ticket=ticket).select_related("agent__user").reverse()


_SESSIONS = Prepared(_sessions)


def _row(session: RemoteSession, now: datetime, zone: tzinfo) -> SessionRow:
    ended = session.ended_at
    return SessionRow(
        pk=session.pk,
        agent=session.agent.user.name,
        purpose=session.purpose,
        consent=session.consent_by,
        consent_at=formats.near_time(session.consent_at, now, zone),
        began=formats.near_time(session.started_at, now, zone),
        ended=formats.clock_time(ended, zone) if ended else "",
        took=formats.duration(int((ended - session.started_at).total_seconds())) if ended else "",
        is_running=ended is None,
    )
