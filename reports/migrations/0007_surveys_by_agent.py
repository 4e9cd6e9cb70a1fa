"""Surveys are kept by team and assignee as well: another assignee changes their months, and all are counted anew."""

from importlib import import_module

from django.db import migrations

before = import_module("reports.migrations.0002_months_that_change")
MARKS = f"""SELECT i.tenant_id, 'surveys', {before.ASKED} FROM c JOIN surveys_invitation i
    ON i.tenant_id = c.tenant_id AND i.ticket_id = c.id"""
CHANGED = before._changed("UPDATE", ("tenant_id", "assignee_id"))
MAKE, UNDO = before._trigger("reports_ticket_assignee", "tickets_ticket", "UPDATE", CHANGED, MARKS)


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_severity_raised")]
    operations = [
        migrations.RunSQL(MAKE, UNDO),
        migrations.RunSQL("TRUNCATE reports_countedmonth", migrations.RunSQL.noop),
    ]
