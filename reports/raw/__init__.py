"""Figures counted from the rows themselves. Definitions: docs/dashboards.md."""

from reports.raw.counting import count

__all__ = ["count"]
