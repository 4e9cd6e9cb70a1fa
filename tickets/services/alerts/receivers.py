"""Who is told."""

from collections.abc import Iterable

from accounts.models import Membership, Role
from tickets.models import Ticket


def receivers(ticket: Ticket, names: Iterable[str]) -> list[Membership]:
    """Give the active members behind the names of a step, each once.

    "assignee_or_team": the assignee; the ticket's team when nobody has it; all agents when it has no team either, so
    that no alert is without a receiver. A name that finds nobody falls back to the managers.
    """
    found: dict[int, Membership] = {}
    for name in names:
        for member in _named(ticket, name):
            found[member.pk] = member
    return list((found or {member.pk: member for member in _role(Role.MANAGER, Role.ADMIN)}).values())


def _named(ticket: Ticket, name: str) -> list[Membership]:
    assignee = ticket.assignee
    if assignee and not (assignee.is_active and assignee.user.is_active):
        assignee = None
    if name == "managers":
        return _role(Role.MANAGER)
    if assignee and name in ("assignee", "assignee_or_team"):
        return [assignee]
    if name in ("team", "assignee_or_team"):
        return _team(ticket) or _role(Role.AGENT)
    return []


def _team(ticket: Ticket) -> list[Membership]:
    members = Membership.objects.filter(is_active=True, user__is_active=True).select_related("user")
    return list(members.filter(teams__team=ticket.team).order_by("pk")) if ticket.team_id else []


def _role(*roles: Role) -> list[Membership]:
    members = Membership.objects.filter(is_active=True, user__is_active=True, role__in=roles)
    return list(members.select_related("user").order_by("pk"))
