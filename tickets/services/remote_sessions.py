"""Work on the customer's own screen, with their consent (domain: Remote session)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import RemoteSession, Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record

Kind = TicketEvent.Kind


@transaction.atomic
def begin_session(
    *,
    ticket: Ticket,
    actor: Membership,
    consent_by: str,
    purpose: str,
    now: datetime,
    consent_at: datetime | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> RemoteSession:
    """Record a remote session of `actor`'s: one that begins now, or one of the past with its times, given by hand.

    ValidationError by field: nobody consented, no purpose, consent after the beginning, times that lie ahead or end
    before they begin, and a second session of one agent on one ticket while the first still runs.
    """
    started_at = started_at or now
    consent_at = consent_at or min(started_at, now)
    errors = {}
    if not consent_by.strip():
        errors["consent_by"] = _("Name who consented: without consent there is no session.")
    if not purpose.strip():
        errors["purpose"] = _("Write what the session is for.")
    if consent_at > started_at:
        errors["consent_at"] = _("The consent must come before the session.")
    if max(started_at, ended_at or started_at) > now:
        errors["started_at"] = _("The session lies ahead.")
    if ended_at is not None and ended_at < started_at:
        errors["ended_at"] = _("The session ends before it begins.")
    if errors:
        raise ValidationError(errors, code="session")
    with changing(ticket, now=now) as current:
        if ended_at is None and current.remote_sessions.filter(agent=actor, ended_at=None).exists():
            raise ValidationError(_("Your session on this ticket is still running. End it first."), code="status")
        session = RemoteSession.objects.create(
            ticket=current,
            agent=actor,
            consent_by=consent_by.strip(),
            consent_at=consent_at,
            purpose=purpose.strip(),
            started_at=started_at,
            ended_at=ended_at,
        )
        facts: dict[str, Any] = {"session": session.pk, "consent_by": session.consent_by, "purpose": session.purpose}
        record(current, Kind.REMOTE_BEGUN, actor=actor, now=now, **facts, by_hand=ended_at is not None)
    return session


@transaction.atomic
def end_session(*, session: RemoteSession, actor: Membership, now: datetime) -> RemoteSession:
    """End a running session; one that has ended keeps its end."""
    with changing(session.ticket, now=now) as current:
        kept = RemoteSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if kept.ended_at is None:
            kept.ended_at = max(now, kept.started_at)
            kept.save(update_fields=["ended_at"])
            seconds = int((kept.ended_at - kept.started_at).total_seconds())
            record(current, Kind.REMOTE_ENDED, actor=actor, now=now, session=kept.pk, seconds=seconds)
    return kept
