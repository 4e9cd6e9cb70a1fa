"""`python -m bench.sla`: one agreement, four measurements, the bars."""

from bench.measuring import Report
from bench.sla import agreement, batches, single, what_if
from bench.sla.engines import all_engines


def main() -> None:
    """Measure and print."""
    report = Report()
    agreement.check(report)
    single.measure(report, all_engines())
    batches.measure(report)
    what_if.measure(report)
    report.show()


if __name__ == "__main__":
    main()
