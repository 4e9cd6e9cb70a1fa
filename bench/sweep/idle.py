"""A sweep with nothing due."""

from django.utils import timezone

from bench.measuring import Report, median_of
from tickets.services.alerts import sweep


def measure(report: Report, when: str = "") -> None:
    """Measure the whole sweep: the question to the database and the mark for /readyz."""
    sweep(now=timezone.now())  # connects
    milliseconds = median_of(lambda: sweep(now=timezone.now()), 201) / 1e6
    report.figure("sweep", f"nothing due {when}".strip(), milliseconds, "ms")
    report.at_most("idle_sweep_ms" + ("_after_alerts" if when else ""), milliseconds, 5)
