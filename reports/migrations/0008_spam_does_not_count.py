"""A ticket that becomes spam, or is none after all, changes its month."""

from importlib import import_module

from django.db import migrations

before = import_module("reports.migrations.0002_months_that_change")
FUNCTION = "reports_tickets_ticket_update"


def _replaced() -> tuple[str, str]:
    """Give the function as it is to be and as it was; the trigger stays."""
    made = next(make for make, _undo in before._all() if f"CREATE FUNCTION {FUNCTION}(" in make)
    was = made.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    now = was
    for each in ("was", "is_now"):
        now = now.replace(f"{each}.severity_asked,", f"{each}.severity_asked, {each}.kind,")
    return now, was


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_surveys_by_agent")]
    operations = [migrations.RunSQL(*_replaced())]
