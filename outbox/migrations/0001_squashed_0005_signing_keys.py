"""The tables as the earlier migrations made them one by one, in one step: a new database takes a fraction of the time."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.tenancy.tables import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('outbox', '0001_initial'),
        ('outbox', '0002_priorities_and_rates'),
        ('outbox', '0003_webhooks'),
        ('outbox', '0004_pruning'),
        ('outbox', '0005_signing_keys'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0005_metrics_is_no_tenant'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='WebhookEndpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.CharField(max_length=500)),
                    ('description', models.CharField(blank=True, max_length=200)),
                    ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                    ('secret', models.TextField()),
                    ('old_secret', models.TextField(blank=True)),
                    ('old_secret_until', models.DateTimeField(null=True)),
                    ('is_active', models.BooleanField(default=True)),
                    ('disabled_at', models.DateTimeField(null=True)),
                    ('disabled_reason', models.CharField(blank=True, choices=[('by_hand', 'Switched off by hand'), ('failing', 'Nothing came through for five days'), ('gone', 'The receiver said that the address is gone')], max_length=8)),
                    ('failures', models.PositiveIntegerField(default=0)),
                    ('failing_since', models.DateTimeField(null=True)),
                    ('paused_until', models.DateTimeField(null=True)),
                    ('created_at', models.DateTimeField()),
                    ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'abstract': False,
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='outbox_webhookendpoint_key'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='outbox_webhookendpoint_created_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='WebhookChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('created', 'Added'), ('changed', 'Changed'), ('rotated', 'New secret made'), ('off', 'Switched off'), ('on', 'Switched on')], max_length=8)),
                    ('at', models.DateTimeField()),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('endpoint', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='outbox.webhookendpoint')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='outbox_webhookchange_key'),
                        accounts.tenancy.fields.TenantReference(field='endpoint', name='outbox_webhookchange_endpoint_ref'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='outbox_webhookchange_actor_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='OutboxMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('email', 'E-mail'), ('webhook', 'Webhook')], default='email', max_length=8)),
                    ('dedupe_key', models.CharField(max_length=200)),
                    ('message_id', models.CharField(max_length=200)),
                    ('sender', models.CharField(max_length=320)),
                    ('recipient', models.CharField(max_length=320)),
                    ('subject', models.CharField(max_length=400)),
                    ('text', models.TextField()),
                    ('html', models.TextField(blank=True)),
                    ('headers', models.JSONField(default=dict)),
                    ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('discarded', 'Given up')], default='queued', max_length=9)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_at', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('token', models.UUIDField(null=True)),
                    ('queued_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('last_error', models.TextField(blank=True)),
                    ('is_secret', models.BooleanField(default=False)),
                    ('priority', models.SmallIntegerField(choices=[(0, 'Urgent'), (1, 'Ordinary'), (2, 'Mass mail')], default=1)),
                    ('endpoint', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='outbox.webhookendpoint')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('state', 'queued')), fields=['next_at', 'id'], name='outbox_due'),
                        models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='outbox_leased'),
                        models.Index(condition=models.Q(('state', 'failed')), fields=['tenant', '-id'], name='outbox_failed'),
                        models.Index(condition=models.Q(('state', 'queued')), fields=['kind', 'tenant', 'priority', 'next_at', 'id'], name='outbox_queue'),
                        models.Index(condition=models.Q(('state', 'sent')), fields=['kind', 'tenant', 'sent_at'], name='outbox_sent'),
                        models.Index(fields=['tenant', 'message_id'], name='outbox_message'),
                        models.Index(fields=['tenant', 'recipient', '-id'], name='outbox_recipient'),
                        models.Index(condition=models.Q(('endpoint__isnull', False)), fields=['tenant', 'endpoint', '-id'], name='outbox_of_endpoint'),
                        models.Index(condition=models.Q(('endpoint__isnull', False), ('state', 'queued')), fields=['endpoint', 'next_at', 'id'], name='outbox_endpoint_due'),
                        models.Index(condition=models.Q(('state', 'sent'), models.Q(('text', ''), _negated=True)), fields=['tenant', 'sent_at'], name='outbox_unpruned'),
                        models.Index(condition=models.Q(('state', 'discarded')), fields=['tenant', 'next_at'], name='outbox_discarded'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'dedupe_key'), name='outbox_once_per_cause'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='outbox_outboxmessage_key'),
                        models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'failed', 'discarded'])), name='outbox_state'),
                        models.CheckConstraint(condition=models.Q(('priority__in', [0, 1, 2])), name='outbox_priority'),
                        accounts.tenancy.fields.TenantReference(field='endpoint', name='outbox_outboxmessage_endpoint_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='OutboxRate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('per_minute', models.PositiveIntegerField()),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant',), name='outbox_one_rate'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='outbox_outboxrate_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SigningKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('domain', models.CharField(max_length=253)),
                    ('selector', models.CharField(max_length=63)),
                    ('private', models.TextField()),
                    ('public', models.TextField()),
                    ('is_active', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['domain', '-created_at'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'domain', 'selector'), name='outbox_signingkey_selector'),
                        models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('tenant', 'domain'), name='outbox_signingkey_active'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='outbox_signingkey_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='WebhookAttempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('status', models.PositiveSmallIntegerField(null=True)),
                    ('milliseconds', models.PositiveIntegerField()),
                    ('answer', models.TextField(blank=True)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('message', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='webhook_attempts', to='outbox.outboxmessage')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['-id'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='outbox_webhookattempt_key'),
                        accounts.tenancy.fields.TenantReference(field='message', name='outbox_webhookattempt_message_ref'),
                    ],
                },
            ),
        ]),
    ]
