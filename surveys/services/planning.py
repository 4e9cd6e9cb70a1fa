"""Each solved ticket gets one invitation: planned, or not sent for a recorded reason."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from sla.engine import BusinessCalendar
from sla.selectors import support_hours
from surveys.models import Invitation
from tickets.models import Ticket

WAIT = timedelta(hours=24)
# Solved tickets are looked for this far back; the task runs every minute.
LOOK_BACK = timedelta(days=30)
AT_ONCE = 500


def plan_all(*, now: datetime) -> None:
    """Plan for every tenant."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id), transaction.atomic():
            plan_invitations(now=now)


@transaction.atomic
def plan_invitations(*, now: datetime) -> int:
    """Plan an invitation for each ticket solved in the last 30 days that has none; give how many were made.

    It goes out 24 h after the ticket was solved, inside opening hours (domain: The survey). Run twice, it makes none.
    """
    asked = Invitation.objects.filter(ticket=OuterRef("pk"), resolved_at=OuterRef("resolved_at"))
    solved = (
        Ticket.objects.filter(resolved_at__gte=now - LOOK_BACK, resolved_at__lte=now, status__in=["resolved", "closed"])
        .filter(~Exists(asked))
        .select_related("contact")
        .order_by(F("resolved_at"))[:AT_ONCE]
    )
    hours = support_hours()
    rows = [_invitation(ticket, hours) for ticket in [*solved, *_merged_unsolved(now)]]
    return len(Invitation.objects.bulk_create(rows, ignore_conflicts=True))


def _merged_unsolved(now: datetime) -> list[Ticket]:
    """Give merged tickets that were never solved: they are not asked about either, and that is recorded once."""
    recorded = Invitation.objects.filter(ticket=OuterRef("pk"), reason=Invitation.Reason.MERGED)
    merged = Ticket.objects.filter(merged_into__isnull=False, resolved_at=None, closed_at__gte=now - LOOK_BACK)
    found = list(merged.filter(~Exists(recorded)).select_related("contact").order_by("closed_at")[:AT_ONCE])
    for ticket in found:
        ticket.resolved_at = ticket.closed_at  # for the record alone: the row is not saved
    return found


def _invitation(ticket: Ticket, hours: BusinessCalendar) -> Invitation:
    if ticket.resolved_at is None:
        raise AssertionError("only solved tickets are looked for")
    reason = _reason_at_once(ticket)
    return Invitation(
        ticket=ticket,
        contact=ticket.contact,
        resolved_at=ticket.resolved_at,
        send_at=hours.next_open(ticket.resolved_at + WAIT),
        state=Invitation.State.NOT_SENT if reason else Invitation.State.PLANNED,
        reason=reason,
    )


def _reason_at_once(ticket: Ticket) -> str:
    if ticket.merged_into_id:
        return Invitation.Reason.MERGED
    if ticket.is_imported:
        return Invitation.Reason.IMPORTED
    if ticket.contact is None or not ticket.contact.email:
        return Invitation.Reason.NO_ADDRESS
    return ""
