"""Who is told, and why; and who is next where that does not help."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from accounts.models import Membership, Role
from accounts.models.membership import STAFF
from sla.terms import ON_CALL
from tickets.models import Alert, NotificationChoice, TeamMember, Ticket
from tickets.on_call import Plan, order_at
from tickets.quiet import quiet_end
from tickets.selectors.rotas import lists

Why = Alert.Why
# Names of a step that stand for whoever works on the ticket by day.
_BY_DAY = {"assignee_or_team", "team"}


class Told(NamedTuple):
    """A member, and why they are told."""

    member: Membership
    why: Why


class Roster:
    """The current tenant's people at `now`, read in a few queries when first asked for. Make one for each batch."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    @cached_property
    def _members(self) -> dict[int, Membership]:
        active = Membership.objects.filter(is_active=True, user__is_active=True, role__in=STAFF)
        return {member.pk: member for member in active.select_related("user", "tenant").order_by("pk")}

    @cached_property
    def _teams(self) -> dict[int, list[Membership]]:
        teams: dict[int, list[Membership]] = defaultdict(list)
        for team, pk in TeamMember.objects.order_by("membership_id").values_list("team_id", "membership_id"):
            if pk in self._members:
                teams[team].append(self._members[pk])
        return teams

    @cached_property
    def _plans(self) -> dict[int | None, Plan]:
        return {listed.rota.team_id: listed.plan for listed in lists(since=self._now)}

    @cached_property
    def _choices(self) -> dict[int, NotificationChoice]:
        return {choice.membership_id: choice for choice in NotificationChoice.objects.all()}

    def receivers(self, ticket: Ticket, names: Iterable[str], *, is_night: bool = False) -> list[Told]:
        """Give the active members behind the names of a step, each once, with the first reason.

        "assignee_or_team": the assignee; the ticket's team when nobody has it; all agents when it has no team either,
        so that no alert is without a receiver. A name that finds nobody falls back to the managers.

        `is_night`: the clock runs round the clock and support is closed. Then who is on call is told as well, and
        instead of the team; a tenant that keeps no list is told as by day, and where its list has a gap the managers
        are told besides.
        """
        wanted = list(names)
        called = self.called(ticket) if is_night or ON_CALL in wanted else []
        told: list[Told] = []
        for name in wanted:
            if name == ON_CALL:
                told += called[:1] or self._with(Role.MANAGER)
            else:
                told += self._named(ticket, name, by_day=not (is_night and called))
        if is_night and self._plans:
            told += called[:1] or self._with(Role.MANAGER)
        found = {one.member.pk: one for one in reversed(told)}
        return [found[pk] for pk in dict.fromkeys(one.member.pk for one in told)] or self._with(
            Role.MANAGER, Role.ADMIN
        )

    def called(self, ticket: Ticket) -> list[Told]:
        """Give who is on call, in order: by the team's list, then by the general one."""
        plans = [plan for team in (ticket.team_id, None) if (plan := self._plans.get(team))]
        order = dict.fromkeys(member for plan in plans for member in order_at(plan, self._now))
        return [Told(self._members[pk], Why.ON_CALL) for pk in order if pk in self._members]

    def next_ones(self, ticket: Ticket, *, is_called: bool) -> Iterator[Told]:
        """Give who comes next where those who were told are not reached: on call, the team, the managers, the admins.

        `is_called`: the alert was one for who is on call.
        """
        if is_called:
            yield from self.called(ticket)
        yield from self._as(Why.TEAM, self._teams.get(ticket.team_id or 0, []))
        yield from self._with(Role.MANAGER)
        yield from self._with(Role.ADMIN)

    def mail_at(self, member: Membership) -> datetime:
        """Give when a mail that can wait may reach a member: now, or at the end of their quiet hours."""
        choice = self._choices.get(member.pk)
        return quiet_end(choice, at=self._now, zone=ZoneInfo(member.tenant.zone)) if choice else self._now

    def names(self, alerts: Sequence[Alert], most: int) -> list[str]:
        """Give the names of these alerts' receivers, up to `most`; one who is gone since has none."""
        members = (self._members.get(alert.receiver_id) for alert in alerts[:most])
        return [member.user.name for member in members if member]

    def _named(self, ticket: Ticket, name: str, *, by_day: bool) -> list[Told]:
        if name == "managers":
            return self._with(Role.MANAGER)
        assignee = self._members.get(ticket.assignee_id or 0)
        if assignee and name in ("assignee", "assignee_or_team"):
            return [Told(assignee, Why.ASSIGNEE)]
        if by_day and name in _BY_DAY:
            team = self._teams.get(ticket.team_id or 0)
            agents = [member for member in self._members.values() if member.role == Role.AGENT]
            return self._as(Why.TEAM, team) if team else self._as(Why.AGENTS, agents)
        return []

    def _with(self, *roles: Role) -> list[Told]:
        return self._as(Why.MANAGERS, [member for member in self._members.values() if member.role in roles])

    def _as(self, why: Why, members: Iterable[Membership]) -> list[Told]:
        return [Told(member, why) for member in members]
