"""Work on tickets is logged, corrected and removed; each is an event of the ticket."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.durations import MOST_MINUTES
from accounts.models import Membership
from contracts.selectors import local_day
from tickets.models import Ticket, TicketEvent, TimeEntry
from tickets.services.adding import adding
from tickets.services.events import record
from tickets.services.messages import refuse_merged
from tickets.services.quotas import warn
from tickets.services.time_terms import TimeTerms, by_quota, terms_of_work

Kind = TicketEvent.Kind
# How far back work can be entered by hand.
OLDEST = timedelta(days=366)


@transaction.atomic
def log_time(
    *,
    ticket: Ticket,
    actor: Membership,
    minutes: int,
    now: datetime,
    day: date | None = None,
    note: str = "",
    kind: str = "",
    reason: str = "",
    service: str = "",
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> TimeEntry:
    """Log the actor's own work. `day` is local (default: today, or the timer's first day); `kind` empty lets the
    contract's rules decide, otherwise the actor does, with a `reason`. `service`: a quota of the plan it counts
    against, in the day's year; at the edge of the quota it becomes two entries, and the first is given.

    Work of an earlier day counts by the rules as they were at that day's end. ValidationError by field.
    """
    today = local_day(actor.tenant, now)
    day = day or local_day(actor.tenant, started_at or now)
    _check(minutes, day, today)
    with adding(ticket) as current:
        refuse_merged(current)
        if service:
            parts = by_quota(current, service, minutes, day=day, kind=kind)
        else:
            parts = [(minutes, _terms(current, kind, reason, at=started_at or _end_of(day, actor, now)))]
        entries = [
            TimeEntry.objects.create(
                ticket=current,
                membership=actor,
                day=day,
                minutes=part,
                started_at=started_at,
                ended_at=ended_at,
                note=" ".join(note.split()),
                service=service or None,
                logged_at=now,
                **terms._asdict(),
            )
            for part, terms in parts
        ]
        for entry in entries:
            record(current, Kind.TIME_LOGGED, actor=actor, now=now, **facts_of(entry))
        if service and current.contract:
            warn(current.contract, service, day.year, actor=actor, now=now, ticket=current)
    return entries[0]


@transaction.atomic
def change_time(
    *,
    entry: TimeEntry,
    actor: Membership,
    minutes: int,
    day: date,
    now: datetime,
    note: str = "",
    kind: str = "",
    reason: str = "",
) -> TimeEntry:
    """Correct an entry; the event keeps what stood there. Only whose work it is, and managers may.

    One that counts against a quota goes on to: what is beyond the quota now becomes an entry of its own. What others
    logged beyond it stays as the customer was told. ValidationError by field.
    """
    _require_own(entry, actor)
    _check(minutes, day, local_day(actor.tenant, now))
    with adding(entry.ticket) as current:
        kept = TimeEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        before = facts_of(kept)
        if kept.service:
            TimeEntry.objects.filter(pk=kept.pk).update(service=None)  # what it took is free while it is counted
            (minutes, terms), *beyond = by_quota(current, kept.service, minutes, day=day, kind=kind)
        else:
            at = kept.started_at if kept.started_at and day == kept.day else _end_of(day, actor, now)
            terms, beyond = _terms(current, kind, reason, at=at), []
        kept.minutes, kept.day, kept.note = minutes, day, " ".join(note.split())
        kept.kind, kept.why, kept.reason = terms
        kept.save()
        after = facts_of(kept)
        if after != before:
            record(current, Kind.TIME_CHANGED, actor=actor, now=now, **after, before=before)
        for part, more in beyond:
            extra = _copy(kept, minutes=part, terms=more, now=now)
            record(current, Kind.TIME_LOGGED, actor=actor, now=now, **facts_of(extra))
        if kept.service and current.contract:
            warn(current.contract, kept.service, day.year, actor=actor, now=now, ticket=current)
    return kept


def _copy(entry: TimeEntry, *, minutes: int, terms: TimeTerms, now: datetime) -> TimeEntry:
    same = {name: getattr(entry, name) for name in ("ticket", "membership", "day", "note", "service")}
    return TimeEntry.objects.create(**same, minutes=minutes, logged_at=now, **terms._asdict())


@transaction.atomic
def remove_time(*, entry: TimeEntry, actor: Membership, now: datetime) -> None:
    """Remove an entry; the event keeps what it said. Only whose work it is, and managers."""
    _require_own(entry, actor)
    with adding(entry.ticket) as current:
        kept = TimeEntry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
        if kept is not None:
            record(current, Kind.TIME_REMOVED, actor=actor, now=now, **facts_of(kept))
            kept.delete()


def may_change(entry: TimeEntry, actor: Membership) -> bool:
    """Say whether somebody may correct or remove an entry."""
    return entry.membership_id == actor.pk or actor.role in MANAGERS


def facts_of(entry: TimeEntry) -> dict[str, Any]:
    """Give what an event keeps of an entry."""
    return {
        "entry": entry.pk,
        "member": entry.membership_id,
        "day": entry.day.isoformat(),
        "minutes": entry.minutes,
        "kind": entry.kind,
        "why": entry.why,
        "reason": entry.reason,
        "note": entry.note,
        **({"service": entry.service} if entry.service else {}),
    }


def _require_own(entry: TimeEntry, actor: Membership) -> None:
    if not may_change(entry, actor):
        raise ValidationError(_("Only whose work it is, and managers, can change it."), code="actor")


def _check(minutes: int, day: date, today: date) -> None:
    errors = {}
    if not 0 < minutes <= MOST_MINUTES:
        errors["minutes"] = _("From 1 minute to 24 hours.")
    if day > today:
        errors["day"] = _("The day lies ahead.")
    elif day < today - OLDEST:
        errors["day"] = _("The day is more than a year ago.")
    if errors:
        raise ValidationError(errors, code="time")


def _terms(ticket: Ticket, kind: str, reason: str, *, at: datetime) -> TimeTerms:
    if not kind:
        return terms_of_work(ticket, at)
    if kind not in TimeEntry.Kind.values:
        raise ValidationError({"kind": _("Choose covered or billable.")}, code="kind")
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the contract’s rules do not apply.")}, code="reason")
    return TimeTerms(kind, TimeEntry.Why.MEMBER, " ".join(reason.split()))


def _end_of(day: date, actor: Membership, now: datetime) -> datetime:
    """Give the last instant of a local day, at the latest now."""
    return min(now, datetime.combine(day, time.max, ZoneInfo(actor.tenant.zone)))
