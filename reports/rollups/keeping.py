"""Keeps the months' figures: counts anew what has changed, and what was never counted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.db import connection, transaction
from django.db.models import Min

from accounts.models import Tenant
from accounts.months import month_of, months_between
from accounts.tenancy.context import require_tenant_id, tenant_context
from reports.models import ChangedMonth, CountedMonth, Rollup
from reports.raw.counting import cells_sql, rows_sql, values_of
from reports.raw.facts import ASSIGNEE, BY_AGENT, COMBINED, FACTS, Facts, grouped, key_of
from tickets.models import Ticket

log = structlog.get_logger("reports")
AT_ONCE = 6
_ROOM = 7_0009  # the advisory lock's first number; the second is the tenant


def roll_up(*, now: datetime) -> int:
    """Count what is due in the current tenant, a few months in a transaction; give how many months there were."""
    return sum(_roll_up(facts, now) for facts in FACTS.values())


def roll_up_all(*, now: datetime) -> None:
    """Count what is due in every tenant; one tenant's trouble is not the others', and its pages count from the rows."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        try:
            with tenant_context(tenant_id):
                roll_up(now=now)
        except Exception:
            log.exception("reports.tenant_failed", tenant=tenant_id)


@transaction.atomic
def rebuild(*, now: datetime) -> int:
    """Forget the current tenant's figures and count all of them; give how many months there were."""
    Rollup.objects.all().delete()
    CountedMonth.objects.all().delete()
    return roll_up(now=now)


def _roll_up(facts: Facts, now: datetime) -> int:
    months = due_months(facts, now)
    for start in range(0, len(months), AT_ONCE):
        count_months(facts, months[start : start + AT_ONCE], now=now)
    return len(months)


@transaction.atomic
def due_months(facts: Facts, now: datetime) -> list[date]:
    """Give the months whose cells are not there, from the tenant's first ticket to now, and those that changed."""
    zone = _zone()
    first = Ticket.objects.aggregate(first=Min("opened_at"))["first"]
    if first is None:
        return []
    counted = CountedMonth.objects.filter(area=facts.name, zone=str(zone)).values_list("month", flat=True)
    missing = set(months_between(month_of(first, zone), month_of(now, zone))) - set(counted)
    changed = ChangedMonth.objects.filter(area=facts.name).values_list("month", flat=True).distinct()
    return sorted(missing | set(changed))


@transaction.atomic
def count_months(facts: Facts, months: Sequence[date], *, now: datetime) -> None:
    """Count months anew and forget that they changed; what changes meanwhile is noted behind it.

    The notes go first: a change whose note is seen here is seen by the count, which begins later.
    """
    zone = _zone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ROOM, require_tenant_id()])
        ChangedMonth.objects.filter(area=facts.name, month__in=months).delete()
        Rollup.objects.filter(area=facts.name, month__in=months).delete()
        cursor.execute(_keep_sql(facts), values_of(months, zone, now) | {"area": facts.name})
    CountedMonth.objects.filter(area=facts.name, month__in=months).delete()
    CountedMonth.objects.bulk_create(CountedMonth(area=facts.name, month=month, zone=str(zone)) for month in months)


def _keep_sql(facts: Facts) -> str:
    cells = kept_cells_sql(facts)
    return (
        "INSERT INTO reports_rollup (tenant_id, area, month, severity, metric, dimension, key, counts, used, hours)"  # noqa: S608
        f" SELECT %(tenant)s, %(area)s, cells.* FROM ({cells}) cells"
    )


def kept_cells_sql(facts: Facts) -> str:
    """Give the query of all cells of some months: of all together, by each dimension, COMBINED and BY_AGENT."""
    keys, sets = {each.value: key_of(each) for each in facts.dimensions}, ["", COMBINED, *facts.dimensions]
    if facts.has_agents:
        keys["assignee"] = ASSIGNEE
        sets.append(BY_AGENT)
    named = ", ".join(f"{key} AS {name}" for name, key in keys.items())
    columns, group = grouped(facts, sets)
    return cells_sql(facts, rows_sql(facts, named), columns=columns, names="dimension, key", group=group)


def _zone() -> ZoneInfo:
    return ZoneInfo(Tenant.objects.values_list("zone", flat=True).get(pk=require_tenant_id()))


@transaction.atomic
def differences(facts: Facts, *, now: datetime) -> list[tuple[Any, ...]]:
    """Give the cells that are kept otherwise than the rows say, or missing, or too many: month, dimension, key."""
    zone = _zone()
    clean = set(CountedMonth.objects.filter(area=facts.name, zone=str(zone)).values_list("month", flat=True))
    clean -= set(ChangedMonth.objects.filter(area=facts.name).values_list("month", flat=True))
    if not clean:
        return []
    values = values_of(sorted(clean), zone, now) | {"area": facts.name}
    with connection.cursor() as cursor:
        cursor.execute(_differences_sql(facts), values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _differences_sql(facts: Facts) -> str:
    names = "month, severity, metric, dimension, key, counts, used, hours"
    where = "tenant_id = %(tenant)s AND area = %(area)s AND month = ANY(%(months)s)"
    kept = f"SELECT {names} FROM reports_rollup WHERE {where}"  # noqa: S608
    raw = f"SELECT {names} FROM ({kept_cells_sql(facts)}) cells"  # noqa: S608
    return (
        f"WITH kept AS ({kept}), raw AS ({raw})"  # noqa: S608
        " SELECT DISTINCT month, dimension, key FROM"
        " ((TABLE kept EXCEPT ALL TABLE raw) UNION ALL (TABLE raw EXCEPT ALL TABLE kept)) x ORDER BY 1, 2, 3"
    )
