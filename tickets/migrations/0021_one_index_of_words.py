"""One index of words: customers search the entries too, and nothing reads the ticket's own."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0020_portal_search"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='ticket',
            name='tickets_search',
        ),
        migrations.RemoveField(
            model_name='ticket',
            name='search',
        ),
    ]
