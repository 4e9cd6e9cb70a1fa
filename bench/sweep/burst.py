"""Ten thousand clocks due in the same minute."""

from datetime import timedelta
from time import monotonic, perf_counter, process_time, sleep

from bench.measuring import Report
from bench.sweep.world import DUE, World
from supportdesk.celery import app
from tickets.services.alerts import sweep

_LEFT = "SELECT count(*) FROM tickets_slaclock WHERE check_at <= %s"
_ALERTS = "SELECT count(*), count(mailed_at) FROM tickets_alert WHERE due_at > %s"
# Told from the rows alone: the assignee or the team of five, the two managers, and who has acted.
_EXPECTED = """
SELECT sum(CASE id / 50 %% 3 WHEN 0 THEN near WHEN 1 THEN near + 2 ELSE CASE WHEN acted THEN 0 ELSE 2 END END)
FROM (SELECT id, CASE WHEN assignee_id IS NULL THEN 5 ELSE 1 END AS near,
        EXISTS (SELECT FROM tickets_ticketevent e WHERE e.ticket_id = t.id AND e.kind = 'noted') AS acted
      FROM tickets_ticket t WHERE id <= %s) t
"""


def measure(report: Report, world: World) -> None:
    """Measure until all are marked and their mails stand in the outbox, as beat calls: a sweep each interval."""
    now = world.burst_at + timedelta(minutes=1)
    interval = float(app.conf.beat_schedule["sweep-clocks"]["schedule"])
    if world.value(_LEFT, [now]) != DUE:
        raise AssertionError("not all are due")
    mails = world.value("SELECT count(*) FROM outbox_outboxmessage")
    begin, used, tick, busy, longest = perf_counter(), process_time(), monotonic(), 0.0, 0.0
    while True:
        start = perf_counter()
        sweep(now=now)
        took = perf_counter() - start
        busy, longest = busy + took, max(longest, took)
        if not world.value(_LEFT, [now]):
            break
        tick += interval
        sleep(max(tick - monotonic(), 0))
    wall, used = perf_counter() - begin, process_time() - used
    raised, mailed = world.run(_ALERTS, [world.burst_at - timedelta(hours=2)])[0]
    if not raised == mailed == world.value(_EXPECTED, [DUE]):
        raise AssertionError(f"{raised} alerts, {mailed} mailed")
    report.figure("sweep", f"{DUE:,} due at once", wall, "s")
    report.figure("sweep", f"{DUE:,} due at once, busy", busy, "s")
    report.figure("sweep", f"{DUE:,} due at once, own CPU time", used, "s")
    report.figure("sweep", "the longest sweep of it", longest, "s")
    report.figure("sweep", "alerts", raised, "")
    report.figure("sweep", "mails", world.value("SELECT count(*) FROM outbox_outboxmessage") - mails, "")
    report.at_most("burst_s", wall, 30)
