"""Measurements. Each prints a table, JSON lines and the bars that it holds or misses."""
