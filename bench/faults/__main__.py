"""`python -m bench.faults`: fill, break, judge, print, forget. Exit status 1 where a bar is short."""

import argparse
import json
import signal
import sys
import time
from pathlib import Path

from bench.faults import inbound, outbox
from bench.faults.table import table
from bench.faults.world import world
from bench.measuring import Report

HOME = Path(__file__).resolve().parent.parent.parent / ".data"
DATA = HOME / "bench-faults"


def main() -> int:
    """Measure on servers of its own, durable as in production, and delete them."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--messages", type=int, default=0, help="that come in: 10,000 in a run of 5 minutes, else 1,000"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, default=HOME / "bench" / "faults.json")
    parser.add_argument("--table", action="store_true", help="print it as Markdown at the end, for docs/measured.md")
    parser.add_argument("--data-dir", type=Path, default=DATA)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # the processes and servers end with it
    begun = time.monotonic()
    report = Report()
    with world(asked.data_dir, HOME / "bench" / "faults") as made:
        report.figure("world", "made in", time.monotonic() - begun, "s")
        outbox.measure(report, made, asked.seconds, asked.seed)
        inbound.measure(report, made, asked.messages or (10_000 if asked.seconds >= 300 else 1_000), seed=asked.seed)
    report.figure("world", "all of it", time.monotonic() - begun, "s")
    report.show()
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    kept = {"seconds": asked.seconds, "seed": asked.seed, **report.told()}
    asked.json.write_text(json.dumps(kept, indent=1) + "\n")
    if asked.table:
        print(f"\n{table(kept)}", end="")
    return int(report.is_short)


if __name__ == "__main__":
    sys.exit(main())
