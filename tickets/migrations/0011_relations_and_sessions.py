import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_tenants_of'),
        ('contracts', '0003_partners_and_rates'),
        ('sla', '0001_initial'),
        ('tickets', '0010_saved_views_and_bulk_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='billable_from',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='ticket',
            name='billable_reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='ticket',
            name='incident',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='affected', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='is_incident',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='ticket',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.partner'),
        ),
        migrations.AlterField(
            model_name='ticketevent',
            name='kind',
            field=models.CharField(choices=[('filed', 'Filed'), ('customer_wrote', 'The customer wrote'), ('replied', 'Replied'), ('noted', 'Note written'), ('started', 'Work started'), ('status', 'Status changed'), ('severity', 'Severity decided'), ('terms', 'Contract or policy changed'), ('assigned', 'Assigned'), ('analysed', 'First analysis'), ('out_of_scope', 'Told that the agreement does not cover it'), ('handed_over', 'Handed over'), ('resolved', 'Solved'), ('reopened', 'Opened again'), ('closed', 'Closed'), ('followed_up', 'Follow-up ticket'), ('severity_asked', 'Other severity asked for'), ('updated', 'Updated in the other system'), ('alerted', 'Alert sent'), ('merged', 'Merged into another ticket'), ('took_in', 'Another ticket was merged into this one'), ('unmerged', 'The merge was undone'), ('gave_back', 'The merge of another ticket was undone'), ('split', 'Messages were split off'), ('linked', 'Linked'), ('unlinked', 'Link removed'), ('incident', 'Incident'), ('remote_begun', 'Remote session begun'), ('remote_ended', 'Remote session ended')], max_length=16),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['tenant', 'merged_into'], name='tickets_merged'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('incident__isnull', False)), fields=['tenant', 'incident'], name='tickets_affected'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('status', 'closed'), _connector='OR'), name='tickets_ticket_merged'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_incident', True), _negated=True), ('incident', None), _connector='OR'), name='tickets_ticket_incident'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=accounts.tenancy.fields.TenantReference(field='merged_into', name='tickets_ticket_merged_into_ref'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=accounts.tenancy.fields.TenantReference(field='incident', name='tickets_ticket_incident_ref'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=accounts.tenancy.fields.TenantReference(field='partner', name='tickets_ticket_partner_ref'),
        ),
        migrations.CreateModel(
            name='RemoteSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consent_by', models.CharField(max_length=120, verbose_name='who consented')),
                ('consent_at', models.DateTimeField()),
                ('purpose', models.CharField(max_length=300, verbose_name='purpose')),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='remote_sessions', to='tickets.ticket')),
            ],
            options={
                'ordering': ['started_at', 'pk'],
                'indexes': [models.Index(fields=['tenant', 'ticket', 'started_at'], name='tickets_session_ticket')],
                'constraints': [models.CheckConstraint(condition=models.Q(('consent_at__lte', models.F('started_at'))), name='tickets_session_consent'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='tickets_session_period'), models.CheckConstraint(condition=models.Q(models.Q(('consent_by', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='tickets_session_said'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('tenant', 'ticket', 'agent'), name='tickets_session_running'), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_remotesession_key'), accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_remotesession_ticket_ref'), accounts.tenancy.fields.TenantReference(field='agent', name='tickets_remotesession_agent_ref')],
            },
        ),
        migrations.CreateModel(
            name='TicketLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('related', 'Related to'), ('duplicate', 'Duplicate of'), ('caused_by', 'Caused by'), ('split_from', 'Split off from')], max_length=10)),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='links_here', to='tickets.ticket')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'other'], name='tickets_link_other')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'ticket', 'other', 'kind'), name='tickets_link_once'), models.CheckConstraint(condition=models.Q(('ticket', models.F('other')), _negated=True), name='tickets_link_two'), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticketlink_key'), accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_ticketlink_ticket_ref'), accounts.tenancy.fields.TenantReference(field='other', name='tickets_ticketlink_other_ref'), accounts.tenancy.fields.TenantReference(field='actor', name='tickets_ticketlink_actor_ref')],
            },
        ),
        migrations.CreateModel(
            name='TicketWatcher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contact')),
                ('membership', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='watchers', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('contact__isnull', False)), fields=['tenant', 'contact'], name='tickets_watcher_contact')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('email', ''), ('membership__isnull', True)), models.Q(('contact__isnull', True), ('email', ''), ('membership__isnull', False)), models.Q(('contact__isnull', True), ('membership__isnull', True), models.Q(('email', ''), _negated=True)), _connector='OR'), name='tickets_watcher_one'), models.UniqueConstraint(fields=('tenant', 'ticket', 'contact', 'membership', 'email'), name='tickets_watcher_once', nulls_distinct=False), models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticketwatcher_key'), accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_ticketwatcher_ticket_ref'), accounts.tenancy.fields.TenantReference(field='contact', name='tickets_ticketwatcher_contact_ref'), accounts.tenancy.fields.TenantReference(field='membership', name='tickets_ticketwatcher_membership_ref'), accounts.tenancy.fields.TenantReference(field='added_by', name='tickets_ticketwatcher_added_by_ref')],
            },
        ),
    ]
