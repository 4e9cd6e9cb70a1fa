"""Who looks at a ticket now and who writes: hints in Valkey with a short life. Without it nobody is seen."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.core.cache import cache
from redis import RedisError

from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id

# Whoever has not asked for so long has gone: a page in sight asks every five seconds.
LIFE_SECONDS = 20
TYPING = ("reply", "note")
log = structlog.get_logger("presence")


@dataclass(frozen=True, order=True)
class Person:
    """Somebody else on the ticket's page; `typing` is what they write: reply, note, or nothing."""

    name: str
    typing: str


def look(ticket_id: int, *, member: Membership, typing: str, now: datetime) -> list[Person]:
    """Note that the member looks at the ticket, and what they write; give the others there, by name. One round trip."""
    key, seconds = _key(ticket_id), int(now.timestamp())
    mine = json.dumps([seconds, typing if typing in TYPING else "", member.user.name])

    def ask(client: Any) -> dict[bytes, bytes]:
        with client.pipeline() as pipe:
            pipe.hset(key, str(member.pk), mine)
            pipe.expire(key, LIFE_SECONDS)
            pipe.hgetall(key)
            found: dict[bytes, bytes] = pipe.execute()[-1]
            return found

    people = []
    for pk, value in (_forgive(ask) or {}).items():
        at, what, name = json.loads(value)
        if int(pk) != member.pk and at > seconds - LIFE_SECONDS:
            people.append(Person(name, what))
    return sorted(people)


def leave(ticket_id: int, *, member: Membership) -> None:
    """Note that the member has gone."""
    key = _key(ticket_id)
    _forgive(lambda client: client.hdel(key, str(member.pk)))


def _key(ticket_id: int) -> str:
    return str(cache.make_key(f"presence:{require_tenant_id()}:{ticket_id}"))


def _forgive(ask: Callable[[Any], Any]) -> Any:
    store: Any = cache
    try:
        return ask(store._cache.get_client(None, write=True))
    except (RedisError, OSError) as error:
        log.warning("presence.away", error=str(error))
        return None
