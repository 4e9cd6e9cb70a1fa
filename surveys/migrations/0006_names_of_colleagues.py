"""Agents may be told whose answers they read; surveys are found by the month they were sent in, or were to be."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_metrics_is_no_tenant'),
        ('contracts', '0014_contacts_by_address'),
        ('surveys', '0005_settings_reminders_and_words'),
        ('tickets', '0026_running_clocks'),
    ]

    operations = [
        migrations.AddField(
            model_name='surveysettings',
            name='names_colleagues',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(models.F('tenant'), django.db.models.functions.comparison.Coalesce('sent_at', 'send_at'), name='surveys_invitation_asked'),
        ),
    ]
