"""All that a page of 24 months shows, kept by month and counted from the rows, in one process."""

import statistics
from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Tenant
from accounts.months import add_months, month_of
from accounts.tenancy.context import tenant_context
from bench.desk.filling import LARGEST
from bench.measuring import Report
from bench.reports.pages import MONTHS
from reports import raw
from reports.door import figures_for
from reports.figures import ClockFigures, Dimension, Period, SurveyFigures, TicketFlow
from reports.raw.facts import FACTS
from reports.rollups.keeping import differences, rebuild

ROUNDS, RAW_ROUNDS = 40, 5


def measure(report: Report, now: datetime) -> None:
    """Count all months, hold them against the rows, and take the times of both."""
    tenant = Tenant.objects.get(slug=LARGEST)
    with tenant_context(tenant.pk):
        begun = perf_counter()
        months = rebuild(now=now)
        report.figure("rollups", f"{months} months counted", perf_counter() - begun, "s")
        begun = perf_counter()
        wrong = sum(len(differences(facts, now=now)) for facts in FACTS.values())
        report.figure("rollups", "compared with the rows", perf_counter() - begun, "s")
        report.at_most("rollups_differences", wrong, 0)
        with transaction.atomic():
            _figures(report, tenant.zone, now)


def _figures(report: Report, zone_name: str, now: datetime) -> None:
    """Ask for all that a page of 24 months shows, from the tables and from the rows."""
    zone = ZoneInfo(zone_name)
    last = month_of(now, zone)
    period = Period(add_months(last, 1 - MONTHS), last, zone)
    total = {"kept": 0.0, "rows": 0.0}
    parts = [
        ("clocks by month", ClockFigures, None, True), ("clocks by team", ClockFigures, Dimension.TEAM, False),
        ("clocks by customer", ClockFigures, Dimension.CUSTOMER, False), ("flow by month", TicketFlow, None, True),
        ("surveys by month", SurveyFigures, None, True), ("surveys by team", SurveyFigures, Dimension.TEAM, False),
        ("surveys by customer", SurveyFigures, Dimension.CUSTOMER, False),
    ]  # fmt: skip
    for name, kind, by, monthly in parts:
        metric = "start" if kind is ClockFigures else None
        asked: dict[str, Any] = {"by": by, "metric": metric, "monthly": monthly, "now": now}
        kept = _p95(partial(figures_for, kind, period, **asked), ROUNDS)
        rows = _p95(partial(raw.count, kind, period, **asked), RAW_ROUNDS)
        report.figure("kept p95", name, kept, "ms")
        report.figure("rows p95", name, rows, "ms")
        report.figure("rows/kept", name, rows / kept, "")
        total["kept"] += kept
        total["rows"] += rows
    report.figure("rows/kept", "all of them", total["rows"] / total["kept"], "")


def _p95(call: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = perf_counter()
        call()
        taken.append((perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]
