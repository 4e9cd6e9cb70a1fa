"""Clocks falling due one after another, and the sweep called as beat calls it."""

import statistics
import time
from datetime import datetime, timedelta

from django.utils import timezone

from bench.measuring import Report
from bench.sweep.world import TICKETS, World
from supportdesk.celery import app
from tickets.tasks import sweep_clocks

SECONDS = 75
A_SECOND = 20
# Critical under cover: those clocks run at every hour of the day at which this is measured.
_DUE = """
UPDATE tickets_slaclock SET severity = 'critical', is_covered = true, target_seconds = 900, steps_done = '["warning"]',
    started_at = at - interval '15 minutes', due_at = at, check_at = at
FROM (SELECT id AS key, %(start)s + id %% %(seconds)s * interval '1 second' AS at FROM tickets_slaclock
      WHERE id > %(after)s AND id <= %(after)s + %(count)s) due
WHERE id = key
"""
# The mail of an alert is the receiver's of the same sweep; its next_at is the database's time when it was written.
_LAGS = """
SELECT a.due_at, min(m.next_at), a.mailed_at
FROM tickets_alert a JOIN accounts_membership r ON r.id = a.receiver_id JOIN accounts_user u ON u.id = r.user_id
LEFT JOIN outbox_outboxmessage m ON m.tenant_id = a.tenant_id AND m.recipient = u.email AND m.queued_at = a.mailed_at
GROUP BY a.id
"""


def measure(report: Report, world: World) -> None:
    """Measure from due to the mail's row, and to the end of the sweep that wrote it."""
    interval = float(app.conf.beat_schedule["sweep-clocks"]["schedule"])
    start = timezone.now().replace(microsecond=0) + timedelta(seconds=5)
    count = SECONDS * A_SECOND
    world.run(_DUE, {"start": start, "seconds": SECONDS, "after": TICKETS // 2, "count": count})
    ends, took = _beat(interval, until=start + timedelta(seconds=SECONDS + interval))
    rows = world.run(_LAGS)
    if len({row[0] for row in rows}) != SECONDS or any(written is None for _, written, _ in rows):
        raise AssertionError("an alert has no mail")
    written = [(written - due).total_seconds() for due, written, _ in rows]
    committed = [(min(end for end in ends if end >= written) - due).total_seconds() for due, written, _ in rows]
    rate = f"{A_SECOND} a second"
    for name, lags in (("row", written), ("commit", committed)):
        report.figure("sweep", f"due to {name}, {rate}, median", statistics.median(lags), "s")
    report.figure("sweep", f"due to commit, {rate}, 95 %", statistics.quantiles(committed, n=20)[-1], "s")
    report.figure("sweep", f"one sweep, {rate}, median", statistics.median(took) * 1000, "ms")
    report.at_most("due_to_queued_median_s", statistics.median(committed), 6)
    world.run("UPDATE tickets_slaclock SET check_at = NULL WHERE is_covered")  # what else they have is not asked for


def _beat(interval: float, *, until: datetime) -> tuple[list[datetime], list[float]]:
    ends, took = [], []
    tick = time.monotonic()
    while timezone.now() < until:
        begin = time.perf_counter()
        sweep_clocks()
        took.append(time.perf_counter() - begin)
        ends.append(timezone.now())
        tick += interval
        time.sleep(max(tick - time.monotonic(), 0))
    return ends, took
