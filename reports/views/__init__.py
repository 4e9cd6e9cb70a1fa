"""The dashboards' pages and files."""
