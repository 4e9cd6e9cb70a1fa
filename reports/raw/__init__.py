"""Figures counted from the rows themselves. Definitions: docs/dashboards.md."""

from reports.raw.counting import count, parts

__all__ = ["count", "parts"]
