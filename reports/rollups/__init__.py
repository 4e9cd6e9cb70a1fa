"""Figures kept by month in tables: written by `keeping`, read by `reading`."""

from reports.rollups.ranking import ranking, slowest
from reports.rollups.reading import can_read, can_read_parts, can_remember, figures, parts

__all__ = ["can_read", "can_read_parts", "can_remember", "figures", "parts", "ranking", "slowest"]
