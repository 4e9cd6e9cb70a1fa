"""A manager's month or week in figures: the same as a page and as a mail (docs/summaries.md)."""
