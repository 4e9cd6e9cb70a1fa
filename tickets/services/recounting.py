"""Hours or terms were changed: what open tickets are counted with follows, in the background, batch by batch."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import Membership, Tenant
from accounts.tenancy.context import require_tenant_id, tenant_context
from outbox.broker import wake
from sla.calendars import current_version
from sla.models import Calendar, CalendarVersion
from sla.services.calendars import save_calendar
from tickets.models import Recount, Ticket, TicketEvent
from tickets.selectors.calendar_tickets import tickets_behind
from tickets.selectors.recounts import applied_by, tickets_in
from tickets.selectors.terms import with_parties
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.terms import follow_terms

BATCH = 25
LOOK = 200
TASK = "tickets.tasks.recount"


@transaction.atomic
def change_calendar(
    *, calendar: Calendar, name: str, definition: dict[str, Any], seen: int, actor: Membership, now: datetime
) -> Recount | None:
    """Save a calendar's hours (see save_calendar) and begin to count open tickets again; None for the same hours."""
    version = save_calendar(calendar=calendar, name=name, definition=definition, seen=seen, actor=actor, now=now)
    return None if version.number == seen else begin_recount(Recount(calendar_version=version), actor=actor, now=now)


@transaction.atomic
def begin_recount(recount: Recount, *, actor: Membership | None, now: datetime, at_once: int = 0) -> Recount:
    """Begin to count open tickets again; `recount` names their scope. At most `at_once` are counted before it returns.

    Call it in the transaction that saves the change. The row is the truth; the task it wakes after commit may be lost,
    the sweep finds the row.
    """
    recount.actor, recount.started_at = actor, now
    recount.total = tickets_in(recount).count()
    recount.finished_at = None if recount.total else now
    recount.save()
    if recount.total > at_once:
        _wake(require_tenant_id())
    else:
        while recount_batch(now=now, only=recount.pk):
            pass
        recount.refresh_from_db()
    return recount


def _wake(tenant_id: int) -> None:
    # Where the broker is away the row stands: the next sweep finds it.
    transaction.on_commit(partial(wake, TASK, [tenant_id]))


def recount_all(*, now: datetime) -> None:
    """Finish every recount of every tenant: the sweep."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        recount_tenants(tenant_id, now=now)


def recount_tenants(tenant_id: int, *, now: datetime) -> None:
    """Finish the recounts of one tenant. May run twice at once: each batch is claimed."""
    with tenant_context(tenant_id):
        while recount_batch(now=now):
            pass


@transaction.atomic
def recount_batch(*, now: datetime, only: int | None = None) -> bool:
    """Claim one unfinished recount of the current tenant, take its next tickets, keep how far it is.

    False where there is nothing (left) to claim. Clocks met or breached by `now` stay as they are; a ticket that is
    under the newest version already is left alone, so that doing it again changes nothing.
    """
    unfinished = Recount.objects.filter(finished_at=None, **({"pk": only} if only else {}))
    recount = (
        unfinished.select_related("calendar_version__calendar", "policy_version", "actor")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")
        .first()
    )
    if recount is None:
        return False
    last, looked, changed = (_follow_hours if recount.calendar_version else _follow_terms)(recount, now)
    recount.looked += looked
    recount.done += changed
    # A ticket filed while the change was being saved may be counted as before it: look once more from the start.
    if not looked:
        recount.finished_at = now if recount.done == recount.done_before else None
        recount.done_before = recount.done
    recount.last_ticket = last
    recount.save(update_fields=["looked", "done", "done_before", "last_ticket", "finished_at"])
    return True


def _follow_terms(recount: Recount, now: datetime) -> tuple[int, int, int]:
    """Put the next tickets under their terms; give the last one's key, how many were looked at and how many changed."""
    rows = with_parties(tickets_in(recount).filter(pk__gt=recount.last_ticket)).order_by("pk")
    tickets = list(rows[:LOOK])
    applied = applied_by(recount)
    looked, changed = follow_terms(tickets, actor=recount.actor, now=now, applied=applied, most=BATCH)
    return (tickets[looked - 1].pk if looked else 0), looked, changed


def _follow_hours(recount: Recount, now: datetime) -> tuple[int, int, int]:
    if recount.calendar_version is None:
        raise ValueError("the recount names no calendar")
    version = current_version(recount.calendar_version.calendar)
    behind: Any = tickets_behind(version).filter(pk__gt=recount.last_ticket).order_by("pk")
    tickets = list(behind.values_list("pk", "terms")[:BATCH])
    changed = sum(_put_under(pk, terms, version, recount.actor, now) for pk, terms in tickets)
    return (tickets[-1][0] if tickets else 0), len(tickets), changed


def _put_under(
    pk: int, terms: dict[str, Any], version: CalendarVersion, actor: Membership | None, now: datetime
) -> bool:
    with changing(Ticket(pk=pk), now=now) as current:
        if not current.is_open or current.policy_version_id != terms["policy_version"]:
            return False  # solved, or under other terms, since it was listed
        kept = {
            "policy_version": terms["policy_version"],
            "calendar_version": version.pk,
            "covers_critical": bool(terms.get("covers_critical")),
        } | {name: terms[name] for name in ("contact_only",) if name in terms}
        record(current, TicketEvent.Kind.TERMS, actor=actor, now=now, hours=True, **kept)
    return True
