"""Figures kept by month, and the reports and summaries that were mailed."""

from reports.models.receipt import ReportReceipt
from reports.models.rollup import ChangedMonth, CountedMonth, Rollup
from reports.models.summary import SentSummary

__all__ = ["ChangedMonth", "CountedMonth", "ReportReceipt", "Rollup", "SentSummary"]
