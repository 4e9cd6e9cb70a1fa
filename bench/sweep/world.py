"""Fifty tenants with a million open clocks, filled in by SQL; people and terms come from the product's own services."""

from datetime import UTC, datetime, timedelta
from time import perf_counter
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

import psycopg2
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from accounts.models import Membership, Role, Tenant, User
from accounts.tenancy.context import tenant_context
from contracts.models import Customer
from sla.builtin import builtin_calendar
from sla.models import CalendarVersion, PolicyVersion
from sla.services.defaults import create_builtin_calendar, create_policy
from tickets.models import Team, TeamMember

TENANTS = 50
TICKETS = 500_000  # with two open clocks each
DUE = 10_000
AGENTS = 20
MANAGERS = 2
LANGUAGES = ("sv", "da", "en")

_TICKETS = """
INSERT INTO tickets_ticket (id, tenant_id, number, subject, customer_id, policy_version_id, channel, status,
    severity_asked, severity, severity_reason, is_fast_track, team_id, assignee_id, category, finding, outcome,
    solution, opened_at, last_event_at, external_id, is_imported, version, queue_section, next_due_at, next_risk_at,
    queue_at)
SELECT i, p.tenant_id, 1000 + i, 'Invoices cannot be printed since the last update', p.customer, p.policy_version,
    'portal', 'new', 'high', 'high', '', false, p.team,
    CASE WHEN i / 50 %% 5 > 0 THEN p.agents[1 + i / 50 %% cardinality(p.agents)] END,
    '', '', '', '', %(now)s, %(now)s, '', false, 1, 1, %(later)s, %(later)s, %(later)s
FROM generate_series(1, %(count)s) i JOIN place p ON p.n = i %% %(tenants)s
"""
_CLOCKS = """
INSERT INTO tickets_slaclock (id, tenant_id, ticket_id, metric, sequence, policy_version_id, calendar_version_id,
    is_covered, severity, target_seconds, target_days, state, started_at, due_at, risk_at, pauses, check_at, steps_done)
SELECT i + %(first)s, p.tenant_id, i, %(metric)s, 1, p.policy_version, p.calendar_version, false, 'high',
    7200, NULL, 'running', %(now)s, %(later)s + i %% 3600 * interval '1 minute', %(later)s, '[]',
    %(later)s + i %% 3600 * interval '1 minute', '[]'
FROM generate_series(1, %(count)s) i JOIN place p ON p.n = i %% %(tenants)s
"""
# A third of the clocks is warned of, a third breaks, a third was broken an hour before.
_DUE = """
UPDATE tickets_slaclock SET
    check_at = %(at)s + id %% 60 * interval '1 second',
    due_at = %(at)s + id %% 60 * interval '1 second' + (1 - id / 50 %% 3) * (CASE id / 50 %% 3 WHEN 0 THEN
        interval '30 minutes' ELSE interval '60 minutes' END),
    started_at = %(at)s + id %% 60 * interval '1 second' + (1 - id / 50 %% 3) * (CASE id / 50 %% 3 WHEN 0 THEN
        interval '30 minutes' ELSE interval '60 minutes' END) - interval '2 hours',
    steps_done = CASE id / 50 %% 3 WHEN 0 THEN '[]' WHEN 1 THEN '["warning"]' ELSE '["warning", "breach"]' END::jsonb
WHERE id <= %(count)s
"""
# On every other ticket that was broken an hour before, its assignee has written a note.
_NOTED = """
INSERT INTO tickets_ticketevent (tenant_id, ticket_id, kind, at, actor_id, data)
SELECT t.tenant_id, t.id, 'noted', c.due_at + interval '10 minutes', t.assignee_id, '{}'
FROM tickets_ticket t JOIN tickets_slaclock c ON c.id = t.id
WHERE t.id <= %(count)s AND t.id / 50 %% 3 = 2 AND t.id / 150 %% 2 = 0 AND t.assignee_id IS NOT NULL
"""


class World:
    """The filled database. `burst_at` is a Swedish 11:00 of a whole working day to come, when DUE clocks fall due."""

    def __init__(self, superuser: str) -> None:
        self._connection = psycopg2.connect(superuser)
        self._connection.autocommit = True
        self.now = timezone.now().replace(microsecond=0)
        self.burst_at = _eleven(self.now)

    def __enter__(self) -> Self:
        start = perf_counter()
        call_command("migrate", verbosity=0)
        places = [_tenant(number) for number in range(TENANTS)]
        self.run("SET session_replication_role = replica")  # the rows are right: no foreign key is asked one by one
        self.run(
            "CREATE TEMP TABLE place (n int, tenant_id bigint, customer bigint, policy_version bigint,"
            " calendar_version bigint, team bigint, agents bigint[])"
        )
        for place in places:
            self.run("INSERT INTO place VALUES (%s, %s, %s, %s, %s, %s, %s)", place)
        values = {"now": self.now, "later": self.now + timedelta(days=30), "count": TICKETS, "tenants": TENANTS}
        self.run(_TICKETS, values)
        self.run(_CLOCKS, values | {"first": 0, "metric": "start"})
        self.run(_CLOCKS, values | {"first": TICKETS, "metric": "resolution"})
        self.run(_DUE, {"at": self.burst_at, "count": DUE})
        self.run(_NOTED, {"count": DUE})
        self.run("VACUUM ANALYZE")
        print(f"filled in {perf_counter() - start:.0f} s")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        connections.close_all()

    def run(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Ask as superuser, past the fences."""
        with self._connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def value(self, query: str, values: Any = None) -> Any:
        """Give the only value."""
        return self.run(query, values)[0][0]


def _eleven(now: datetime) -> datetime:
    calendar, day = builtin_calendar("SE"), now.date() + timedelta(days=2)
    while calendar.day(day).openings != calendar.definition.week[0] or day.isoweekday() > 5:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 11, tzinfo=ZoneInfo("Europe/Stockholm")).astimezone(UTC)


@transaction.atomic
def _tenant(number: int) -> tuple[Any, ...]:
    tenant = Tenant.objects.create(
        slug=f"vendor-{number}", name=f"Vendor {number}", language=LANGUAGES[number % 3], sender="support@example.com"
    )
    now = timezone.now()
    with tenant_context(tenant.pk):
        calendar = create_builtin_calendar(code="SE", name="Support", now=now)
        policy = create_policy(name="Standard", calendar=calendar, now=now, is_default=True)
        members = {
            role: [_member(role, f"{role}-{number}-{index}") for index in range(count)]
            for role, count in ((Role.AGENT, AGENTS), (Role.MANAGER, MANAGERS))
        }
        team = Team.objects.create(name="Support")
        TeamMember.objects.bulk_create(TeamMember(team=team, membership=agent) for agent in members[Role.AGENT][:5])
        return (
            *(number, tenant.pk, Customer.objects.create(name="Bergs Bygg AB").pk),
            *(PolicyVersion.objects.get(policy=policy).pk, CalendarVersion.objects.get(calendar=calendar).pk),
            *(team.pk, [agent.pk for agent in members[Role.AGENT]]),
        )


def _member(role: Role, name: str) -> Membership:
    return Membership.objects.create(user=User.objects.create(email=f"{name}@example.com", name=name), role=role)
