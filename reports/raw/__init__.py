"""Figures counted from the rows themselves. Definitions: docs/dashboards.md."""
