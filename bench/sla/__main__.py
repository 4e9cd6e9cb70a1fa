"""`python -m bench.sla`: one agreement, three measurements, the bars."""

from bench.measuring import Report
from bench.sla import agreement, batches, single
from bench.sla.engines import all_engines


def main() -> None:
    """Measure and print."""
    report = Report()
    agreement.check(report)
    single.measure(report, all_engines())
    batches.measure(report)
    report.show()


if __name__ == "__main__":
    main()
