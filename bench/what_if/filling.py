"""A million clocks with their events, written by the database itself from one ticket that the product filed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

TICKETS, CUSTOMERS = 400_000, 2_000
FIRST_TICKET, FIRST_CUSTOMER = 1_000_000, 500_000
DAYS = 365
PAUSED = "g % 10 < 4"  # of the solutions, with one or two waits for the customer
QUESTIONS = "g % 2 = 0"
DECIDED = "g % 20 = 7"  # tickets whose severity was decided anew after twenty minutes

SEVERITY = "(CASE WHEN g % 20 = 0 THEN 'critical' WHEN g % 20 < 6 THEN 'high' ELSE 'normal' END)"
OPENED = "(%(begin)s::timestamptz + make_interval(secs => (g::bigint * 7919) %% %(span)s))"
REPLIED = f"({OPENED} + make_interval(secs => 60 + (g::bigint * 104729) %% 60000))"
ASKED = f"({OPENED} + make_interval(hours => 20))"
ANSWERED = f"({ASKED} + make_interval(secs => 60 + (g::bigint * 1299709) %% 90000))"
SOLVED = f"({OPENED} + make_interval(secs => 200000 + (g::bigint * 15485863) %% 1500000))"
HOURS = {"start": (1, 3, 18), "next_reply": (2, 18, 30), "resolution": (9, 72, 330)}  # to the recorded deadlines
WAITS = [(2, 5), (26, 50)]  # hours after filing


def fill(cursor: Any, ticket: int, customer: int, now: datetime) -> int:
    """Fill as superuser, without the checks of foreign keys; give how many clocks there are."""
    values = {"begin": now - timedelta(days=DAYS + 30), "span": DAYS * 86_400}
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("SET TimeZone = 'UTC'")
    clone(cursor, "contracts_customer", f"t.id = {customer}", CUSTOMERS, "true", values, {
        "id": f"{FIRST_CUSTOMER} + g", "name": "'Customer ' || g",
    })  # fmt: skip
    clone(cursor, "tickets_ticket", f"t.id = {ticket}", TICKETS, "true", values, {
        "id": f"{FIRST_TICKET} + g", "number": "10000 + g", "customer_id": f"{FIRST_CUSTOMER} + 1 + g % {CUSTOMERS}",
        "severity": SEVERITY, "severity_asked": SEVERITY, "opened_at": OPENED, "last_event_at": OPENED,
        "queue_section": "9", "status": "'closed'", "next_due_at": "NULL", "queue_at": "NULL",
    })  # fmt: skip
    cursor.execute("DELETE FROM tickets_slaclock WHERE ticket_id <> %s", [ticket])
    _clocks(cursor, ticket, values)
    _events(cursor, ticket, values)
    for table in ("contracts_customer", "tickets_ticket", "tickets_slaclock", "tickets_ticketevent"):
        cursor.execute(f"ANALYZE {table}")
    cursor.execute("SELECT count(*) FROM tickets_slaclock WHERE ticket_id > %s", [FIRST_TICKET])
    return int(cursor.fetchone()[0])


def _clocks(cursor: Any, ticket: int, values: Mapping[str, Any]) -> None:
    by_severity = "(CASE {} WHEN 'critical' THEN {} WHEN 'high' THEN {} ELSE {} END)"
    kinds = [
        ("start", "true", OPENED, REPLIED, ("900", "7200", "14400"), ("NULL::int",) * 3),
        ("next_reply", QUESTIONS, ASKED, ANSWERED, ("3600", "14400", "28800"), ("NULL::int",) * 3),
        ("resolution", "true", OPENED, SOLVED, ("28800", "NULL", "NULL"), ("NULL::int", "3", "10")),
    ]
    for place, (metric, condition, started, stopped, seconds, days) in enumerate(kinds):
        hours = by_severity.format(
            SEVERITY, *{"start": (1, 3, 18), "next_reply": (2, 18, 30)}.get(metric, (9, 72, 330))
        )
        due = f"({started} + make_interval(hours => {hours}))"
        runs = "g % 50 = 0"
        which = f"t.ticket_id = {ticket} AND t.metric = 'start'"
        clone(cursor, "tickets_slaclock", which, TICKETS, condition, values, {
            "id": f"{10_000_000 * (place + 1)} + g", "ticket_id": f"{FIRST_TICKET} + g", "metric": f"'{metric}'",
            "severity": SEVERITY, "is_covered": f"{SEVERITY} = 'critical' AND g % 3 = 0",
            "target_seconds": by_severity.format(SEVERITY, *seconds),
            "target_days": by_severity.format(SEVERITY, *days),
            "started_at": started, "due_at": due, "risk_at": due, "paused_at": "NULL", "check_at": "NULL",
            "stopped_at": f"CASE WHEN {runs} THEN NULL ELSE {stopped} END",
            "state": f"CASE WHEN {runs} THEN 'running' WHEN {stopped} <= {due} THEN 'met' ELSE 'breached' END",
            "pauses": _pauses() if metric == "resolution" else "'[]'::jsonb",
        })  # fmt: skip


def _pauses() -> str:
    spans = [
        f"jsonb_build_array({OPENED} + interval '{begin} hours', {OPENED} + interval '{end} hours', 'waiting_customer')"
        for begin, end in WAITS
    ]
    both = f"jsonb_build_array({', '.join(spans)})"
    return (
        f"CASE WHEN {PAUSED} THEN CASE WHEN g %% 3 = 0 THEN {both} ELSE jsonb_build_array({spans[0]}) END ELSE '[]' END"
    )


def _events(cursor: Any, ticket: int, values: Mapping[str, Any]) -> None:
    waiting, going_on = '\'{"status": "waiting_customer"}\'::jsonb', '\'{"status": "in_progress"}\'::jsonb'
    filed = f"t.data || jsonb_build_object('severity', CASE WHEN {DECIDED} THEN 'high' ELSE {SEVERITY} END)"
    kinds = [
        ("filed", "true", OPENED, filed),
        ("severity", DECIDED, f"{OPENED} + interval '20 minutes'", f"jsonb_build_object('severity', {SEVERITY})"),
        ("replied", "true", REPLIED, "'{}'::jsonb"),
        ("customer_wrote", QUESTIONS, ASKED, "'{}'::jsonb"),
        ("replied", QUESTIONS, ANSWERED, "'{}'::jsonb"),
        ("resolved", "g % 50 <> 0", SOLVED, "'{}'::jsonb"),
    ]
    for number, (begin, end) in enumerate(WAITS):
        condition = PAUSED if number == 0 else f"{PAUSED} AND g % 3 = 0"
        kinds.append(("status", condition, f"{OPENED} + interval '{begin} hours'", waiting))
        kinds.append(("status", condition, f"{OPENED} + interval '{end} hours'", going_on))
    for place, (kind, condition, at, data) in enumerate(kinds):
        which = f"t.ticket_id = {ticket} AND t.kind = 'filed'"
        clone(cursor, "tickets_ticketevent", which, TICKETS, condition, values, {
            "id": f"{10_000_000 * (place + 1)} + g", "ticket_id": f"{FIRST_TICKET} + g", "kind": f"'{kind}'", "at": at,
            "data": data, "message_id": "NULL",
        })  # fmt: skip


def clone(
    cursor: Any, table: str, which: str, count: int, condition: str, values: Mapping[str, Any], other: Mapping[str, str]
) -> None:
    """Write `count` copies of a row, `g` their number, with other values in some columns."""
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [name for (name,) in cursor.fetchall()]
    chosen = ", ".join(other.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    statement = (
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} t, generate_series(1, {count}) g"
        f" WHERE {which} AND ({condition})"
    )
    cursor.execute(statement.replace(" % ", " %% "), values)
