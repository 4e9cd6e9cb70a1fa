"""Figures kept by month in tables: written by `keeping`, read by `reading`."""

from reports.rollups.reading import can_read, figures

__all__ = ["can_read", "figures"]
