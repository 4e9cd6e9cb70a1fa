"""Plans get versions with services, contracts their terms, contacts and a timeline."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models

# Every plan's first version says what its columns said, and what the domain's table gives the four default plans besides.
# Their texts stand here too: what a migration does must not change with the code. The foreign keys made at its end are
# checked as the owner, so the owner's fence comes back after them (post_migrate, accounts/tenancy/fences.py).
FILL = """
ALTER TABLE contracts_plan NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts_contract NO FORCE ROW LEVEL SECURITY;
INSERT INTO contracts_planversion
    (tenant_id, plan_id, number, created_at, has_support, has_fast_track, consultancy_discount)
SELECT tenant_id, id, 1, now(), has_support, has_fast_track, consultancy_discount FROM contracts_plan;
INSERT INTO contracts_planservice
    (tenant_id, version_id, position, code, kind, quantity, name_sv, name_da, name_en)
SELECT p.tenant_id, v.id, s.position, s.code, s.kind, s.quantity, s.sv, s.da, s.en
FROM contracts_plan p JOIN contracts_planversion v ON v.plan_id = p.id, LATERAL (VALUES
    (0, 'updates', 'included', true, NULL::numeric,
     'Uppdateringar',
     'Opdateringer',
     'Updates'),
    (1, 'newsletter', 'included', true, NULL::numeric,
     'Nyhetsbrev',
     'Nyhedsbrev',
     'Newsletter'),
    (2, 'portal', 'included', true, NULL::numeric,
     'Kundportal',
     'Kundeportal',
     'Customer portal'),
    (3, 'help_centre', 'included', true, NULL::numeric,
     'Hjälpcenter',
     'Hjælpecenter',
     'Help centre'),
    (4, 'certification', 'included', true, NULL::numeric,
     'Certifieringsdokument',
     'Certificeringsdokumenter',
     'Certification documents'),
    (5, 'support', 'included', p.has_support, NULL::numeric,
     'Support via ärende och telefon: allmän vägledning, inte arbete på beställning',
     'Support via sag og telefon: generel vejledning, ikke arbejde på bestilling',
     'Support by ticket and telephone: general guidance, not work to order'),
    (6, 'fast_track', 'flag', p.has_fast_track, NULL::numeric,
     'Snabbspår i telefonkön och för ärenden',
     'Hurtigspor i telefonkøen og på sager',
     'Fast track in the telephone queue and on tickets'),
    (7, 'courses', 'included', p.name IN ('Professional', 'Premium'), NULL::numeric,
     'Kurser, online och på plats',
     'Kurser, online og på stedet',
     'Courses, online and on site'),
    (8, 'webinars', 'included', p.name IN ('Professional', 'Premium'), NULL::numeric,
     'Webbinarier',
     'Webinarer',
     'Webinars'),
    (9, 'service_check', 'quota_times', p.service_checks > 0, p.service_checks,
     'Årlig servicekontroll: upp till 4 h online, resultatet skickas till er',
     'Årligt servicetjek: op til 4 t online, resultatet sendes til jer',
     'Yearly service check: up to 4 h online, the result is sent to you'),
    (10, 'consultancy_discount', 'discount', p.consultancy_discount > 0, p.consultancy_discount,
     'Rabatt på konsulttimmar',
     'Rabat på konsulenttimer',
     'Discount on consultancy hours'),
    (11, 'personal_consultant', 'included', p.name IN ('Professional', 'Premium'), NULL::numeric,
     'Personlig konsult: samma person när det går',
     'Personlig konsulent: samme person, når det er muligt',
     'Personal consultant: the same person where possible'),
    (12, 'legal', 'quota_hours', p.legal_hours > 0, p.legal_hours,
     'Juridisk hjälp och säkerhetshjälp',
     'Juridisk bistand og sikkerhedsbistand',
     'Legal and security assistance'),
    (13, 'sparring', 'quota_times', p.sparring_sessions > 0, p.sparring_sessions,
     'Specialistsparring: upp till 1 h per gång',
     'Specialistsparring: op til 1 t pr. gang',
     'Specialist sparring: up to 1 h each'),
    (14, 'strategic_adviser', 'included', p.name IN ('Professional', 'Premium'), NULL::numeric,
     'Strategisk rådgivare',
     'Strategisk rådgiver',
     'Strategic adviser'),
    (15, 'data_processing_appendix', 'included', p.name = 'Premium', NULL::numeric,
     'Förhandlad bilaga om personuppgifter',
     'Forhandlet databehandlerbilag',
     'Negotiated data-processing appendix'),
    (16, 'test_environment', 'included', p.name = 'Premium', NULL::numeric,
     'Testmiljö',
     'Testmiljø',
     'Test environment')
) AS s (position, code, kind, has, quantity, sv, da, en) WHERE s.has;
UPDATE contracts_contract c SET plan_version_id = v.id,
    currency = CASE t.zone WHEN 'Europe/Stockholm' THEN 'SEK' WHEN 'Europe/Copenhagen' THEN 'DKK'
        WHEN 'Europe/Oslo' THEN 'NOK' ELSE 'EUR' END,
    ends_on = CASE WHEN c.status IN ('notice', 'ended') THEN coalesce(c.ends_on, greatest(c.starts_on, current_date))
        ELSE c.ends_on END
