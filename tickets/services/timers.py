"""The running timer: one for each member, shown wherever they are at the desk."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import RunningTimer, Ticket, TimeEntry
from tickets.services.messages import refuse_merged
from tickets.services.time import log_time

# A timer that ran longer was forgotten: its owner says how long the work took.
FORGOTTEN_AFTER = timedelta(hours=8)
HINT_FOR = 7 * 24 * 3600  # seconds


@transaction.atomic
def start_timer(*, ticket: Ticket, actor: Membership, now: datetime) -> tuple[RunningTimer, TimeEntry | None]:
    """Time the actor's work on a ticket from now on. One that runs on another ticket is stopped and logged first; its
    entry is given as well. ValidationError where that one was forgotten, and for a merged ticket.
    """
    refuse_merged(ticket)
    running = timer_of(actor)
    if running is not None and running.ticket_id == ticket.pk:
        return running, None
    logged = stop_timer(actor=actor, now=now) if running else None
    try:
        with transaction.atomic():
            timer = RunningTimer.objects.create(ticket=ticket, membership=actor, started_at=now)
    except IntegrityError as error:  # started twice at once: the other one runs
        raise ValidationError(_("Your timer is running already."), code="running") from error
    tell_head(actor, timer)
    return timer, logged


@transaction.atomic
def stop_timer(
    *,
    actor: Membership,
    now: datetime,
    minutes: int | None = None,
    note: str = "",
    kind: str = "",
    reason: str = "",
    service: str = "",
) -> TimeEntry:
    """Stop the actor's timer and log its minutes, a minute begun as a whole one, or those the actor gives.

    ValidationError at `minutes` where it was forgotten (8 h) and none are given, and where none runs.
    """
    timer = RunningTimer.objects.select_for_update(of=("self",)).filter(membership=actor).first()
    if timer is None:
        raise ValidationError(_("No timer is running."), code="none")
    if minutes is None and is_forgotten(timer, now):
        raise ValidationError(
            {"minutes": _("The timer ran for more than 8 hours. How long did you work?")}, code="forgotten"
        )
    entry = log_time(
        ticket=Ticket.objects.get(pk=timer.ticket_id),
        actor=actor,
        minutes=minutes if minutes is not None else whole_minutes(timer, now),
        started_at=timer.started_at,
        ended_at=now,
        note=note,
        kind=kind,
        reason=reason,
        service=service,
        now=now,
    )
    timer.delete()
    tell_head(actor, None)
    return entry


@transaction.atomic
def discard_timer(*, actor: Membership) -> None:
    """Forget the actor's timer without logging anything. Done twice it is done once."""
    RunningTimer.objects.filter(membership=actor).delete()
    tell_head(actor, None)


def timer_of(member: Membership) -> RunningTimer | None:
    """Give the timer that runs, with its ticket."""
    return RunningTimer.objects.filter(membership=member).select_related("ticket").first()


def is_forgotten(timer: RunningTimer, now: datetime) -> bool:
    """Say whether it has run longer than anybody works in one go."""
    return now - timer.started_at > FORGOTTEN_AFTER


def whole_minutes(timer: RunningTimer, now: datetime) -> int:
    """Give its minutes, a minute begun as a whole one, and at least one."""
    return max(1, -(-int((now - timer.started_at).total_seconds()) // 60))


def head_key(member: Membership) -> str:
    """Give the cache's key of what the desk's head shows: (ticket number, started, seconds since 1970)."""
    return f"timer:{member.tenant_id}:{member.pk}"


def tell_head(member: Membership, timer: RunningTimer | None) -> None:
    """Keep for the desk's head, once committed, what runs: a hint, so that no page asks the database for it."""
    key = head_key(member)
    if timer is None:
        transaction.on_commit(lambda: cache.delete(key), robust=True)
    else:
        hint = (timer.ticket.number, int(timer.started_at.timestamp()))
        transaction.on_commit(lambda: cache.set(key, hint, timeout=HINT_FOR), robust=True)
