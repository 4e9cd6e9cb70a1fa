"""A call has an owner, an outcome and a history of notes, and can be opened again."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from django.db import migrations, models


# The owner reads all tenants' rows once, and again where the references are checked as the migration ends; the fences
# are made again after every migrate.
KEEP_NOTES = """
ALTER TABLE surveys_followup NO FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts_membership NO FORCE ROW LEVEL SECURITY;
INSERT INTO surveys_followupnote (tenant_id, follow_up_id, author_id, kind, at, text)
SELECT tenant_id, id, owner_id, 'done', done_at, notes FROM surveys_followup WHERE state = 'done' AND notes <> '';
UPDATE surveys_followup SET outcome = 'other' WHERE state = 'done';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_metrics_is_no_tenant'),
        ('surveys', '0002_left_contacts'),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUpNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('noted', 'Noted'), ('assigned', 'Assigned'), ('done', 'Called'), ('reopened', 'Opened again'), ('raised', 'Closed'), ('written', 'Written to the customer')], default='noted', max_length=8)),
                ('score_from', models.PositiveSmallIntegerField(null=True)),
                ('score_to', models.PositiveSmallIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('author', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('follow_up', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='surveys.followup')),
                ('owner', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
            ],
        ),
        migrations.RemoveIndex(
            model_name='followup',
            name='surveys_followup_open',
        ),
        migrations.AddField(
            model_name='followup',
            name='begun_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='followup',
            name='outcome',
            field=models.CharField(blank=True, choices=[('solved', 'Solved'), ('explained', 'Explained'), ('compensated', 'Compensated'), ('lost', 'The customer is lost'), ('unreachable', 'Could not be reached'), ('other', 'Something else'), ('raised', 'The score was raised')], max_length=11),
        ),
        migrations.AddField(
            model_name='followup',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='followup',
            name='state',
            field=models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('reopened', 'Opened again')], default='open', max_length=8),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['tenant', 'due_at'], name='surveys_followup_due'),
        ),
        migrations.AddIndex(
            model_name='followupnote',
            index=models.Index(fields=['tenant', 'follow_up', 'at'], name='surveys_note_of'),
        ),
        migrations.AddConstraint(
            model_name='followupnote',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='surveys_followupnote_key'),
        ),
        migrations.AddConstraint(
            model_name='followupnote',
            constraint=accounts.tenancy.fields.TenantReference(field='follow_up', name='surveys_followupnote_follow_up_ref'),
        ),
        migrations.AddConstraint(
            model_name='followupnote',
            constraint=accounts.tenancy.fields.TenantReference(field='author', name='surveys_followupnote_author_ref'),
        ),
        migrations.AddConstraint(
            model_name='followupnote',
            constraint=accounts.tenancy.fields.TenantReference(field='owner', name='surveys_followupnote_owner_ref'),
        ),
        migrations.RunSQL(KEEP_NOTES, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='followup',
            name='notes',
        ),
    ]
