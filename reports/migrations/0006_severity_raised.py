"""Decisions about the severity change the months of tickets in and out, too; every month is counted anew, with them."""

from importlib import import_module

from django.db import migrations

before = import_module("reports.migrations.0002_months_that_change")
KINDS = before.KINDS.replace(")", ", 'severity')")
EVENTS = "reports_tickets_ticketevent_"


def _replaced() -> list[tuple[str, str]]:
    """Give the functions that name kinds of events, as they are to be and as they were; the triggers stay."""
    pairs = []
    for make, _undo in before._all():
        was = make.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        if before.KINDS in was:
            now = was.replace(before.KINDS, KINDS)
            if EVENTS in was:  # what was decided is said in `data`
                for each in ("was", "is_now"):
                    now = now.replace(f"{each}.kind, {each}.at", f"{each}.kind, {each}.at, {each}.data")
            pairs.append((now, was))
    return pairs


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_sent_summaries")]
    operations = [
        *(migrations.RunSQL(now, was) for now, was in _replaced()),
        migrations.RunSQL("TRUNCATE reports_countedmonth", migrations.RunSQL.noop),
    ]
