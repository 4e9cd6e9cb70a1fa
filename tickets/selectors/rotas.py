"""The lists of who is on call, read from the database into what tickets/on_call.py counts with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Q

from accounts.access import AGENTS
from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from tickets.models import Rota, RotaPlace, RotaTurn
from tickets.on_call import Plan, Turn, spans

# Who can no longer sign in keeps their place, so that the others' weeks stay theirs, and is passed over in it.
NEVER = datetime.max.replace(tzinfo=UTC)
KEEP_SECONDS = 60
# Kept names are read again within the minute; a handover in between is seen at its second.
_AHEAD = timedelta(minutes=10)
MEMBER = ("membership_id", "membership__role", "membership__is_active", "membership__away_until")
PERSON = ("membership__user__is_active", "membership__user__name")


@dataclass(frozen=True)
class Listed:
    """One list with what it says. `names` are of everybody in it; `team` is empty for the list of all other tickets."""

    rota: Rota
    plan: Plan
    names: dict[int, str]

    @property
    def team(self) -> str:
        """Give the team's name."""
        return self.rota.team.name if self.rota.team else ""


@dataclass(frozen=True)
class OnCallNow:
    """Who is on call at this moment; empty names where nobody is."""

    team: str
    first: str
    second: str


def may_be_on_call() -> Q:
    """Give who can be on a list: whoever sees every ticket and can sign in."""
    return Q(is_active=True, user__is_active=True, role__in=AGENTS)


def lists(*, since: datetime, rota: Rota | None = None) -> list[Listed]:
    """Give all lists, or one, with the turns that end after `since`: the general one first. Three queries, or one."""
    rotas = Rota.objects.select_related("team", "tenant").order_by("team__name")
    found = sorted(rotas.filter(pk=rota.pk) if rota else rotas, key=lambda row: row.team_id is not None)
    if not found:
        return []
    keys = [row.pk for row in found]
    places: Any = RotaPlace.objects.filter(rota__in=keys).order_by("place", "pk")
    turns: Any = RotaTurn.objects.filter(rota__in=keys, ends_at__gt=since).order_by("pk")
    turn = ("begins_at", "ends_at", "rank")
    return _built(
        found,
        places.values_list("rota_id", *MEMBER, *PERSON, named=True),
        turns.values_list("rota_id", *MEMBER, *PERSON, *turn, named=True),
    )


def _built(rotas: Iterable[Rota], places: Iterable[Any], turns: Iterable[Any]) -> list[Listed]:
    line: dict[int, list[Any]] = defaultdict(list)
    taken: dict[int, list[Any]] = defaultdict(list)
    for row in places:
        line[row.rota_id].append(row)
    for row in turns:
        taken[row.rota_id].append(row)
    listed = []
    for rota in rotas:
        zone = ZoneInfo(rota.tenant.zone)
        people = {row.membership_id: row for row in [*line[rota.pk], *taken[rota.pk]]}
        away = {key: until for key, row in people.items() if (until := _away_until(row, zone))}
        plan = Plan(
            zone=zone,
            weekday=rota.weekday,
            at=rota.at,
            first_on=rota.first_on,
            line=tuple(row.membership_id for row in line[rota.pk]),
            turns=tuple(Turn(row.membership_id, row.begins_at, row.ends_at, row.rank) for row in taken[rota.pk]),
            away=away,
        )
        listed.append(Listed(rota, plan, {key: row.membership__user__name for key, row in people.items()}))
    return listed


def _away_until(row: Any, zone: ZoneInfo) -> datetime | None:
    """Give when a member is back: at midnight after their last day away."""
    if not (row.membership__is_active and row.membership__user__is_active and row.membership__role in AGENTS):
        return NEVER
    day = row.membership__away_until
    return datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC) if day else None


def on_call_now(*, now: datetime) -> list[OnCallNow]:
    """Give who is on call, by list; the names are read once a minute."""
    key = on_call_key()
    kept: tuple[datetime, list[tuple[str, list[tuple[datetime, str, str]]]]] | None = cache.get(key)
    if kept is None or not kept[0] <= now < kept[0] + _AHEAD:
        kept = (now, [(listed.team, _coming(listed, now)) for listed in lists(since=now)])
        cache.set(key, kept, KEEP_SECONDS)
    return [OnCallNow(team, *next(names for end, *names in coming if now < end)) for team, coming in kept[1]]


def _coming(listed: Listed, now: datetime) -> list[tuple[datetime, str, str]]:
    return [
        (span.ends_at, *([listed.names[member] for member in span.order[:2]] + ["", ""])[:2])  # type: ignore[misc]
        for span in spans(listed.plan, now, now + _AHEAD)
    ]


def on_call_key() -> str:
    """Give the cache key of the current tenant's answer."""
    return f"on-call:{require_tenant_id()}"


def candidates() -> Any:
    """Give the members who can be on a list, by name."""
    return Membership.objects.filter(may_be_on_call()).select_related("user").order_by("user__name")
