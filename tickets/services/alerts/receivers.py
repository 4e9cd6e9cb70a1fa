"""Who is told."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from accounts.models import Membership, Role
from accounts.models.membership import STAFF
from tickets.models import TeamMember, Ticket


class Roster:
    """The current tenant's people, read in two queries when first asked for. Make one for each batch of tickets."""

    @cached_property
    def _members(self) -> dict[int, Membership]:
        active = Membership.objects.filter(is_active=True, user__is_active=True, role__in=STAFF)
        return {member.pk: member for member in active.select_related("user").order_by("pk")}

    @cached_property
    def _teams(self) -> dict[int, list[Membership]]:
        teams: dict[int, list[Membership]] = defaultdict(list)
        for team, pk in TeamMember.objects.order_by("membership_id").values_list("team_id", "membership_id"):
            if pk in self._members:
                teams[team].append(self._members[pk])
        return teams

    def receivers(self, ticket: Ticket, names: Iterable[str]) -> list[Membership]:
        """Give the active members behind the names of a step, each once.

        "assignee_or_team": the assignee; the ticket's team when nobody has it; all agents when it has no team either,
        so that no alert is without a receiver. A name that finds nobody falls back to the managers.
        """
        found = {member.pk: member for name in names for member in self._named(ticket, name)}
        return list(found.values()) or self._with(Role.MANAGER, Role.ADMIN)

    def _named(self, ticket: Ticket, name: str) -> list[Membership]:
        if name == "managers":
            return self._with(Role.MANAGER)
        assignee = self._members.get(ticket.assignee_id or 0)
        if assignee and name in ("assignee", "assignee_or_team"):
            return [assignee]
        if name in ("team", "assignee_or_team"):
            return self._teams.get(ticket.team_id or 0) or self._with(Role.AGENT)
        return []

    def _with(self, *roles: Role) -> list[Membership]:
        return [member for member in self._members.values() if member.role in roles]
