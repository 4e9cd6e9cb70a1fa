"""Remote sessions: no consent, no session."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import RemoteSession
from tickets.services.remote_sessions import begin_session, end_session


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour - 1, minute, tzinfo=UTC)


def test_begun_and_ended(nordsoft: Cast) -> None:
    who: dict[str, Any] = {"ticket": make_ticket(nordsoft), "actor": nordsoft.agent, "purpose": "Look at the printer"}
    session = begin_session(consent_by="Karin Bergman", now=at(10), **who)
    assert (session.consent_at, session.started_at, session.ended_at) == (at(10), at(10), None)
    with pytest.raises(ValidationError, match="still running"):
        begin_session(consent_by="Karin Bergman", now=at(10, 5), **who)
    assert end_session(session=session, actor=nordsoft.agent, now=at(10, 20)).ended_at == at(10, 20)
    assert end_session(session=session, actor=nordsoft.agent, now=at(10, 40)).ended_at == at(10, 20)
    kinds = [event.kind for event in who["ticket"].events.order_by("pk")]
    assert kinds[-2:] == ["remote_begun", "remote_ended"]
    assert who["ticket"].events.get(kind="remote_ended").data["seconds"] == 1200


def test_by_hand(nordsoft: Cast) -> None:
    times = {"consent_at": at(9), "started_at": at(9, 5), "ended_at": at(9, 30)}
    ticket = make_ticket(nordsoft)
    begin_session(ticket=ticket, actor=nordsoft.agent, consent_by="Lars", purpose="Look", now=at(10), **times)
    kept = RemoteSession.objects.get()
    assert (kept.consent_at, kept.started_at, kept.ended_at) == (at(9), at(9, 5), at(9, 30))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("consent_by", {"consent_by": " "}),
        ("purpose", {"purpose": ""}),
        ("consent_at", {"consent_at": at(9, 10), "started_at": at(9, 5), "ended_at": at(9, 30)}),
        ("started_at", {"started_at": at(10, 5)}),
        ("ended_at", {"started_at": at(9, 30), "ended_at": at(9, 5)}),
    ],
)
def test_refused_by_field(nordsoft: Cast, field: str, wrong: dict[str, Any]) -> None:
    said: dict[str, Any] = {"consent_by": "Karin", "purpose": "Look"}
    with pytest.raises(ValidationError) as refused:
        begin_session(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=at(10), **said | wrong)
    assert field in refused.value.message_dict
    assert not RemoteSession.objects.exists()


def test_the_database_holds_it_too(nordsoft: Cast) -> None:
    said: dict[str, Any] = {"ticket": make_ticket(nordsoft), "agent": nordsoft.agent, "purpose": "Look"}
    with pytest.raises(IntegrityError), transaction.atomic():
        RemoteSession.objects.create(consent_by="Karin", consent_at=at(11), started_at=at(10), **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        RemoteSession.objects.create(consent_by="", consent_at=at(10), started_at=at(10), **said)
