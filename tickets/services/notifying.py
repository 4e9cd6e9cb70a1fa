"""Tells members of the desk what concerns them, in the transaction of what happened."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import Membership, Role
from accounts.models.membership import STAFF
from sla.models import Severity
from tickets.models import Notification, NotificationChoice, TeamMember, Ticket, TicketEvent, TicketWatcher, Way
from tickets.quiet import mail_time

Kind = Notification.Kind
_Event = TicketEvent.Kind
# What an event is told as, where it is told at all.
_TOLD = {
    _Event.ASSIGNED: Kind.ASSIGNED,
    _Event.HANDED_OVER: Kind.HANDED_OVER,
    _Event.CUSTOMER_WROTE: Kind.ANSWERED,
    _Event.NOTED: Kind.WRITTEN,
    _Event.REPLIED: Kind.WRITTEN,
    _Event.REOPENED: Kind.REOPENED,
    _Event.FILED: Kind.UNASSIGNED,
}
_RANK = {kind: place for place, kind in enumerate(Kind.values)}


def notify(
    kind: str,
    *,
    ticket: Ticket,
    receivers: Iterable[int],
    now: datetime,
    event: TicketEvent | None = None,
    actor: Membership | None = None,
) -> None:
    """Tell these members (keys), never the actor, nor who is gone or may not see the ticket. Inside a transaction.

    One row per act and member: told of it already, they keep the row, of whichever kind comes first. Five queries.
    """
    keys = {key for key in receivers if actor is None or key != actor.pk}
    if not keys:
        return
    active = Membership.objects.filter(pk__in=keys, is_active=True, user__is_active=True, role__in=STAFF)
    members = [member for member in active.select_related("tenant").order_by("pk") if _may_see(member, ticket)]
    if not members:
        return
    choices = {choice.membership_id: choice for choice in NotificationChoice.objects.filter(membership__in=members)}
    # An act may record several events (an answer that opens the ticket again): the first of the kinds tells it.
    same_act = Notification.objects.filter(ticket=ticket, created_at=now, receiver__in=members)
    before = {row.receiver_id: row for row in same_act}
    zone, urgent = ZoneInfo(members[0].tenant.zone), ticket.severity == Severity.CRITICAL
    rows = []
    for member in members:
        choice = choices.get(member.pk) or NotificationChoice(membership=member)
        row = before.get(member.pk) or Notification(receiver=member, ticket=ticket, created_at=now)
        if choice.way(kind) == Way.OFF or (row.pk and _RANK[row.kind] <= _RANK[kind]):
            continue
        row.kind, row.event = kind, event or row.event
        row.mail_at = mail_time(choice, kind, now=now, zone=zone, urgent=urgent)
        rows.append(row)
    Notification.objects.bulk_create([row for row in rows if not row.pk])
    Notification.objects.bulk_update([row for row in rows if row.pk], ["kind", "event", "mail_at"])


def notify_of(event: TicketEvent, ticket: Ticket) -> None:
    """Tell whom this event of the ticket concerns; asks nothing where it concerns nobody."""
    kind = _TOLD.get(_Event(event.kind))
    if kind is None:
        return
    if kind in (Kind.ASSIGNED, Kind.UNASSIGNED) and ticket.assignee_id is None:
        kind, receivers = Kind.UNASSIGNED, team_of(ticket)
    elif kind in (Kind.ASSIGNED, Kind.HANDED_OVER):
        receivers = owners(ticket)
    elif kind == Kind.UNASSIGNED:
        return
    else:
        receivers = owners(ticket) | watchers(ticket)
        if kind == Kind.REOPENED:
            receivers = receivers or team_of(ticket)
    notify(kind, ticket=ticket, receivers=receivers, event=event, actor=event.actor, now=event.at)


def owners(ticket: Ticket) -> set[int]:
    """Give the assignee's key, if there is one."""
    return {ticket.assignee_id} if ticket.assignee_id else set()


def watchers(ticket: Ticket) -> set[int]:
    """Give the keys of the members who watch the ticket."""
    keys = TicketWatcher.objects.filter(ticket=ticket, membership__isnull=False).values_list("membership_id", flat=True)
    return {key for key in keys if key}


def team_of(ticket: Ticket) -> set[int]:
    """Give the keys of the ticket's team; without team nobody is told, and the alerts take care of it."""
    if ticket.team_id is None:
        return set()
    return set(TeamMember.objects.filter(team=ticket.team_id).values_list("membership_id", flat=True))


def _may_see(member: Membership, ticket: Ticket) -> bool:
    if member.role != Role.CONSULTANT or ticket.assignee_id == member.pk:
        return True
    return Ticket.objects.visible_to(member).filter(pk=ticket.pk).exists()
