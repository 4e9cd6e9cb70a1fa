"""Figures of the outbox for those who run the house: all tenants together, from the database, by its clock."""

from collections import defaultdict
from typing import NamedTuple

from django.db import connections

# Each state by its own partial index: what was sent over the years costs nothing. What a relay holds is due as well: it
# may hold it because the server hangs.
_STATES = """
SELECT kind, 'queued', priority, count(*),
    extract(epoch FROM now() - min(next_at) FILTER (WHERE next_at <= now()))::float8
FROM outbox_outboxmessage WHERE state = 'queued' GROUP BY kind, priority
UNION ALL SELECT kind, 'sending', priority, count(*), extract(epoch FROM now() - min(next_at))::float8
FROM outbox_outboxmessage WHERE state = 'sending' GROUP BY kind, priority
UNION ALL SELECT kind, 'failed', NULL, count(*), NULL FROM outbox_outboxmessage WHERE state = 'failed' GROUP BY kind
UNION ALL SELECT kind, 'discarded', NULL, count(*), NULL
FROM outbox_outboxmessage WHERE state = 'discarded' GROUP BY kind
"""
# Tenant by tenant, since that is how the index of what was sent is ordered.
_SENT = """
WITH RECURSIVE tenant AS (
    SELECT kind, (SELECT min(tenant_id) FROM outbox_outboxmessage WHERE kind = kinds.kind AND state = 'sent') AS id
    FROM (VALUES ('email'), ('webhook')) AS kinds (kind)
    UNION ALL
    SELECT kind, (SELECT min(tenant_id) FROM outbox_outboxmessage
                  WHERE kind = tenant.kind AND state = 'sent' AND tenant_id > tenant.id)
    FROM tenant WHERE id IS NOT NULL
)
SELECT tenant.kind, sum(hour), sum(day), extract(epoch FROM now() - max(last))::float8
FROM tenant CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE sent_at > now() - interval '1 hour') AS hour, count(*) AS day
    FROM outbox_outboxmessage
    WHERE kind = tenant.kind AND tenant_id = tenant.id AND state = 'sent' AND sent_at > now() - interval '24 hours'
) counted CROSS JOIN LATERAL (
    SELECT max(sent_at) AS last FROM outbox_outboxmessage
    WHERE kind = tenant.kind AND tenant_id = tenant.id AND state = 'sent'
) latest WHERE tenant.id IS NOT NULL GROUP BY tenant.kind
"""
_PRIORITIES = ("urgent", "normal", "low")
MESSAGES = "supportdesk_outbox_messages"
OLDEST = "supportdesk_outbox_oldest_due_seconds"
SENT = "supportdesk_outbox_sent"
LAST = "supportdesk_outbox_last_sent_seconds"
# All are gauges: rows are forgotten in the end, and a counter may never fall.
HELP = {
    MESSAGES: "Messages that are not out, by kind and state.",
    OLDEST: "How long the oldest due message of a kind and priority has waited; 0 where none is due.",
    SENT: "Messages that went out within the last hour and the last day.",
    LAST: "How long ago the last message of a kind went out.",
}


class Sample(NamedTuple):
    """One figure with its labels."""

    name: str
    labels: dict[str, str]
    value: float


def samples() -> list[Sample]:
    """Give the outbox's figures, as the role `relay`. Two queries. Raises DatabaseError."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(_STATES)
        states = cursor.fetchall()
        cursor.execute(_SENT)
        sent = cursor.fetchall()
    counts = {
        (kind, state): 0 for kind in ("email", "webhook") for state in ("queued", "sending", "failed", "discarded")
    }
    oldest: defaultdict[tuple[str, str], float] = defaultdict(float)
    oldest |= {("email", name): 0.0 for name in _PRIORITIES}
    for kind, state, priority, count, late in states:
        counts[kind, state] += count
        if priority is not None:
            lane = (kind, _PRIORITIES[priority])
            oldest[lane] = max(oldest[lane], late or 0.0)
    found = [Sample(MESSAGES, {"kind": kind, "state": state}, n) for (kind, state), n in counts.items()]
    found += [Sample(OLDEST, {"kind": kind, "priority": name}, late) for (kind, name), late in oldest.items()]
    for kind, hour, day, last in sent:
        found += [Sample(SENT, {"kind": kind, "within": word}, int(n)) for word, n in (("1h", hour), ("24h", day))]
        found.append(Sample(LAST, {"kind": kind}, last))
    return found


def exposition(figures: list[Sample], meanings: dict[str, str]) -> str:
    """Write figures in Prometheus' text format 0.0.4, each name with its meaning first."""
    lines: list[str] = []
    for name, meaning in meanings.items():
        own = [figure for figure in figures if figure.name == name]
        if own:
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
        for figure in own:
            value = round(figure.value, 1)
            labels = ",".join(f'{key}="{value}"' for key, value in figure.labels.items())
            lines.append(f"{name}{{{labels}}} {value}" if labels else f"{name} {value}")
    return "\n".join(lines) + "\n"
