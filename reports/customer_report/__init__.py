"""The report that a customer gets of a month: page, PDF and mail (docs/customer-report.md)."""
