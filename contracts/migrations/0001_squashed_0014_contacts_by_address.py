"""The tables as the earlier migrations made them one by one, in one step: a new database takes a fraction of the time."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from decimal import Decimal
from django.db import migrations, models

from accounts.tenancy.tables import CreateTables

# A contract's plan is that of its version.
TOGETHER = r"""
ALTER TABLE contracts_contract ADD CONSTRAINT contracts_contract_plan_of_version
FOREIGN KEY (tenant_id, plan_id, plan_version_id) REFERENCES contracts_planversion (tenant_id, plan_id, id)
DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):

    replaces = [
        ('contracts', '0001_initial'),
        ('contracts', '0002_policy_of_customer_and_product'),
        ('contracts', '0003_partners_and_rates'),
        ('contracts', '0004_plan_versions'),
        ('contracts', '0005_general_terms'),
        ('contracts', '0006_prices_and_billing'),
        ('contracts', '0007_plan_changes_and_campaigns'),
        ('contracts', '0008_public_requests'),
        ('contracts', '0009_contacts_of_the_portal'),
        ('contracts', '0010_prices_of_plan_changes'),
        ('contracts', '0011_notices'),
        ('contracts', '0012_bounced_contacts'),
        ('contracts', '0013_mailings_put_off'),
        ('contracts', '0014_contacts_by_address'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0005_metrics_is_no_tenant'),
        ('sla', '0001_squashed_0002_channels'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='BillingMonth',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('is_closed', models.BooleanField(default=False)),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['-month'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'month'), name='contracts_billingmonth_once'),
                        models.CheckConstraint(condition=models.Q(('month__day', 1)), name='contracts_billingmonth_first'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_billingmonth_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='BillingClosing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('json', models.TextField()),
                    ('csv', models.TextField()),
                    ('totals', models.JSONField()),
                    ('closed_at', models.DateTimeField()),
                    ('reopened_at', models.DateTimeField(null=True)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('billing_month', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='contracts.billingmonth')),
                    ('closed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('reopened_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['billing_month', 'number'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'billing_month', 'number'), name='contracts_closing_number'),
                        models.UniqueConstraint(condition=models.Q(('reopened_at__isnull', True)), fields=('tenant', 'billing_month'), name='contracts_closing_in_force'),
                        models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('reopened_at__isnull', True), ('reopened_by__isnull', True)), models.Q(('reopened_at__gte', models.F('closed_at')), ('reopened_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='contracts_closing_reopened'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_billingclosing_key'),
                        accounts.tenancy.fields.TenantReference(field='billing_month', name='contracts_billingclosing_billing_month_ref'),
                        accounts.tenancy.fields.TenantReference(field='closed_by', name='contracts_billingclosing_closed_by_ref'),
                        accounts.tenancy.fields.TenantReference(field='reopened_by', name='contracts_billingclosing_reopened_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Campaign',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('text', models.TextField(verbose_name='text of the letter')),
                    ('deadline', models.DateField(verbose_name='to be answered by')),
                    ('remind_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days before to remind')),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('running', 'Running'), ('closed', 'Closed')], default='draft', max_length=8)),
                    ('created_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['-created_at', '-id'],
                    'indexes': [
                        models.Index(condition=models.Q(('status', 'running')), fields=['tenant', 'deadline'], name='contracts_campaign_running'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_campaign_key'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='contracts_campaign_created_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ConsultancyRate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='amount')),
                    ('currency', models.CharField(max_length=3, verbose_name='currency')),
                    ('valid_from', models.DateField(verbose_name='from')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['-valid_from'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'valid_from'), name='contracts_rate_from'),
                        models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='contracts_rate_amount'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_consultancyrate_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                    ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('title', models.CharField(blank=True, max_length=80, verbose_name='title')),
                    ('language', models.CharField(blank=True, max_length=2, verbose_name='language')),
                    ('is_company_wide', models.BooleanField(default=False, verbose_name="sees the whole company's tickets")),
                    ('no_surveys', models.BooleanField(default=False, verbose_name='no surveys')),
                    ('external_id', models.CharField(blank=True, max_length=80)),
                    ('left_at', models.DateTimeField(blank=True, null=True)),
                    ('mail_company', models.BooleanField(default=False, verbose_name="a mail a day about colleagues' tickets")),
                    ('mail_replies', models.BooleanField(default=True, verbose_name='answers and solutions by mail')),
                    ('mail_started', models.BooleanField(default=False, verbose_name='a mail when work starts')),
                    ('summed_on', models.DateField(blank=True, null=True)),
                    ('bounce_reason', models.CharField(blank=True, max_length=300)),
                    ('bounced_at', models.DateTimeField(blank=True, null=True)),
                    ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='contracts.customer')),
                    ('membership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'customer'], name='contracts_contact_customer'),
                        models.Index(fields=['tenant', 'email'], name='contracts_contact_email'),
                        models.Index(condition=models.Q(('is_company_wide', True), ('left_at', None), ('mail_company', True)), fields=['tenant', 'summed_on'], name='contracts_contact_summed'),
                        models.Index(models.F('tenant'), django.db.models.functions.text.Upper('email'), name='contracts_contact_address'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('membership__isnull', False)), fields=('tenant', 'membership'), name='contracts_contact_membership'),
                        models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('tenant', 'external_id'), name='contracts_contact_external'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contact_key'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='contracts_contact_customer_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='contracts_contact_membership_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CalendarFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('generation', models.PositiveIntegerField(default=1)),
                    ('is_open', models.BooleanField(default=True)),
                    ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contracts.contact')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'contact'), name='contracts_feed_one'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_calendarfeed_key'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='contracts_calendarfeed_contact_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ContactEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('entered', 'Entered'), ('invited', 'Invited'), ('withdrawn', 'Invitation withdrawn'), ('granted', 'Sees the whole company’s tickets'), ('revoked', 'Sees their own tickets alone'), ('removed', 'Removed')], max_length=10)),
                    ('at', models.DateTimeField()),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='contracts.contact')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [
                        models.Index(fields=['tenant', 'contact', 'at'], name='contracts_contactevent_of'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contactevent_key'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='contracts_contactevent_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='contracts_contactevent_actor_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Contract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('covers_critical', models.BooleanField(default=False, verbose_name='round-the-clock cover for Critical')),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('active', 'Active'), ('notice', 'Under notice'), ('ended', 'Ended')], default='active', max_length=8)),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('currency', models.CharField(choices=[('SEK', 'SEK'), ('DKK', 'DKK'), ('NOK', 'NOK'), ('EUR', 'EUR')], max_length=3, verbose_name='currency')),
                    ('notice_months', models.PositiveSmallIntegerField(default=3, verbose_name='months of notice')),
                    ('renewal_months', models.PositiveSmallIntegerField(default=12, verbose_name='months it is renewed for')),
                    ('renews', models.BooleanField(default=False, verbose_name='renews by itself')),
                    ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='contracts.customer')),
                    ('personal_consultant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('plan', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.plan')),
                    ('plan_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='contracts.planversion')),
                    ('policy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policy')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'customer', 'starts_on'], name='contracts_contract_customer'),
                        models.Index(condition=models.Q(('ends_on__isnull', False), ('status__in', ['active', 'notice'])), fields=['tenant', 'ends_on'], name='contracts_contract_ending'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='contracts_contract_period'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contract_key'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='contracts_contract_customer_ref'),
                        accounts.tenancy.fields.TenantReference(field='plan', name='contracts_contract_plan_ref'),
                        accounts.tenancy.fields.TenantReference(field='policy', name='contracts_contract_policy_ref'),
                        accounts.tenancy.fields.TenantReference(field='personal_consultant', name='contracts_contract_personal_consultant_ref'),
                        models.CheckConstraint(condition=models.Q(('ends_on__isnull', False), models.Q(('renews', False), ('status__in', ['draft', 'active'])), _connector='OR'), name='contracts_contract_last_day'),
                        models.CheckConstraint(condition=models.Q(('renewal_months__gte', 1)), name='contracts_contract_renewal'),
                        accounts.tenancy.fields.TenantReference(field='plan_version', name='contracts_contract_plan_version_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ContractContact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contact')),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contract_contacts', to='contracts.contract')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'contract', 'contact'), name='contracts_contractcontact_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contractcontact_key'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='contracts_contractcontact_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='contracts_contractcontact_contact_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ContractEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('at', models.DateTimeField()),
                    ('data', models.JSONField(default=dict)),
                    ('actor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='contracts.contract')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contractevent_key'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='contracts_contractevent_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='contracts_contractevent_actor_ref'),
                    ],
                    'indexes': [
                        models.Index(fields=['tenant', 'contract', '-id'], name='contracts_event_contract'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Customer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('external_id', models.CharField(blank=True, max_length=80)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('approves_by_domain', models.BooleanField(default=False)),
                    ('is_prospect', models.BooleanField(default=False)),
                    ('policy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policy')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['name', 'id'],
                    'indexes': [
                        models.Index(fields=['tenant', 'name'], name='contracts_customer_name'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('tenant', 'external_id'), name='contracts_customer_external'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_customer_key'),
                        accounts.tenancy.fields.TenantReference(field='policy', name='contracts_customer_policy_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CustomerDomain',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('domain', models.CharField(max_length=253)),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='domains', to='contracts.customer')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['domain'],
                    'indexes': [
                        models.Index(fields=['tenant', 'customer'], name='contracts_domain_customer'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'domain'), name='contracts_domain_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_customerdomain_key'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='contracts_customerdomain_customer_ref'),
                        accounts.tenancy.fields.TenantReference(field='added_by', name='contracts_customerdomain_added_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Mailing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('terms', 'New terms'), ('terms_withdrawn', 'Terms withdrawn'), ('notice', 'Notice'), ('notice_changed', 'Notice changed'), ('notice_over', 'Operation over'), ('notice_withdrawn', 'Notice withdrawn'), ('newsletter', 'Newsletter')], max_length=16)),
                    ('begun_at', models.DateTimeField()),
                    ('cursor', models.BigIntegerField(default=0)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('failures', models.PositiveSmallIntegerField(default=0)),
                    ('next_at', models.DateTimeField(blank=True, null=True)),
                    ('newsletter', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='contracts.newsletter')),
                    ('notice', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to='contracts.notice')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('terms', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='contracts.termsversion')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('finished_at', None)), fields=['tenant', 'id'], name='contracts_mailing_open'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('terms__isnull', False)), fields=('tenant', 'kind', 'terms'), name='contracts_mailing_terms'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_mailing_key'),
                        accounts.tenancy.fields.TenantReference(field='terms', name='contracts_mailing_terms_ref'),
                        models.UniqueConstraint(condition=models.Q(('notice__isnull', False)), fields=('tenant', 'kind', 'notice', 'revision'), name='contracts_mailing_notice'),
                        models.UniqueConstraint(condition=models.Q(('newsletter__isnull', False)), fields=('tenant', 'newsletter'), name='contracts_mailing_newsletter'),
                        accounts.tenancy.fields.TenantReference(field='notice', name='contracts_mailing_notice_ref'),
                        accounts.tenancy.fields.TenantReference(field='newsletter', name='contracts_mailing_newsletter_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='MailingReceipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('email', models.EmailField(max_length=254)),
                    ('at', models.DateTimeField()),
                    ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mailing_receipts', to='contracts.contact')),
                    ('mailing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='contracts.mailing')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['name', 'pk'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'mailing', 'contact'), name='contracts_receipt_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_mailingreceipt_key'),
                        accounts.tenancy.fields.TenantReference(field='mailing', name='contracts_mailingreceipt_mailing_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='contracts_mailingreceipt_contact_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Newsletter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('issued_on', models.DateField()),
                    ('since', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('dropped', 'Put aside')], default='draft', max_length=7)),
                    ('intro_sv', models.TextField(blank=True, verbose_name='Introduction in Swedish')),
                    ('intro_da', models.TextField(blank=True, verbose_name='Introduction in Danish')),
                    ('intro_en', models.TextField(blank=True, verbose_name='Introduction in English')),
                    ('composed_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('sent_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['-issued_on'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'issued_on'), name='contracts_newsletter_day'),
                        models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='contracts_newsletter_sent'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_newsletter_key'),
                        accounts.tenancy.fields.TenantReference(field='sent_by', name='contracts_newsletter_sent_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('operation', 'Operations'), ('release', 'Release'), ('law', 'Change of law'), ('date', 'Important date')], max_length=9)),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9)),
                    ('title_sv', models.CharField(blank=True, max_length=160, verbose_name='Title in Swedish')),
                    ('title_da', models.CharField(blank=True, max_length=160, verbose_name='Title in Danish')),
                    ('title_en', models.CharField(blank=True, max_length=160, verbose_name='Title in English')),
                    ('text_sv', models.TextField(blank=True, verbose_name='Text in Swedish')),
                    ('text_da', models.TextField(blank=True, verbose_name='Text in Danish')),
                    ('text_en', models.TextField(blank=True, verbose_name='Text in English')),
                    ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                    ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='to')),
                    ('on_day', models.DateField(blank=True, null=True, verbose_name='Day')),
                    ('visible_until', models.DateField(blank=True, null=True, verbose_name='Shown until')),
                    ('updated_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                    ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('updated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('status', 'published')), fields=['tenant', '-published_at'], name='contracts_notice_read'),
                        models.Index(fields=['tenant', '-updated_at'], name='contracts_notice_listed'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(models.Q(('kind', 'operation'), ('on_day', None), ('starts_at__isnull', False)), models.Q(('ends_at', None), ('kind', 'date'), ('on_day__isnull', False), ('starts_at__isnull', True)), models.Q(('ends_at', None), ('kind', 'date'), ('on_day__isnull', True), ('starts_at__isnull', False)), models.Q(('ends_at', None), ('kind__in', ['release', 'law']), ('on_day', None), ('starts_at', None)), _connector='OR'), name='contracts_notice_when'),
                        models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='contracts_notice_period'),
                        models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('status', 'draft')), models.Q(('published_at__isnull', False), ('status', 'published'), ('withdrawn_at', None)), models.Q(('published_at__isnull', False), ('status', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='contracts_notice_status'),
                        models.UniqueConstraint(fields=('tenant', 'uid'), name='contracts_notice_uid'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_notice_key'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='contracts_notice_created_by_ref'),
                        accounts.tenancy.fields.TenantReference(field='updated_by', name='contracts_notice_updated_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='NewsletterItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('is_included', models.BooleanField(default=True)),
                    ('newsletter', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='contracts.newsletter')),
                    ('notice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contracts.notice')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['position', 'pk'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'newsletter', 'notice'), name='contracts_newsletteritem_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_newsletteritem_key'),
                        accounts.tenancy.fields.TenantReference(field='newsletter', name='contracts_newsletteritem_newsletter_ref'),
                        accounts.tenancy.fields.TenantReference(field='notice', name='contracts_newsletteritem_notice_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='NoticeSettings',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('newsletter', models.CharField(choices=[('off', 'No newsletter'), ('draft', 'A draft, sent by hand'), ('auto', 'Sent by itself')], default='off', max_length=5, verbose_name='newsletter')),
                    ('weekday', models.PositiveSmallIntegerField(default=2, verbose_name='weekday')),
                    ('has_public_calendar', models.BooleanField(default=False, verbose_name='everybody may subscribe to the important dates')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant',), name='contracts_noticesettings_one'),
                        models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='contracts_noticesettings_day'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_noticesettings_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PayslipCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('count', models.PositiveIntegerField(verbose_name='payslips')),
                    ('source', models.CharField(choices=[('page', 'entered'), ('csv', 'from a file'), ('api', 'sent by a program')], max_length=4)),
                    ('entered_at', models.DateTimeField()),
                    ('replaced_at', models.DateTimeField(null=True)),
                    ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='payslip_counts', to='contracts.customer')),
                    ('entered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['month', 'customer', '-id'],
                    'indexes': [
                        models.Index(fields=['tenant', 'customer', 'month', '-id'], name='contracts_payslips_customer'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('tenant', 'month', 'customer'), name='contracts_payslips_in_force'),
                        models.CheckConstraint(condition=models.Q(('month__day', 1)), name='contracts_payslips_month'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_payslipcount_key'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='contracts_payslipcount_customer_ref'),
                        accounts.tenancy.fields.TenantReference(field='entered_by', name='contracts_payslipcount_entered_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                    ('is_offered', models.BooleanField(default=True, verbose_name='can be chosen for new contracts')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['rank', 'id'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'name'), name='contracts_plan_name'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_plan_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PlanVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField()),
                    ('contact_limit', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contacts a contract may name')),
                    ('has_support', models.BooleanField(default=False)),
                    ('has_fast_track', models.BooleanField(default=False)),
                    ('consultancy_discount', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5)),
                    ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='contracts.plan')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['plan', '-number'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'plan', 'number'), name='contracts_planversion_number'),
                        models.UniqueConstraint(fields=('tenant', 'plan', 'id'), name='contracts_planversion_of'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_planversion_key'),
                        accounts.tenancy.fields.TenantReference(field='plan', name='contracts_planversion_plan_ref'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='contracts_planversion_created_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PlanService',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(db_index=False, max_length=40, verbose_name='code')),
                    ('kind', models.CharField(choices=[('included', 'Included'), ('quota_hours', 'Hours a year'), ('quota_times', 'Times a year'), ('discount', 'Discount, percent'), ('flag', 'Right')], max_length=12, verbose_name='kind')),
                    ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='quantity')),
                    ('name_sv', models.CharField(blank=True, max_length=160)),
                    ('name_da', models.CharField(blank=True, max_length=160)),
                    ('name_en', models.CharField(blank=True, max_length=160)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='contracts.planversion')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'version', 'code'), name='contracts_planservice_code'),
                        models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['quota_hours', 'quota_times', 'discount']), ('quantity__gt', 0)), models.Q(('kind__in', ['included', 'flag']), ('quantity__isnull', True)), _connector='OR'), name='contracts_planservice_quantity'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_planservice_key'),
                        accounts.tenancy.fields.TenantReference(field='version', name='contracts_planservice_version_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PlanChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('notice_months', models.PositiveSmallIntegerField()),
                    ('requested_at', models.DateTimeField()),
                    ('status', models.CharField(choices=[('sent', 'Waiting for signature'), ('received', 'Signed, to be checked'), ('scheduled', 'Decided'), ('in_effect', 'In effect'), ('withdrawn', 'Withdrawn'), ('refused', 'Refused')], default='sent', max_length=10)),
                    ('received_on', models.DateField(blank=True, null=True)),
                    ('received_at', models.DateTimeField(blank=True, null=True)),
                    ('file_name', models.CharField(blank=True, max_length=200)),
                    ('file_path', models.CharField(blank=True, max_length=200)),
                    ('effective_on', models.DateField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.CharField(blank=True, max_length=400)),
                    ('prices', models.JSONField(blank=True, default=dict)),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='plan_changes', to='contracts.contract')),
                    ('from_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.planversion')),
                    ('requested_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('to_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.planversion')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('status', 'scheduled')), fields=['tenant', 'effective_on'], name='contracts_planchange_due'),
                        models.Index(fields=['tenant', '-requested_at'], name='contracts_planchange_latest'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('status__in', ['sent', 'received', 'scheduled'])), fields=('tenant', 'contract'), name='contracts_planchange_one_open'),
                        models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['scheduled', 'in_effect']), _negated=True), models.Q(('effective_on__day', 1), ('effective_on__isnull', False), ('received_on__isnull', False)), _connector='OR'), name='contracts_planchange_dates'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_planchange_key'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='contracts_planchange_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='from_version', name='contracts_planchange_from_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='to_version', name='contracts_planchange_to_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='requested_by', name='contracts_planchange_requested_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CampaignOffer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('campaign', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='contracts.campaign')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.planversion')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'campaign', 'version'), name='contracts_campaignoffer_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_campaignoffer_key'),
                        accounts.tenancy.fields.TenantReference(field='campaign', name='contracts_campaignoffer_campaign_ref'),
                        accounts.tenancy.fields.TenantReference(field='version', name='contracts_campaignoffer_version_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CampaignLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chosen_at', models.DateTimeField(blank=True, null=True)),
                    ('reminded_at', models.DateTimeField(blank=True, null=True)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('campaign', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='contracts.campaign')),
                    ('change', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='contracts.planchange')),
                    ('chosen_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('chosen_version', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.planversion')),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='campaign_letters', to='contracts.contract')),
                    ('default_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.planversion')),
                    ('from_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.planversion')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'contract'], name='contracts_letter_contract'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'campaign', 'contract'), name='contracts_campaignletter_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('chosen_at__isnull', True), ('chosen_version__isnull', True)), models.Q(('chosen_at__isnull', False), ('chosen_version__isnull', False)), _connector='OR'), name='contracts_campaignletter_choice'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_campaignletter_key'),
                        accounts.tenancy.fields.TenantReference(field='campaign', name='contracts_campaignletter_campaign_ref'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='contracts_campaignletter_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='from_version', name='contracts_campaignletter_from_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='default_version', name='contracts_campaignletter_default_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='chosen_version', name='contracts_campaignletter_chosen_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='chosen_by', name='contracts_campaignletter_chosen_by_ref'),
                        accounts.tenancy.fields.TenantReference(field='change', name='contracts_campaignletter_change_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PriceList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('currency', models.CharField(max_length=3, verbose_name='currency')),
                    ('valid_from', models.DateField(verbose_name='from')),
                    ('base', models.DecimalField(decimal_places=2, max_digits=12)),
                    ('created_at', models.DateTimeField()),
                    ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='price_lists', to='contracts.plan')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['plan', 'currency', '-valid_from'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'plan', 'currency', 'valid_from'), name='contracts_pricelist_from'),
                        models.CheckConstraint(condition=models.Q(('base__gte', 0)), name='contracts_pricelist_base'),
                        models.CheckConstraint(condition=models.Q(('valid_from__day', 1)), name='contracts_pricelist_month'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_pricelist_key'),
                        accounts.tenancy.fields.TenantReference(field='plan', name='contracts_pricelist_plan_ref'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='contracts_pricelist_created_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PriceTier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('up_to', models.PositiveIntegerField(blank=True, null=True)),
                    ('unit_price', models.DecimalField(decimal_places=4, max_digits=12)),
                    ('price_list', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='tiers', to='contracts.pricelist')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['up_to'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'price_list', 'up_to'), name='contracts_pricetier_bound', nulls_distinct=False),
                        models.CheckConstraint(condition=models.Q(('up_to__isnull', True), ('up_to__gt', 0), _connector='OR'), name='contracts_pricetier_up_to'),
                        models.CheckConstraint(condition=models.Q(('unit_price__gte', 0)), name='contracts_pricetier_price'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_pricetier_key'),
                        accounts.tenancy.fields.TenantReference(field='price_list', name='contracts_pricetier_price_list_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Product',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('policy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policy')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'name'), name='contracts_product_name'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_product_key'),
                        accounts.tenancy.fields.TenantReference(field='policy', name='contracts_product_policy_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                    ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('valid_from', models.DateField(verbose_name='from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='contracts.product')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['product', '-valid_from'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'product', 'valid_from'), name='contracts_partner_from'),
                        models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='contracts_partner_period'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_partner_key'),
                        accounts.tenancy.fields.TenantReference(field='product', name='contracts_partner_product_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='NoticeSubscription',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('operation', 'Operations'), ('release', 'Release'), ('law', 'Change of law'), ('date', 'Important date'), ('newsletter', 'Newsletter')], max_length=10)),
                    ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='contracts.contact')),
                    ('product', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contracts.product')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'kind', 'contact'], name='contracts_subscription_kind'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'contact', 'kind', 'product'), name='contracts_subscription_once', nulls_distinct=False),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_noticesubscription_key'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='contracts_noticesubscription_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='product', name='contracts_noticesubscription_product_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='NoticeProduct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('notice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='notice_products', to='contracts.notice')),
                    ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'notice', 'product'), name='contracts_noticeproduct_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_noticeproduct_key'),
                        accounts.tenancy.fields.TenantReference(field='notice', name='contracts_noticeproduct_notice_ref'),
                        accounts.tenancy.fields.TenantReference(field='product', name='contracts_noticeproduct_product_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ContractProduct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contract_products', to='contracts.contract')),
                    ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'contract', 'product'), name='contracts_contractproduct_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_contractproduct_key'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='contracts_contractproduct_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='product', name='contracts_contractproduct_product_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PublicPrices',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_shown', models.BooleanField(default=True)),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant',), name='contracts_publicprices_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_publicprices_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PublicRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('access', 'Access to support'), ('enquiry', 'Enquiry')], max_length=8)),
                    ('state', models.CharField(choices=[('unconfirmed', 'Address not confirmed'), ('waiting', 'Waiting'), ('approved', 'Approved'), ('refused', 'Refused'), ('spam', 'Spam'), ('filed', 'Filed')], default='unconfirmed', max_length=12)),
                    ('name', models.CharField(max_length=120)),
                    ('email', models.EmailField(max_length=254)),
                    ('company', models.CharField(max_length=160)),
                    ('telephone', models.CharField(blank=True, max_length=40)),
                    ('message', models.TextField(blank=True)),
                    ('language', models.CharField(blank=True, max_length=2)),
                    ('sent_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.TextField(blank=True)),
                    ('ticket_number', models.IntegerField(blank=True, null=True)),
                    ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contact')),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('state', 'waiting')), fields=['tenant', 'confirmed_at'], name='contracts_request_wait'),
                        models.Index(condition=models.Q(('state', 'unconfirmed')), fields=['tenant', 'sent_at'], name='contracts_request_new'),
                        models.Index(fields=['tenant', '-decided_at'], name='contracts_request_done'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('state', 'unconfirmed'), ('confirmed_at__isnull', False), _connector='OR'), name='contracts_request_confirmed'),
                        models.CheckConstraint(condition=models.Q(('state__in', ['unconfirmed', 'waiting']), ('decided_at__isnull', False), _connector='OR'), name='contracts_request_decided'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_publicrequest_key'),
                        accounts.tenancy.fields.TenantReference(field='decided_by', name='contracts_publicrequest_decided_by_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='contracts_publicrequest_contact_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='TermsVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='version')),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9)),
                    ('valid_from', models.DateField(verbose_name='in force from')),
                    ('text_sv', models.TextField(blank=True, verbose_name='Text in Swedish')),
                    ('text_da', models.TextField(blank=True, verbose_name='Text in Danish')),
                    ('text_en', models.TextField(blank=True, verbose_name='Text in English')),
                    ('summary_sv', models.TextField(blank=True, verbose_name='What changes, in Swedish')),
                    ('summary_da', models.TextField(blank=True, verbose_name='What changes, in Danish')),
                    ('summary_en', models.TextField(blank=True, verbose_name='What changes, in English')),
                    ('created_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('published_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['-number'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'number'), name='contracts_terms_number'),
                        models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('tenant', 'valid_from'), name='contracts_terms_day'),
                        models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('tenant',), name='contracts_terms_one_draft'),
                        models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('status', 'draft')), models.Q(('published_at__isnull', False), ('status', 'published'), ('withdrawn_at', None)), models.Q(('published_at__isnull', False), ('status', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='contracts_terms_status'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_termsversion_key'),
                        accounts.tenancy.fields.TenantReference(field='created_by', name='contracts_termsversion_created_by_ref'),
                        accounts.tenancy.fields.TenantReference(field='published_by', name='contracts_termsversion_published_by_ref'),
                    ],
                },
            ),
        ]),
        migrations.RunSQL(TOGETHER, "ALTER TABLE contracts_contract DROP CONSTRAINT contracts_contract_plan_of_version"),
    ]
