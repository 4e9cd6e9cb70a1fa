import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_away_until'),
        ('contracts', '0003_partners_and_rates'),
        ('tickets', '0013_notifications'),
    ]

    operations = [
        migrations.AddField(
            model_name='team',
            name='is_default',
            field=models.BooleanField(default=False, verbose_name='takes all other tickets'),
        ),
        migrations.AddField(
            model_name='team',
            name='prefers_personal',
            field=models.BooleanField(default=False, verbose_name='the customer’s personal consultant first'),
        ),
        migrations.AddField(
            model_name='team',
            name='rule',
            field=models.CharField(choices=[('by_hand', 'By hand'), ('round_robin', 'In turn'), ('least_loaded', 'Fewest open tickets')], default='by_hand', max_length=12, verbose_name='who gets a new ticket'),
        ),
        migrations.AddField(
            model_name='teammember',
            name='turn',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [
                    models.UniqueConstraint(fields=('tenant', 'name'), name='tickets_tag_name'),
                    models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_tag_key'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CustomField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('names', models.JSONField(default=dict)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('choice', 'Choice'), ('number', 'Number'), ('date', 'Date')], max_length=6, verbose_name='kind')),
                ('choices', models.JSONField(default=list)),
                ('is_required', models.BooleanField(default=False, verbose_name='must be filled in when a ticket is filed')),
                ('in_portal', models.BooleanField(default=True, verbose_name='shown to customers')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
                ('is_retired', models.BooleanField(default=False, verbose_name='retired')),
                ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('tenant', 'product', 'name'), name='tickets_customfield_name'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'choice', 'number', 'date'])), name='tickets_customfield_kind'),
                    models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_customfield_key'),
                    accounts.tenancy.fields.TenantReference(field='product', name='tickets_customfield_product_ref'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FieldValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('field', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='tickets.customfield')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='field_values', to='tickets.ticket')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('tenant', 'ticket', 'field'), name='tickets_fieldvalue_once'),
                    models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='tickets_fieldvalue_text'),
                    models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_fieldvalue_key'),
                    accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_fieldvalue_ticket_ref'),
                    accounts.tenancy.fields.TenantReference(field='field', name='tickets_fieldvalue_field_ref'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RunningTimer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='timers', to='tickets.ticket')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('tenant', 'membership'), name='tickets_timer_once'),
                    models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_runningtimer_key'),
                    accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_runningtimer_ticket_ref'),
                    accounts.tenancy.fields.TenantReference(field='membership', name='tickets_runningtimer_membership_ref'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TeamProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='tickets.team')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('tenant', 'product'), name='tickets_teamproduct_once'),
                    models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_teamproduct_key'),
                    accounts.tenancy.fields.TenantReference(field='team', name='tickets_teamproduct_team_ref'),
                    accounts.tenancy.fields.TenantReference(field='product', name='tickets_teamproduct_product_ref'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TicketTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='ticket_tags', to='tickets.tag')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='ticket_tags', to='tickets.ticket')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['tenant', 'tag', 'ticket'], name='tickets_tickettag_tag'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('tenant', 'ticket', 'tag'), name='tickets_tickettag_once'),
                    models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_tickettag_key'),
                    accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_tickettag_ticket_ref'),
                    accounts.tenancy.fields.TenantReference(field='tag', name='tickets_tickettag_tag_ref'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('minutes', models.PositiveIntegerField()),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(choices=[('covered', 'Covered'), ('billable', 'Billable')], max_length=8)),
                ('why', models.CharField(choices=[('support', 'support in the plan'), ('contract', 'the contract covers the consultant'), ('no_contract', 'no contract'), ('no_support', 'the plan has no support'), ('out_of_scope', 'out of scope'), ('handed_over', 'handed over to a consultant'), ('member', 'decided by hand')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('service', models.CharField(max_length=24, null=True)),
                ('logged_at', models.DateTimeField()),
                ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='tickets.ticket')),
            ],
            options={
                'ordering': ['day', 'pk'],
                'indexes': [
                    models.Index(fields=['tenant', 'ticket', 'day'], name='tickets_time_ticket'),
                    models.Index(fields=['tenant', 'membership', 'day'], name='tickets_time_member'),
                    models.Index(fields=['tenant', 'day'], name='tickets_time_day'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), name='tickets_time_minutes'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['covered', 'billable'])), name='tickets_time_kind'),
                    models.CheckConstraint(condition=models.Q(models.Q(('why', 'member'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='tickets_time_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('started_at', None)), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='tickets_time_period'),
                    models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_timeentry_key'),
                    accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_timeentry_ticket_ref'),
                    accounts.tenancy.fields.TenantReference(field='membership', name='tickets_timeentry_membership_ref'),
                ],
            },
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('filed', 'Filed'), ('customer_wrote', 'The customer wrote'), ('replied', 'Replied'), ('noted', 'Note written'), ('started', 'Work started'), ('status', 'Status changed'), ('severity', 'Severity decided'), ('terms', 'Contract or policy changed'), ('assigned', 'Assigned'), ('analysed', 'First analysis'), ('out_of_scope', 'Told that the agreement does not cover it'), ('handed_over', 'Handed over'), ('resolved', 'Solved'), ('reopened', 'Opened again'), ('closed', 'Closed'), ('followed_up', 'Follow-up ticket'), ('severity_asked', 'Other severity asked for'), ('updated', 'Updated in the other system'), ('alerted', 'Alert sent'), ('merged', 'Merged into another ticket'), ('took_in', 'Another ticket was merged into this one'), ('unmerged', 'The merge was undone'), ('gave_back', 'The merge of another ticket was undone'), ('split', 'Messages were split off'), ('linked', 'Linked'), ('unlinked', 'Link removed'), ('incident', 'Incident'), ('remote_begun', 'Remote session begun'), ('remote_ended', 'Remote session ended'), ('time_logged', 'Time logged'), ('time_changed', 'Logged time changed'), ('time_removed', 'Logged time removed'), ('tagged', 'Tags changed'), ('fields', 'Fields changed'), ('watchers', 'Watchers changed')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('tenant',), name='tickets_team_default'),
        ),
    ]
