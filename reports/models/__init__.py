"""Figures kept by month, and to whom reports were mailed."""

from reports.models.receipt import ReportReceipt
from reports.models.rollup import ChangedMonth, CountedMonth, Rollup

__all__ = ["ChangedMonth", "CountedMonth", "ReportReceipt", "Rollup"]
