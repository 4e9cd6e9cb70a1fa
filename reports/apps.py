"""Dashboards, reports and exports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Dashboards, reports and exports."""

    name = "reports"

    def ready(self) -> None:
        """Add to what a contact can have as a file, and name the report's mail."""
        from accounts.mailwords.catalogue import also_say
        from reports.customer_report.mailwords import LETTERS
        from reports.customer_report.my_data import reports_mailed_to
        from tickets.services.my_data import also_give

        also_say(*LETTERS)
        also_give("reports", reports_mailed_to)
