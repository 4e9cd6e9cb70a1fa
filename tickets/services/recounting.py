"""Opening hours were changed: what open tickets are counted with follows, in the background, batch by batch."""

from datetime import datetime
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Membership, Tenant
from accounts.tenancy.context import require_tenant_id, tenant_context
from sla.calendars import current_version
from sla.models import Calendar, CalendarVersion
from sla.services.calendars import save_calendar
from tickets.models import CalendarRecount, Ticket, TicketEvent
from tickets.selectors.calendar_tickets import tickets_behind
from tickets.services.changing import changing
from tickets.services.events import record

log = structlog.get_logger("tickets")
BATCH = 25
TASK = "tickets.tasks.recount_calendars"


@transaction.atomic
def change_calendar(
    *, calendar: Calendar, name: str, definition: dict[str, Any], seen: int, actor: Membership, now: datetime
) -> CalendarRecount | None:
    """Save a calendar's hours (see save_calendar) and begin to count open tickets again; None where no hours changed.

    The row is the truth; the task it wakes after commit may be lost, the sweep finds the row.
    """
    version = save_calendar(calendar=calendar, name=name, definition=definition, seen=seen, actor=actor, now=now)
    if version.number == seen:
        return None
    total = tickets_behind(version).count()
    recount = CalendarRecount.objects.create(
        calendar_version=version, actor=actor, total=total, started_at=now, finished_at=None if total else now
    )
    if total:
        _wake(require_tenant_id())
    return recount


def _wake(tenant_id: int) -> None:
    def send() -> None:
        try:
            current_app.send_task(TASK, [tenant_id], retry=False, expires=60)
        except (OperationalError, OSError) as error:
            log.warning("recount.wake_failed", error=str(error))  # the row stands: the next sweep finds it

    transaction.on_commit(send)


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
def recount_batch(*, now: datetime) -> bool:
    """Claim one unfinished recount of the current tenant, take its next tickets, keep how far it is.

    False where there is nothing (left) to claim. Clocks met or breached by `now` stay as they are; a ticket whose terms
    name the current version already is left alone, so that doing it again changes nothing.
    """
    recount = (
        CalendarRecount.objects.filter(finished_at=None)
        .select_related("calendar_version__calendar", "actor")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")
        .first()
    )
    if recount is None:
        return False
    version = current_version(recount.calendar_version.calendar)
    behind: Any = tickets_behind(version).filter(pk__gt=recount.last_ticket).order_by("pk")
    tickets = list(behind.values_list("pk", "terms")[:BATCH])
    for pk, terms in tickets:
        recount.done += _put_under(pk, terms, version, recount.actor, now)
    if not tickets and not recount.last_ticket:
        recount.finished_at = now
    # A ticket filed while the hours were being saved may be counted with those before: look once more from the start.
    recount.last_ticket = tickets[-1][0] if tickets else 0
    recount.save(update_fields=["done", "last_ticket", "finished_at"])
    return True


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
        }
        record(current, TicketEvent.Kind.TERMS, actor=actor, now=now, hours=True, **kept)
    return True
