"""What the dashboards read. Definitions: docs/dashboards.md."""
