"""Each solved ticket gets one invitation: planned, or not sent for a recorded reason."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef

from sla.engine import BusinessCalendar
from sla.selectors import support_hours
from surveys.choices import settings_now
from surveys.models import Invitation, SurveySettings
from surveys.sampling import is_in_sample
from surveys.services.rounds import in_every_tenant
from tickets.models import Ticket, TicketTag

WAIT = timedelta(hours=24)
# Solved tickets are looked for this far back; the task runs every minute. Where it stood still for longer, it goes on
# where it was: no solved ticket is left without a reason.
LOOK_BACK = timedelta(days=30)
AT_ONCE = 500


def plan_all(*, now: datetime) -> None:
    """Plan for every tenant."""
    in_every_tenant(lambda _tenant: plan_invitations(now=now))


@transaction.atomic
def plan_invitations(*, now: datetime) -> int:
    """Plan an invitation for each solved ticket that has none, the earliest first; give how many were made.

    It goes out 24 h after the ticket was solved, inside opening hours (domain: The survey). Run twice, it makes none.
    """
    chosen = settings_now()
    since = _since(now)
    asked = Invitation.objects.filter(ticket=OuterRef("pk"), resolved_at=OuterRef("resolved_at"))
    solved = (
        Ticket.objects.filter(resolved_at__gte=since, resolved_at__lte=now, status__in=["resolved", "closed"])
        .filter(~Exists(asked))
        .select_related("contact", "customer")
        .order_by(F("resolved_at"))[:AT_ONCE]
    )
    tickets = [*solved, *_merged_unsolved(since)]
    tests = tests_among(tickets, chosen)
    hours = support_hours()
    rows = [_invitation(ticket, hours, _reason_at_once(ticket, chosen, tests)) for ticket in tickets]
    return len(Invitation.objects.bulk_create(rows, ignore_conflicts=True))


def _since(now: datetime) -> datetime:
    """Give from when on solved tickets may have no record; what is recorded of those merged unsolved does not say."""
    recorded = Invitation.objects.exclude(reason=Invitation.Reason.MERGED)
    return min(now - LOOK_BACK, recorded.aggregate(last=Max("resolved_at"))["last"] or now)


def _merged_unsolved(since: datetime) -> list[Ticket]:
    """Give merged tickets that were never solved: they are not asked about either, and that is recorded once."""
    recorded = Invitation.objects.filter(ticket=OuterRef("pk"), reason=Invitation.Reason.MERGED)
    merged = Ticket.objects.filter(merged_into__isnull=False, resolved_at=None, closed_at__gte=since)
    found = list(merged.filter(~Exists(recorded)).select_related("contact", "customer").order_by("closed_at")[:AT_ONCE])
    for ticket in found:
        ticket.resolved_at = ticket.closed_at  # for the record alone: the row is not saved
    return found


def tests_among(tickets: Sequence[Ticket], chosen: SurveySettings) -> set[int]:
    """Give the keys of those that count as a test. One question, or none."""
    found = {ticket.pk for ticket in tickets if ticket.customer_id == chosen.test_customer_id}
    if tickets and chosen.test_tag:
        tagged = TicketTag.objects.filter(ticket__in=[ticket.pk for ticket in tickets], tag__name=chosen.test_tag)
        found.update(tagged.values_list("ticket_id", flat=True))
    return found


def _invitation(ticket: Ticket, hours: BusinessCalendar, reason: str) -> Invitation:
    if ticket.resolved_at is None:
        raise AssertionError("only solved tickets are looked for")
    return Invitation(
        ticket=ticket,
        contact=ticket.contact,
        resolved_at=ticket.resolved_at,
        send_at=hours.next_open(ticket.resolved_at + WAIT),
        state=Invitation.State.NOT_SENT if reason else Invitation.State.PLANNED,
        reason=reason,
    )


def _reason_at_once(ticket: Ticket, chosen: SurveySettings, tests: Collection[int]) -> str:
    """Give what speaks against it whatever happens until it would be sent. The sample comes last: it says nothing of
    the ticket.
    """
    if ticket.merged_into_id:
        return Invitation.Reason.MERGED
    if ticket.is_imported:
        return Invitation.Reason.IMPORTED
    if ticket.pk in tests:
        return Invitation.Reason.TEST
    if ticket.kind == Ticket.Kind.LEAD or ticket.customer.is_prospect:
        return Invitation.Reason.LEAD
    if ticket.contact is None or not ticket.contact.email:
        return Invitation.Reason.NO_ADDRESS
    return "" if is_in_sample(ticket, chosen.share) else Invitation.Reason.SAMPLED
