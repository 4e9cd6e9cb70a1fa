"""Figures kept by month."""

from reports.models.rollup import ChangedMonth, CountedMonth, Rollup

__all__ = ["ChangedMonth", "CountedMonth", "Rollup"]
