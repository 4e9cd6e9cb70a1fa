"""The tables as the earlier migrations made them one by one, in one step: a new database takes a fraction of the time."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy.tables import CreateTables

# The one question about memberships that is asked outside a tenant: which tenants does this user belong to?
TENANTS_OF = r"""
CREATE FUNCTION tenants_of(member bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT tenant_id FROM accounts_membership WHERE user_id = member AND is_active $$;
REVOKE ALL ON FUNCTION tenants_of(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_of(bigint) TO app;
ALTER FUNCTION tenants_of(bigint) OWNER TO search;
"""


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_tenants_of'),
        ('accounts', '0003_queue_columns'),
        ('accounts', '0004_away_until'),
        ('accounts', '0005_metrics_is_no_tenant'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('language', models.CharField(blank=True, help_text="Empty: the tenant's language.", max_length=2, verbose_name='language')),
                    ('theme', models.CharField(blank=True, max_length=5)),
                    ('is_active', models.BooleanField(default=True)),
                    ('date_joined', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='accounts_user_email_lower'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Tenant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.CharField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9-]+$')])),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('language', models.CharField(default='sv', max_length=2, verbose_name='language')),
                    ('zone', models.CharField(default='Europe/Stockholm', max_length=60, verbose_name='time zone')),
                    ('sender', models.EmailField(blank=True, max_length=254, verbose_name='sender address')),
                    ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('language__in', ['sv', 'da', 'en'])), name='accounts_tenant_language'),
                        models.CheckConstraint(condition=models.Q(('slug__in', ['admin', 'api', 'healthz', 'media', 'metrics', 'readyz', 'static', 'styleguide']), _negated=True), name='accounts_tenant_slug_free'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('customer', 'Customer'), ('agent', 'Agent'), ('consultant', 'Consultant'), ('manager', 'Manager'), ('admin', 'Admin')], max_length=12, verbose_name='role')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('queue_columns', models.JSONField(blank=True, default=list)),
                    ('away_until', models.DateField(blank=True, null=True, verbose_name='away until')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'user'), name='accounts_membership_once'),
                        models.CheckConstraint(condition=models.Q(('role__in', ['customer', 'agent', 'consultant', 'manager', 'admin'])), name='accounts_membership_role'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='accounts_membership_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(max_length=254)),
                    ('name', models.CharField(max_length=120)),
                    ('role', models.CharField(choices=[('customer', 'Customer'), ('agent', 'Agent'), ('consultant', 'Consultant'), ('manager', 'Manager'), ('admin', 'Admin')], max_length=12)),
                    ('contact_id', models.BigIntegerField(blank=True, null=True)),
                    ('token_hash', models.CharField(max_length=64)),
                    ('expires_at', models.DateTimeField()),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('invited_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'token_hash'), name='accounts_invitation_token'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='accounts_invitation_key'),
                        accounts.tenancy.fields.TenantReference(field='invited_by', name='accounts_invitation_invited_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ApiToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('is_tenant_wide', models.BooleanField(default=False)),
                    ('prefix', models.CharField(max_length=12)),
                    ('token_hash', models.CharField(max_length=64)),
                    ('last_used_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'token_hash'), name='accounts_apitoken_hash'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='accounts_apitoken_key'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='accounts_apitoken_membership_ref'),
                    ],
                },
            ),
        ]),
        migrations.RunSQL(TENANTS_OF, "DROP FUNCTION tenants_of(bigint)"),
    ]
