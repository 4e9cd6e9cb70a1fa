"""Who was not asked in the demo for a reason that the year's tickets do not have by themselves."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.models import Contact
from demo.survey_choices import SHARES
from demo.tenants import Cast
from sla.selectors import support_hours
from surveys.models import Invitation, SurveySettings
from surveys.services.planning import WAIT
from tickets.models import Tag, Ticket, TicketTag

Reason = Invitation.Reason
TESTS = 3
LONG_AGO = timedelta(days=60)


def set_aside(cast: Cast, rows: Sequence[Invitation], *, now: datetime) -> None:
    """Give some planned surveys, the earliest first, a reason not to be sent: the worker stood still once for
    two weeks, a few tickets were tests, somebody left, and of somebody no address is known.
    """
    if not rows:
        return
    stood_still = rows[len(rows) // 3].send_at
    for row in rows:
        if stood_still <= row.send_at < stood_still + timedelta(hours=2):
            row.reason = Reason.TOO_OLD
        elif _is_left_out(row, SHARES[cast.vendor.slug]):
            row.reason = row.reason or Reason.SAMPLED
    tag = Tag.objects.create(name=SurveySettings().test_tag)
    tests = [row for row in rows[len(rows) // 4 :: max(len(rows) // TESTS, 1)] if not row.reason]
    TicketTag.objects.bulk_create([TicketTag(ticket=row.ticket, tag=tag) for row in tests])
    for row in tests:
        row.reason = Reason.TEST
    _two_go(cast, rows, now)


def _is_left_out(row: Invitation, share: int) -> bool:
    """The product's sample goes by the tenant's key as well, and each load of the demo has another one."""
    return row.ticket.number * 37 % 100 >= share


def _two_go(cast: Cast, rows: Sequence[Invitation], now: datetime) -> None:
    """Let somebody leave an hour after their only ticket was solved, long ago, and of another no address be known."""
    often = Counter(row.contact_id for row in rows)
    busy = set(Ticket.objects.open().values_list("contact_id", flat=True))
    strangers = {contact.pk for contact in cast.strangers} - busy
    once = [
        (row, row.contact)
        for row in reversed(rows)
        if row.contact and row.contact.pk in strangers and often[row.contact.pk] == 1 and row.contact.email
    ]
    long_ago = [pair for pair in once if pair[0].resolved_at < now - LONG_AGO and not pair[0].reason]
    for row, contact in long_ago[:1]:
        contact.left_at, row.reason = row.resolved_at + timedelta(hours=1), Reason.LEFT
    for row, contact in long_ago[1:2]:
        contact.email, row.reason = "", Reason.NO_ADDRESS
    Contact.objects.bulk_update([contact for _row, contact in long_ago[:2]], ["left_at", "email"])


def record_others(*, now: datetime) -> None:
    """Record of merged tickets and of a solved enquiry that nobody is asked about them."""
    hours, rows = support_hours(), []
    merged = Ticket.objects.filter(merged_into__isnull=False)
    leads = Ticket.objects.filter(kind=Ticket.Kind.LEAD, resolved_at__isnull=False)
    for reason, found in ((Reason.MERGED, merged), (Reason.LEAD, leads)):
        for ticket in found.select_related("contact"):
            at = ticket.resolved_at or ticket.closed_at or now
            rows.append(
                Invitation(
                    ticket=ticket,
                    contact=ticket.contact,
                    resolved_at=at,
                    send_at=hours.next_open(at + WAIT),
                    state=Invitation.State.NOT_SENT,
                    reason=reason,
                )
            )
    Invitation.objects.bulk_create(rows)
