"""The arithmetic of the faults' ledger: what is lost, doubled, or sent and never committed; which alerts were due."""

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from bench.faults.chaos import planned
from bench.faults.crew import WORKERS, Crew
from bench.faults.due import Filed, People, Told, expected, judge_alerts
from bench.faults.ledger import Commit, Taken, drain_times, judge, quantile, waits
from bench.faults.reading import done_ahead
from bench.faults.sink import KEY
from bench.faults.table import table
from bench.faults.writers import TEMPLATE, facts
from outbox.emails import render_letter

COMMITTED = {name: Commit(f"cause-{name}", at) for name, at in (("a", 1.0), ("b", 2.0), ("c", 3.0))}


def taken(*mails: tuple[str, float]) -> list[Taken]:
    return [Taken(name, f"cause-{name[0]}", at) for name, at in mails]


def test_everything_arrived_once() -> None:
    verdict = judge(COMMITTED, taken(("a", 2.0), ("b", 2.5), ("c", 9.0)), [])
    assert verdict == (3, 3, 0, [], [], 0, [])


def test_lost_is_what_was_committed_and_neither_taken_nor_refused_for_good() -> None:
    verdict = judge(COMMITTED, taken(("a", 2.0)), ["b", "never queued"])
    assert (verdict.lost, verdict.refused, verdict.delivered) == (["c"], 1, 1)


def test_what_was_sent_without_being_committed_is_named() -> None:
    verdict = judge(COMMITTED, taken(("a", 2.0), ("b", 2.5), ("c", 9.0), ("x", 4.0)), [])
    assert (verdict.uncommitted, verdict.delivered, verdict.doubled) == (["x"], 3, 0)


def test_a_second_copy_is_doubled_and_under_another_message_id_worse() -> None:
    verdict = judge(COMMITTED | {"a2": Commit("", 1.0)}, taken(("a", 2.0), ("a", 3.0), ("a", 4.0), ("a2", 4.0)), [])
    assert (verdict.doubled, verdict.other_ids, verdict.delivered) == (2, ["cause-a"], 2)


def test_mails_that_carry_no_key_are_told_by_their_cause_in_the_database() -> None:
    committed = {"a": Commit("sla:1", 1.0), "b": Commit("sla:1", 1.0)}
    verdict = judge(committed, [Taken("a", "", 2.0), Taken("b", "", 2.0)], [])
    assert verdict.other_ids == ["sla:1"]


def test_waiting_is_counted_to_the_first_copy() -> None:
    assert waits(COMMITTED, taken(("a", 5.0), ("a", 2.0), ("c", 3.5))) == [0.5, 1.0]


def test_a_fault_is_drained_when_all_that_was_waiting_at_its_end_is_out() -> None:
    mails = taken(("a", 1.5), ("b", 8.0), ("c", 4.0))
    assert drain_times([1.2, 2.5, 3.5, 9.0], COMMITTED, mails) == pytest.approx([0.3, 5.5, 4.5, 0.0])
    put_off = COMMITTED | {"b": Commit("cause-b", 2.0, is_put_off=True)}
    assert drain_times([2.5, 3.5], put_off, mails) == pytest.approx([0.0, 0.5])


def test_quantiles() -> None:
    assert [quantile([1.0, 2.0, 3.0, 4.0], share) for share in (0.5, 0.95, 1)] == [3.0, 4.0, 4.0]
    assert quantile([], 0.5) == 0.0


PEOPLE = {7: People(agents=[1, 2], managers=[8, 9], teams={5: [2]})}


@pytest.mark.parametrize(("assignee", "team", "near"), [(1, 5, [1]), (None, 5, [2]), (None, None, [1, 2])])
def test_who_must_be_told(assignee: int | None, team: int | None, near: list[int]) -> None:
    rows = expected([Filed(3, 7, 1000.0, assignee, team)], PEOPLE)
    at = {(row.metric, row.step): row.at for row in rows}
    assert (at["start", "warning"], at["start", "breach"], at["resolution", "escalation"]) == (1675, 1900, 33400)
    told = {step: {row.receiver for row in rows if (row.metric, row.step) == ("start", step)} for step in
            ("warning", "breach", "escalation")}  # fmt: skip
    assert told == {"warning": {None, *near}, "breach": {None, 8, 9, *near}, "escalation": {None, 8, 9}}


def test_alerts_that_are_missing_doubled_early_or_nobodys() -> None:
    wanted = [Told(3, "start", "warning", one, 100.0) for one in (None, 1, 2)]
    wanted.append(Told(3, "start", "breach", None, 200.0))
    early = Told(3, "start", "breach", None, 199.0)
    told = [wanted[0]._replace(at=101.0)] * 2 + [wanted[1]._replace(at=101.0), early, Told(4, "start", "warning", 1, 1)]
    verdict = judge_alerts(wanted, told, until=150.0)
    assert (verdict.due, verdict.missing, verdict.doubled) == (3, [wanted[2]], [told[0]])
    assert (verdict.early, verdict.surplus) == ([early], [told[-1]])


