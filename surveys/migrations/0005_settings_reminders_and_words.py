"""What a tenant chooses about surveys, the one reminder, and which words were said."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_metrics_is_no_tenant'),
        ('contracts', '0014_contacts_by_address'),
        ('surveys', '0004_comments_searchable'),
        ('tickets', '0025_held_files_of_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='SurveySettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.PositiveSmallIntegerField(default=100)),
                ('has_reminder', models.BooleanField(default=False)),
                ('test_tag', models.CharField(blank=True, default='test', max_length=40)),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('test_customer', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.customer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant',), name='surveys_surveysettings_one'), models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='surveys_surveysettings_share'), models.UniqueConstraint(fields=('tenant', 'id'), name='surveys_surveysettings_key'), accounts.tenancy.fields.TenantReference(field='test_customer', name='surveys_surveysettings_test_customer_ref')],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='wording',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.mailwording'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='remind_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='wording',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.mailwording'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='reason',
            field=models.CharField(blank=True, choices=[('recent', 'Asked in the last 90 days'), ('july', 'No surveys in July'), ('merged', 'Merged ticket'), ('test', 'Test ticket'), ('opted_out', 'Wants no surveys'), ('left', 'No longer a contact'), ('no_address', 'No e-mail address'), ('reopened', 'Opened again'), ('imported', 'Imported ticket'), ('too_old', 'Solved too long ago'), ('lead', 'No customer yet'), ('sampled', 'Not in the sample')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['tenant', 'remind_at'], name='surveys_invitation_remind'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=accounts.tenancy.fields.TenantReference(field='wording', name='surveys_answer_wording_ref'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=accounts.tenancy.fields.TenantReference(field='wording', name='surveys_invitation_wording_ref'),
        ),
    ]
