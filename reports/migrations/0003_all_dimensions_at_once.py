"""Keys of all dimensions at once are longer; every month is counted anew, with these."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_months_that_change")]
    operations = [
        migrations.AlterField("rollup", "key", models.CharField(max_length=100, blank=True)),
        migrations.RunSQL("TRUNCATE reports_countedmonth", migrations.RunSQL.noop),
    ]