@pytest.mark.parametrize("seconds", [60, 600])
def test_the_plan_has_what_issue_6_asks_for(seconds: float) -> None:
    plan = planned(seconds, random.Random(1))  # noqa: S311 - dice
    counts = {kind: [each for _, each in plan].count(kind) for kind in ("worker", "broker", "database", "beat")}
    assert counts["worker"] >= 30
    assert counts["broker"] >= 3
    assert counts["database"] >= 2
    assert counts["beat"] >= 1
    assert plan == sorted(plan)
    assert all(0 < at < seconds for at, _ in plan)


TIMED = ("commit to sent", "same, not put off by it")
DRAINED = ("worker", "broker", "database", "beat")
ALERTS = ("missing", "doubled", "early", "surplus", "unmailed", "mailed_astray")
KEPT: dict[str, Any] = {
    "seconds": 600.0,
    "seed": 1,
    "figures": {
        "mail: committed": 13887,
        "mail: delivered": 13248,
        "mail: refused for good (5xx)": 639,
        "mail: lost": 0,
        "mail: sent from rolled-back": 0,
        "mail: doubled": 28,
        "transactions: rolled back on purpose": 3186,
        "mail server: later": 439,
        "mail server: kept and cut": 19,
        "killed: worker": 150,
        "killed: of them one of a pool": 120,
        "killed: broker": 10,
        "killed: beat": 10,
        "killed: database": 5,
        "killed: broker, away at most": 3.06,
        "killed: database, away at most": 12.1,
        "ahead: rounds of the worker that is": 900,
        "mail: all settled after the load": 8.91,
        "alerts: tickets with something due": 536,
        "alerts: due, events included": 6251,
        "alerts: late, so handed on": 3,
        "machine: load afterwards": 8.04,
        "inbound: accepted": 10000,
        "inbound: tried again": 2383,
        "inbound: server killed": 10,
        "inbound: lost": 0,
        "inbound: kept twice": 0,
        "inbound: taken up twice": 2,
        "inbound: tickets without mail": 1,
        "inbound: accepted a second": 113.2,
        "inbound: all read after seconds": 387.2,
        **{f"mail: {name}, {time}": 1.0 for name in TIMED for time in ("p50", "p95", "max")},
        **{f"drained after: {kind}, {time}": 5.25 for kind in DRAINED for time in ("p50", "max")},
    },
    "bars": [f"bar alerts_{name} {count} 0 ok" for count, name in enumerate(ALERTS)],
}


def test_the_table_says_what_the_run_found() -> None:
    lines = table(KEPT).splitlines()
    assert lines[:2] == ["| 600 s of load, seed 1 | |", "|---|---|"]
    assert {line.count("|") for line in lines} == {3}
    told = dict(line.strip("| ").split(" | ") for line in lines[2:])
    assert told["**lost**; **sent from rolled-back transactions** (of which there were 3,186)"] == "**0**; **0**"
    assert told["**doubled**, each under the same Message-ID; 19 are the mail server's doing"] == "**28** (0.21 %)"
    assert told["put off (451); silent; hung up after DATA; hung up at once"] == "439; 0; 0; 0"
    assert told["after the database's restart (away 12.1 s at most)"] == "5.25 s; 5.25 s"
    assert "**0, 1, 2, 3, 4, 5**" in told.values()
    assert told["of these **lost, kept twice, taken up twice**; tickets without mail"] == "**0**; **0**; **2**; 1"


def test_a_worker_that_is_ahead_is_told_by_its_log(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    done = '"event": "Task outbox.tasks.drain[1-2] succeeded in 0.08s: None"'
    log.write_text(
        "not JSON\n"
        f'{{{done}, "timestamp": "2026-11-22T10:00:00.5Z"}}\n'
        f'{{{done}, "timestamp": "2026-11-22T08:00:00.5Z"}}\n'
        '{"event": "Task tickets.tasks.sweep_clocks[3] succeeded in 1s: None", "timestamp": "2026-11-22T10:00:00Z"}\n'
        '{"event": "Task tickets.tasks.sweep_clocks[1] received", "timestamp": "2026-11-22T10:00:00.5Z"}\n'
    )
    assert done_ahead(log, now=datetime(2026, 11, 22, 8, tzinfo=UTC).timestamp()) == 2


def test_the_writers_mail_carries_its_key() -> None:
    letter = render_letter(template=TEMPLATE, context=facts("w0-17"), language="sv")
    assert KEY.findall(letter.text) == ["w0-17"]


def test_one_that_ends_before_it_is_killed_ends_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    found = psutil.Process(gone.pid)
    gone.wait()
    crew = Crew(tmp_path, {})
    monkeypatch.setattr(crew, "pools", lambda: {"worker-1": [found]})
    assert crew.kill_of_pool(random.Random(1), 1) is False  # noqa: S311 - no secret
    monkeypatch.undo()
    crew._running = dict.fromkeys(WORKERS, gone)
    assert crew.pools() == {}
