"""A sweep with nothing due."""

from time import process_time

from django.utils import timezone

from bench.measuring import Report, median_of
from tickets.services.alerts import sweep

ROUNDS = 301


def measure(report: Report, when: str = "") -> None:
    """Measure the whole sweep: the question to the database and the mark for /readyz."""
    sweep(now=timezone.now())  # connects
    used = process_time()
    milliseconds = median_of(lambda: sweep(now=timezone.now()), ROUNDS) / 1e6
    used = (process_time() - used) * 1000 / ROUNDS
    report.figure("sweep", f"nothing due {when}".strip(), milliseconds, "ms")
    report.figure("sweep", f"nothing due {when}, own CPU time".replace(" ,", ","), used, "ms")
    report.at_most("idle_sweep_ms" + ("_after_alerts" if when else ""), milliseconds, 5)
