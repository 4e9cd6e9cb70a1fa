"""The outbox and the alerts under faults: run, let it settle, judge."""

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.faults import reading
from bench.faults.chaos import Fault, wreak
from bench.faults.crew import BEATS, WORKERS, Crew
from bench.faults.due import expected, judge_alerts
from bench.faults.ledger import drain_times, judge, quantile, waits
from bench.faults.world import World
from bench.measuring import Report
from embedded.ports import free_port

WRITERS = 2
RATE = 15.0  # transactions a second of each writer
SETTLE_SECONDS = 120.0  # at most, after the last fault


class Run(NamedTuple):
    """What was done. `begun_at`, `ended_at`: the load; `settled`: the seconds until nothing was left."""

    faults: list[Fault]
    done: Counter[str]
    written: Counter[str]
    ended_by_themselves: list[str]
    record: Path
    begun_at: float
    ended_at: float
    settled: float


def measure(report: Report, world: World, seconds: float, seed: int) -> None:
    """Run for so long with faults, then until all is out, and hold it against the bars."""
    crew = Crew(world.logs, world.env)
    try:
        run = _run(world, crew, seconds, seed)
    finally:
        crew.stop()
    _mails(report, world, run, seconds)
    _alerts(report, world, run)
    _faults(report, run)
    ahead = reading.done_ahead(crew.log(WORKERS[-1]), now=run.ended_at + SETTLE_SECONDS)
    report.figure("ahead", "rounds of the worker that is", ahead, "")
    report.at_least("ahead_worker_rounds", ahead, seconds / 6)


def _run(world: World, crew: Crew, seconds: float, seed: int) -> Run:
    dice = random.Random(seed)
    port, record = free_port(), world.logs / "mail.jsonl"
    env = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    staff = Crew(world.logs, {**world.env, "LOG_LEVEL": "WARNING"})  # whom nobody kills
    crew.env.update(env)
    try:
        options = ("--port", str(port), "--record", str(record), "--seed", str(seed))
        sink = staff.start("sink", "bench.faults.sink", *options)
        for name in WORKERS:
            crew.worker(name)
        for name in BEATS:
            crew.beat(name)
        crew.wait_until_ready()
        begun_at = time.time()
        writers = [_writer(staff, f"w{number}", seed + number) for number in range(WRITERS)]
        faults, done = wreak(world, crew, seconds, dice, port)
        written = sum((_told(writer) for writer in writers), Counter[str]())
        ended_at = time.time()
        sink.send_signal(signal.SIGUSR1)
        settled = _settle(world, crew, ended_at)
    finally:
        staff.stop()
    return Run(faults, done, written, crew.ended, record, begun_at, ended_at, settled)


def _writer(staff: Crew, name: str, seed: int) -> "subprocess.Popen[bytes]":
    options = ("--name", name, "--rate", str(RATE), "--seed", str(seed))
    return staff.start(name, "bench.faults.writers", *options, out=subprocess.PIPE)


def _told(writer: "subprocess.Popen[bytes]") -> "Counter[str]":
    writer.terminate()
    out, _ = writer.communicate(timeout=120)
    if writer.returncode:
        raise RuntimeError("a writer has failed: see its log")
    return Counter(json.loads(out))


def _settle(world: World, crew: Crew, since: float) -> float:
    while (taken := time.time() - since) < SETTLE_SECONDS and reading.left(world, since):
        crew.start_again()
        time.sleep(0.25)
    return taken


def _mails(report: Report, world: World, run: Run, seconds: float) -> None:
    record = reading.Record(run.record)
    committed = reading.committed(world, record)
    verdict = judge(committed, record.taken, record.refused)
    load = {name: mail for name, mail in committed.items() if mail.at >= run.begun_at}
    times = waits(load, record.taken)
    quick = waits({name: mail for name, mail in load.items() if not mail.is_put_off}, record.taken)
    for what, count in (
        ("committed", verdict.committed), ("delivered", verdict.delivered), ("refused for good (5xx)", verdict.refused),
        ("lost", len(verdict.lost)), ("sent from rolled-back", len(verdict.uncommitted)), ("doubled", verdict.doubled),
    ):  # fmt: skip
        report.figure("mail", what, count, "")
    for what, count in sorted(run.written.items()):
        report.figure("transactions", what, count, "")
    for fate, count in sorted(record.fates.items()):
        report.figure("mail server", fate, count, "")
    for name, values in (("commit to sent", times), ("same, not put off by it", quick)):
        for label, share in (("p50", 0.5), ("p95", 0.95), ("max", 1)):
            report.figure("mail", f"{name}, {label}", quantile(values, share), "s")
    ends: dict[str, list[float]] = {}
    for fault in run.faults:
        ends.setdefault(fault.kind, []).append(fault.ended_at)
    for kind, moments in ends.items():
        drained = sorted(drain_times(moments, committed, record.taken))
        report.figure("drained after", f"{kind}, p50", quantile(drained, 0.5), "s")
        report.figure("drained after", f"{kind}, max", quantile(drained, 1), "s")
    report.figure("mail", "all settled after the load", run.settled, "s")
    report.at_least("committed", verdict.committed, seconds)  # that there was something to lose
    report.at_least("rolled_back", run.written["rolled back on purpose"], seconds / 6)
    report.at_most("lost", len(verdict.lost), 0)
    report.at_most("sent_from_rolled_back", len(verdict.uncommitted), 0)
    report.at_most("doubled_percent", 100 * verdict.doubled / max(verdict.delivered, 1), 1)
    report.at_most("doubled_with_other_message_id", len(verdict.other_ids), 0)
    report.at_most("left_undone", reading.left(world, run.ended_at), 0)


def _alerts(report: Report, world: World, run: Run) -> None:
    record = reading.Record(run.record)
    wanted = expected(reading.filed(world), reading.people(world))
    verdict = judge_alerts(wanted, reading.told(world), run.ended_at)
    unmailed = reading.unmailed(world, record)
    report.figure("alerts", "tickets with something due", len(reading.filed(world)), "")
    report.figure("alerts", "late, so handed on", reading.handed_on(world), "")
    report.figure("alerts", "due, events included", verdict.due, "")
    for name, rows in (
        ("missing", verdict.missing), ("doubled", verdict.doubled), ("early", verdict.early),
        ("surplus", verdict.surplus), ("unmailed", unmailed), ("mailed_astray", reading.astray(world)),
    ):  # fmt: skip
        for row in rows[:5]:
            print(f"alert {name}: {row}")
        report.at_most(f"alerts_{name}", len(rows), 0)
    report.at_least("alerts_due", verdict.due, 20)


def _faults(report: Report, run: Run) -> None:
    for kind, count in sorted(run.done.items()):
        report.figure("killed", kind, count, "")
    for kind in ("broker", "database"):
        longest = max((fault.away for fault in run.faults if fault.kind == kind), default=0.0)
        report.figure("killed", f"{kind}, away at most", longest, "s")
    report.figure("ended", "by themselves", len(run.ended_by_themselves), "")
    report.figure("machine", "load afterwards", os.getloadavg()[0], "")
    for name, kind, least in (
        ("worker_kills", "worker", 30), ("broker_kills", "broker", 3),
        ("database_restarts", "database", 2), ("beat_kills", "beat", 1),
    ):  # fmt: skip
        report.at_least(name, run.done[kind], least)
