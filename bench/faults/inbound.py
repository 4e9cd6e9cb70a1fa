"""Mail that comes in by LMTP while the server that takes it, and the workers that read it, are killed."""

import argparse
import json
import random
import sys
import time
from pathlib import Path

from bench.faults.crew import Crew
from bench.faults.inbound_senders import TENANTS, Senders, answers
from bench.faults.world import World, world
from bench.measuring import Report
from embedded.ports import free_port

SENDERS = 6
READERS = ("reader-1", "reader-2")
SERVER = "mail-server"
# For one message to be taken up, at most: two readers on a machine that does other things.
SECONDS_EACH = 0.5
HOME = Path(__file__).resolve().parent.parent.parent / ".data"


def measure(report: Report, made: World, messages: int, kills: int = 10, seed: int = 1) -> None:
    """Run, and hold it against the bars."""
    told = run(made, messages, kills, seed)
    for what, value in told.items():
        report.figure("inbound", what, value, "/s" if what.endswith("a second") else "s" if "seconds" in what else "")
    report.at_least("inbound_server_killed", told["server killed"], kills)
    report.at_least("inbound_accepted", told["accepted"], messages)
    for what in (
        "refused",
        "lost",
        "kept twice",
        "not taken up",
        "taken up twice",
        "tickets without mail",
        "answers astray",
    ):
        report.at_most(f"inbound_{what.replace(' ', '_')}", told[what], 0)


def run(made: World, messages: int = 10_000, kills: int = 10, seed: int = 1) -> dict[str, float]:
    """Send, kill, wait until all is read; give what was found in the database then."""
    _mailboxes()
    tickets_before = made.value("SELECT count(*) FROM tickets_ticket")
    port, dice = free_port(), random.Random(seed)
    crew = Crew(made.logs, {**made.env, "LOG_LEVEL": "WARNING"})
    senders = Senders(port, messages)
    begun = time.monotonic()
    try:
        for name in (SERVER, *READERS):
            _start(crew, name, port)
        senders.start(SENDERS)
        killed = _kill(crew, senders, messages, kills, port, dice)
        accepted_in = time.monotonic() - begun
        settled = _settle(made, messages * SECONDS_EACH + 60)
    finally:
        crew.stop()
    return {
        "messages": messages,
        "accepted": len(senders.accepted),
        "refused": len(senders.refused),
        "tried again": senders.again,
        "server killed": killed,
        "readers killed": killed,
        "accepted in seconds": accepted_in,
        "accepted a second": len(senders.accepted) / accepted_in,
        "all read after seconds": settled - begun,
        **_judged(made, senders, tickets_before),
    }


def _start(crew: Crew, name: str, port: int) -> None:
    if name == SERVER:
        crew.start(name, "manage", "mail_server", "--port", str(port))
    else:
        crew.start(name, "bench.faults.inbound_reader")


def _kill(crew: Crew, senders: Senders, messages: int, kills: int, port: int, dice: random.Random) -> int:
    """Kill the server and a reader each time that another share of the messages is accepted; give how often."""
    killed = 0
    while not senders.are_done:
        if killed < kills and len(senders.accepted) >= messages * (killed + 0.5) / kills:
            for name in (SERVER, dice.choice(READERS)):
                crew.kill(name)
                _start(crew, name, port)
            killed += 1
        time.sleep(0.02)
    return killed


def _settle(made: World, most: float) -> float:
    until = time.monotonic() + most
    while made.value("SELECT count(*) FROM inbox_inboundmail WHERE state = 'stored'"):
        if time.monotonic() > until:
            break  # the bars say what is missing
        time.sleep(0.5)
    return time.monotonic()


def _judged(made: World, senders: Senders, tickets_before: int) -> dict[str, float]:
    rows = made.run("SELECT mail_id, outcome, ticket_id, message_id FROM inbox_inboundmail")
    kept = [mail for mail, *_rest in rows]
    taken = [(mail, ticket, message) for mail, outcome, ticket, message in rows if outcome in ("filed", "added")]
    filed = [ticket for _mail, outcome, ticket, _message in rows if outcome == "filed"]
    tickets = made.value("SELECT count(*) FROM tickets_ticket") - tickets_before
    written = made.run("SELECT mail_id, count(*) FROM tickets_message WHERE mail_id <> '' GROUP BY 1")
    told = sum(answers(number, senders.messages) is not None for number in range(senders.messages))
    added = len(taken) - len(filed)
    return {
        "lost": len(set(senders.accepted) - set(kept)),
        "kept twice": len(kept) - len(set(kept)),
        "not taken up": len(rows) - len(taken),
        "taken up twice": sum(count - 1 for _mail, count in written)
        + (len(taken) - len({message for _mail, _ticket, message in taken}))
        + (len(filed) - len(set(filed))),
        "tickets": tickets,
        "tickets without mail": abs(tickets - len(filed)),
        "added to their ticket": added,
        "answers among them": told,
        "answers astray": abs(told - added),
    }


def _mailboxes() -> None:
    from django.db import connections, transaction

    from accounts.models import Tenant
    from accounts.tenancy.context import tenant_context
    from tickets.models import Mailbox

    for tenant in Tenant.objects.filter(slug__in=TENANTS):
        with tenant_context(tenant.pk), transaction.atomic():
            Mailbox.objects.get_or_create(address=f"support@{tenant.slug}.example", defaults={"name": ""})
    connections.close_all()


def main() -> int:
    """Measure this alone, on servers of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.inbound", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data-dir", type=Path, default=HOME / "bench-faults-inbound")
    parser.add_argument("--json", type=Path, default=HOME / "bench" / "faults-inbound.json")
    asked = parser.parse_args()
    report = Report()
    with world(asked.data_dir, HOME / "bench" / "faults-inbound") as made:
        measure(report, made, asked.messages, asked.kills, asked.seed)
    report.show()
    asked.json.write_text(json.dumps(report.told(), indent=1) + "\n")
    return int(report.is_short)


if __name__ == "__main__":
    sys.exit(main())
