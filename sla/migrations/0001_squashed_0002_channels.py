"""The tables as the earlier migrations made them one by one, in one step: a new database takes a fraction of the time."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.tenancy.tables import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('sla', '0001_initial'),
        ('sla', '0002_channels'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0005_metrics_is_no_tenant'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Calendar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('slug', models.SlugField(max_length=40)),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'slug'), name='sla_calendar_slug'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='sla_calendar_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CalendarVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(default=1)),
                    ('definition', models.JSONField()),
                    ('created_at', models.DateTimeField()),
                    ('calendar', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='sla.calendar')),
                    ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'calendar', 'number'), name='sla_calendarversion_number'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='sla_calendarversion_key'),
                        accounts.tenancy.fields.TenantReference(field='calendar', name='sla_calendarversion_calendar_ref'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='sla_calendarversion_created_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ChannelHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('phone', 'Telephone'), ('email', 'E-mail'), ('portal', 'Portal')], max_length=8)),
                    ('calendar', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.calendar')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'channel'), name='sla_channelhours_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='sla_channelhours_key'),
                        accounts.tenancy.fields.TenantReference(field='calendar', name='sla_channelhours_calendar_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Policy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('is_default', models.BooleanField(default=False)),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'name'), name='sla_policy_name'),
                        models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('tenant',), name='sla_policy_one_default'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='sla_policy_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PolicyVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(default=1)),
                    ('targets', models.JSONField()),
                    ('pauses', models.JSONField()),
                    ('steps', models.JSONField()),
                    ('created_at', models.DateTimeField()),
                    ('calendar', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.calendar')),
                    ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('policy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='sla.policy')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'policy', 'number'), name='sla_policyversion_number'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='sla_policyversion_key'),
                        accounts.tenancy.fields.TenantReference(field='policy', name='sla_policyversion_policy_ref'),
                        accounts.tenancy.fields.TenantReference(field='calendar', name='sla_policyversion_calendar_ref'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='sla_policyversion_created_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PolicyChannel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('phone', 'Telephone'), ('email', 'E-mail'), ('portal', 'Portal')], max_length=8)),
                    ('calendar', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.calendar')),
                    ('policy_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='sla.policyversion')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'policy_version', 'channel'), name='sla_policychannel_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='sla_policychannel_key'),
                        accounts.tenancy.fields.TenantReference(field='policy_version', name='sla_policychannel_policy_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='calendar', name='sla_policychannel_calendar_ref'),
                    ],
                },
            ),
        ]),
    ]
