import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_away_until'),
        ("contracts", "0010_prices_of_plan_changes"),
    ]

    operations = [
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
                'indexes': [models.Index(condition=models.Q(('status', 'published')), fields=['tenant', '-published_at'], name='contracts_notice_read'), models.Index(fields=['tenant', '-updated_at'], name='contracts_notice_listed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'operation'), ('on_day', None), ('starts_at__isnull', False)), models.Q(('ends_at', None), ('kind', 'date'), ('on_day__isnull', False), ('starts_at__isnull', True)), models.Q(('ends_at', None), ('kind', 'date'), ('on_day__isnull', True), ('starts_at__isnull', False)), models.Q(('ends_at', None), ('kind__in', ['release', 'law']), ('on_day', None), ('starts_at', None)), _connector='OR'), name='contracts_notice_when'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='contracts_notice_period'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('status', 'draft')), models.Q(('published_at__isnull', False), ('status', 'published'), ('withdrawn_at', None)), models.Q(('published_at__isnull', False), ('status', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='contracts_notice_status'), models.UniqueConstraint(fields=('tenant', 'uid'), name='contracts_notice_uid'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_notice_key'), accounts.tenancy.fields.TenantReference(field='created_by', name='contracts_notice_created_by_ref'), accounts.tenancy.fields.TenantReference(field='updated_by', name='contracts_notice_updated_by_ref')],
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
                'constraints': [models.UniqueConstraint(fields=('tenant', 'notice', 'product'), name='contracts_noticeproduct_once'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_noticeproduct_key'), accounts.tenancy.fields.TenantReference(field='notice', name='contracts_noticeproduct_notice_ref'), accounts.tenancy.fields.TenantReference(field='product', name='contracts_noticeproduct_product_ref')],
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
                'constraints': [models.UniqueConstraint(fields=('tenant',), name='contracts_noticesettings_one'), models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='contracts_noticesettings_day'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_noticesettings_key')],
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
                'indexes': [models.Index(fields=['tenant', 'kind', 'contact'], name='contracts_subscription_kind')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'contact', 'kind', 'product'), name='contracts_subscription_once', nulls_distinct=False), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_noticesubscription_key'), accounts.tenancy.fields.TenantReference(field='contact', name='contracts_noticesubscription_contact_ref'), accounts.tenancy.fields.TenantReference(field='product', name='contracts_noticesubscription_product_ref')],
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
                'constraints': [models.UniqueConstraint(fields=('tenant', 'contact'), name='contracts_feed_one'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_calendarfeed_key'), accounts.tenancy.fields.TenantReference(field='contact', name='contracts_calendarfeed_contact_ref')],
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
                'constraints': [models.UniqueConstraint(fields=('tenant', 'issued_on'), name='contracts_newsletter_day'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='contracts_newsletter_sent'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_newsletter_key'), accounts.tenancy.fields.TenantReference(field='sent_by', name='contracts_newsletter_sent_by_ref')],
            },
        ),
        migrations.CreateModel(
            name='NewsletterItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('is_included', models.BooleanField(default=True)),
                ('newsletter', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='contracts.newsletter')),
                ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ('notice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contracts.notice')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'newsletter', 'notice'), name='contracts_newsletteritem_once'), models.UniqueConstraint(fields=('tenant', 'id'), name='contracts_newsletteritem_key'), accounts.tenancy.fields.TenantReference(field='newsletter', name='contracts_newsletteritem_newsletter_ref'), accounts.tenancy.fields.TenantReference(field='notice', name='contracts_newsletteritem_notice_ref')],
            },
        ),
        migrations.AddField(
            model_name='mailing',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='mailing',
            name='kind',
            field=models.CharField(choices=[('terms', 'New terms'), ('terms_withdrawn', 'Terms withdrawn'), ('notice', 'Notice'), ('notice_changed', 'Notice changed'), ('notice_over', 'Operation over'), ('notice_withdrawn', 'Notice withdrawn'), ('newsletter', 'Newsletter')], max_length=16),
        ),
        migrations.AddField(
            model_name='mailing',
            name='newsletter',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='contracts.newsletter'),
        ),
        migrations.AddField(
            model_name='mailing',
            name='notice',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to='contracts.notice'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('notice__isnull', False)), fields=('tenant', 'kind', 'notice', 'revision'), name='contracts_mailing_notice'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('newsletter__isnull', False)), fields=('tenant', 'newsletter'), name='contracts_mailing_newsletter'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=accounts.tenancy.fields.TenantReference(field='notice', name='contracts_mailing_notice_ref'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=accounts.tenancy.fields.TenantReference(field='newsletter', name='contracts_mailing_newsletter_ref'),
        ),
    ]
