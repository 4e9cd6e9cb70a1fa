"""Reads what the database and the mail server have written down, as superuser and from the record."""

import json
import re
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.faults.due import Filed, People, Told
from bench.faults.ledger import Commit, Taken
from bench.faults.sink import KEPT
from bench.faults.world import World

_COMMITTED = """
SELECT q.message_id, coalesce(l.key, q.key), extract(epoch FROM pg_xact_commit_timestamp(q.xmin))::float,
    coalesce(m.last_error, '') <> ''
FROM (SELECT message_id, key, xmin FROM faults_queued
      UNION ALL SELECT message_id, key, xmin FROM faults_ledger
      WHERE message_id NOT IN (SELECT message_id FROM faults_queued)) q
LEFT JOIN faults_ledger l USING (message_id) LEFT JOIN outbox_outboxmessage m USING (message_id)
"""
_TICKETS = """
SELECT id, tenant_id, floor(extract(epoch FROM opened_at))::float, assignee_id, team_id
FROM tickets_ticket WHERE severity = 'critical'
"""
# An alert whose mail is late goes to the next person as well: counted by itself.
_TOLD = """
SELECT e.ticket_id, e.data->>'metric', e.data->>'step', NULL,
    extract(epoch FROM pg_xact_commit_timestamp(e.xmin))::float
FROM tickets_ticketevent e WHERE e.kind = 'alerted'
UNION ALL
SELECT a.ticket_id, c.metric, a.step, a.receiver_id, extract(epoch FROM pg_xact_commit_timestamp(a.xmin))::float
FROM tickets_alert a JOIN tickets_slaclock c ON c.id = a.clock_id WHERE a.handed_from_id IS NULL
"""
# A sweep mails all that it has raised for one person at the same moment, each by itself or together.
_MAILS = """
SELECT a.id, m.message_id FROM tickets_alert a JOIN accounts_membership r ON r.id = a.receiver_id
JOIN accounts_user u ON u.id = r.user_id LEFT JOIN outbox_outboxmessage m
ON m.tenant_id = a.tenant_id AND m.recipient = u.email AND m.queued_at = a.mailed_at AND m.dedupe_key LIKE 'sla%'
"""
# A mail about alerts that none of them knows has told somebody twice.
_ASTRAY = """
SELECT dedupe_key FROM outbox_outboxmessage m WHERE dedupe_key LIKE 'sla%' AND NOT EXISTS (
    SELECT FROM tickets_alert a WHERE a.tenant_id = m.tenant_id AND a.mail_key = m.dedupe_key)
"""
# What a worker logs when it has sent mails, or looked at clocks.
_DONE = re.compile(r"Task (outbox\.tasks\.drain|tickets\.tasks\.sweep_clocks)\[.* succeeded")
_LEFT = """
SELECT (SELECT count(*) FROM outbox_outboxmessage WHERE kind = 'email' AND state IN ('queued', 'sending'))
    + (SELECT count(*) FROM tickets_slaclock WHERE check_at <= to_timestamp(%s))
    + (SELECT count(*) FROM tickets_alert WHERE mailed_at IS NULL)
"""


class Record:
    """The mail server's record."""

    def __init__(self, path: Path) -> None:
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        self.fates = Counter(str(line["fate"]) for line in lines)
        self.taken = [Taken(line["message_id"], line["key"], line["at"]) for line in lines if line["fate"] in KEPT]
        self.refused = {str(line["message_id"]) for line in lines if line["fate"] == "gone"}
        kept = {"kept", "closed at connect"}
        self.put_off = {str(line["message_id"]) for line in lines if line["fate"] not in kept}


def committed(world: World, record: Record) -> dict[str, Commit]:
    """Give every mail that was ever committed, by Message-ID."""
    return {
        message_id: Commit(key, at, is_put_off=has_error or message_id in record.put_off)
        for message_id, key, at, has_error in world.run(_COMMITTED)
    }


def filed(world: World) -> list[Filed]:
    """Give the tickets that have something fall due."""
    return [Filed(*row) for row in world.run(_TICKETS)]


def told(world: World) -> list[Told]:
    """Give every event and alert of every step."""
    return [Told(*row) for row in world.run(_TOLD)]


def handed_on(world: World) -> int:
    """Count the alerts that went to the next person."""
    return int(world.value("SELECT count(*) FROM tickets_alert WHERE handed_from_id IS NOT NULL"))


def people(world: World) -> dict[int, People]:
    """Give who can be told, by tenant."""
    roles: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for tenant, role, pk in world.run("SELECT tenant_id, role, id FROM accounts_membership"):
        roles[tenant, role].add(pk)
    teams: defaultdict[int, dict[int, set[int]]] = defaultdict(dict)
    for tenant, team, pk in world.run("SELECT tenant_id, team_id, membership_id FROM tickets_teammember"):
        teams[tenant].setdefault(team, set()).add(pk)
    return {
        tenant: People(roles[tenant, "agent"], roles[tenant, "manager"], teams[tenant])
        for (tenant,) in world.run("SELECT id FROM accounts_tenant")
    }


def unmailed(world: World, record: Record) -> list[Any]:
    """Give the alerts without a mail, or with one that the mail server never took."""
    arrived = {mail.message_id for mail in record.taken}
    return sorted({alert for alert, message_id in world.run(_MAILS) if message_id not in arrived})


def astray(world: World) -> list[str]:
    """Give the causes of mails about alerts that no alert names as its own."""
    return [str(cause) for (cause,) in world.run(_ASTRAY)]


def done_ahead(log: Path, *, now: float) -> int:
    """Count the rounds that a worker did whose clock was an hour ahead of `now` at least, by its log's own times."""
    count = 0
    for line in log.read_text(errors="replace").splitlines():
        if _DONE.search(line):
            count += datetime.fromisoformat(json.loads(line)["timestamp"]).timestamp() > now + 3600
    return count


def left(world: World, until: float) -> int:
    """Count what is still to be done: mails on their way, clocks due by then, alerts to mail."""
    return int(world.value(_LEFT, [until]))