FROM contracts_planversion v, accounts_tenant t WHERE v.plan_id = c.plan_id AND t.id = c.tenant_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

UNFILL = """
ALTER TABLE contracts_plan NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts_planversion NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts_planservice NO FORCE ROW LEVEL SECURITY;
UPDATE contracts_plan p SET has_support = v.has_support, has_fast_track = v.has_fast_track,
    consultancy_discount = v.consultancy_discount,
    legal_hours = coalesce((SELECT quantity FROM contracts_planservice s WHERE s.version_id = v.id AND s.code = 'legal'), 0),
    sparring_sessions = coalesce((
        SELECT quantity FROM contracts_planservice s WHERE s.version_id = v.id AND s.code = 'sparring'), 0),
    service_checks = coalesce((
        SELECT quantity FROM contracts_planservice s WHERE s.version_id = v.id AND s.code = 'service_check'), 0)
FROM contracts_planversion v
WHERE v.plan_id = p.id AND v.number = (SELECT max(number) FROM contracts_planversion n WHERE n.plan_id = p.id);
SET CONSTRAINTS ALL IMMEDIATE;
"""

# A contract's plan is that of its version.
TOGETHER = """
ALTER TABLE contracts_contract ADD CONSTRAINT contracts_contract_plan_of_version
FOREIGN KEY (tenant_id, plan_id, plan_version_id) REFERENCES contracts_planversion (tenant_id, plan_id, id)
DEFERRABLE INITIALLY DEFERRED;
"""
APART = "ALTER TABLE contracts_contract DROP CONSTRAINT contracts_contract_plan_of_version"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_away_until'),
        ('contracts', '0003_partners_and_rates'),
        ('sla', '0002_channels'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='plan',
            options={'ordering': ['rank', 'id']},
        ),
        migrations.AddField(
            model_name='contract',
            name='currency',
            field=models.CharField(choices=[('SEK', 'SEK'), ('DKK', 'DKK'), ('NOK', 'NOK'), ('EUR', 'EUR')], default='SEK', max_length=3, verbose_name='currency'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='contract',
            name='notice_months',
            field=models.PositiveSmallIntegerField(default=3, verbose_name='months of notice'),
        ),
        migrations.AddField(
            model_name='contract',
            name='renewal_months',
            field=models.PositiveSmallIntegerField(default=12, verbose_name='months it is renewed for'),
        ),
        migrations.AddField(
            model_name='contract',
            name='renews',
            field=models.BooleanField(default=False, verbose_name='renews by itself'),
        ),
        migrations.AddField(
            model_name='plan',
            name='is_offered',
            field=models.BooleanField(default=True, verbose_name='can be chosen for new contracts'),
        ),
        migrations.AlterField(
            model_name='contract',
            name='plan',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.plan'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='rank',
            field=models.PositiveSmallIntegerField(verbose_name='rank'),
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
        migrations.AddField(
            model_name='contract',
            name='plan_version',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='contracts.planversion'),
        ),
        migrations.RunSQL(FILL, UNFILL),
        migrations.AlterField(
            model_name='contract',
            name='plan_version',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='contracts.planversion'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(condition=models.Q(('ends_on__isnull', False), ('status__in', ['active', 'notice'])), fields=['tenant', 'ends_on'], name='contracts_contract_ending'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', False), models.Q(('renews', False), ('status__in', ['draft', 'active'])), _connector='OR'), name='contracts_contract_last_day'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('renewal_months__gte', 1)), name='contracts_contract_renewal'),
        ),
        migrations.AddIndex(
            model_name='contractevent',
            index=models.Index(fields=['tenant', 'contract', '-id'], name='contracts_event_contract'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=accounts.tenancy.fields.TenantReference(field='plan_version', name='contracts_contract_plan_version_ref'),
        ),
        migrations.RunSQL(TOGETHER, APART),
        migrations.RemoveField(
            model_name='plan',
            name='consultancy_discount',
        ),
        migrations.RemoveField(
            model_name='plan',
            name='has_fast_track',
        ),
        migrations.RemoveField(
            model_name='plan',
            name='has_support',
        ),
        migrations.RemoveField(
            model_name='plan',
            name='legal_hours',
        ),
        migrations.RemoveField(
            model_name='plan',
            name='service_checks',
        ),
        migrations.RemoveField(
            model_name='plan',
            name='sparring_sessions',
        ),
    ]
