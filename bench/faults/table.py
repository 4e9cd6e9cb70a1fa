"""The table for docs/measured.md, of a run that was kept: `python -m bench.faults.table [FILE]`."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

KEPT = Path(__file__).resolve().parent.parent.parent / ".data" / "bench" / "faults.json"
_ALERTS = ("missing", "doubled", "early", "surplus", "unmailed", "mailed_astray")
_TIMES = ("p50", "p95", "max")


def table(kept: Mapping[str, Any]) -> str:
    """Give the Markdown of a kept run; KeyError where a figure that every run has is missing."""
    head = f"| {kept['seconds']:.0f} s of load, seed {kept['seed']} | |\n|---|---|\n"
    return head + "".join(f"| {says} | {value} |\n" for says, value in _rows(kept["figures"], kept["bars"]))


def _rows(figures: Mapping[str, float], bars: list[str]) -> Iterator[tuple[str, str]]:
    def counts(area: str, *names: str, bold: bool = False) -> str:
        found = (f"{figures[f'{area}: {name}']:,.0f}" for name in names)
        return "; ".join(f"**{one}**" if bold else one for one in found)

    def fates(*names: str) -> list[int]:
        return [int(figures.get(f"mail server: {name}", 0)) for name in names]

    def seconds(area: str, *names: str) -> str:
        return "; ".join(f"{figures[f'{area}: {name}']:.3g} s" for name in names)

    def drained(kind: str) -> str:
        return seconds("drained after", f"{kind}, p50", f"{kind}, max")

    held = {name: value for _bar, name, value, *_rest in (bar.split() for bar in bars)}
    mails = counts("mail", "committed", "delivered", "refused for good (5xx)")
    yield "mails committed; delivered; refused for good (550)", mails
    back = counts("transactions", "rolled back on purpose")
    said = f"**lost**; **sent from rolled-back transactions** (of which there were {back})"
    yield said, counts("mail", "lost", "sent from rolled-back", bold=True)
    share = 100 * figures["mail: doubled"] / figures["mail: delivered"]
    by_server = sum(fates("kept and cut", "kept and hang"))
    yield (
        f"**doubled**, each under the same Message-ID; {by_server} are the mail server's doing",
        (f"{counts('mail', 'doubled', bold=True)} ({share:.2f} %)"),
    )
    put_off = fates("later", "hang", "cut", "closed at connect")
    yield "put off (451); silent; hung up after DATA; hung up at once", "; ".join(map(str, put_off))
    pool = counts("killed", "of them one of a pool")
    yield (
        f"workers killed (of them one process of a pool: {pool}); brokers; beats; database restarted",
        (counts("killed", "worker", "broker", "beat", "database")),
    )
    yield "rounds done by the worker whose clock is two hours ahead", counts("ahead", "rounds of the worker that is")
    yield "committed to sent, p50; p95; longest", seconds("mail", *(f"commit to sent, {one}" for one in _TIMES))
    quick = seconds("mail", *(f"same, not put off by it, {one}" for one in _TIMES))
    yield "the same without what the mail server put off", quick
    yield "drained after a worker's death, p50; longest", drained("worker")
    yield f"after the broker's (away {seconds('killed', 'broker, away at most')} at most)", drained("broker")
    yield (
        f"after the database's restart (away {seconds('killed', 'database, away at most')} at most)",
        drained("database"),
    )
    yield "after a beat's", drained("beat")
    yield "all settled after the end of the load", seconds("mail", "all settled after the load")
    alerts = counts("alerts", "tickets with something due", "due, events included", "late, so handed on")
    yield "tickets with a step due; alerts and their events that had to be; late, so handed on", alerts
    yield (
        "of these **missing, doubled, early, too many, without a mail that arrived, mailed twice**",
        ("**" + ", ".join(held[f"alerts_{name}"] for name in _ALERTS) + "**"),
    )
    kills = counts("inbound", "accepted", "tried again", "server killed")
    yield "messages accepted by LMTP; tried again; how often the server and a reader were killed", kills
    found = counts("inbound", "lost", "kept twice", "taken up twice", bold=True)
    yield (
        "of these **lost, kept twice, taken up twice**; tickets without mail",
        (f"{found}; {counts('inbound', 'tickets without mail')}"),
    )
    yield (
        "accepted a second; all of them read after",
        (f"{counts('inbound', 'accepted a second')}; {seconds('inbound', 'all read after seconds')}"),
    )
    yield "the machine's load afterwards", f"{figures['machine: load afterwards']:.1f}"


if __name__ == "__main__":
    print(table(json.loads(Path(sys.argv[1] if len(sys.argv) > 1 else KEPT).read_text())), end="")
