"""Surveys are not sent to contacts who were removed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='invitation',
            name='reason',
            field=models.CharField(blank=True, choices=[('recent', 'Asked in the last 90 days'), ('july', 'No surveys in July'), ('merged', 'Merged ticket'), ('test', 'Test ticket'), ('opted_out', 'Wants no surveys'), ('left', 'No longer a contact'), ('no_address', 'No e-mail address'), ('reopened', 'Opened again'), ('imported', 'Imported ticket'), ('too_old', 'Solved too long ago')], max_length=12),
        ),
    ]
