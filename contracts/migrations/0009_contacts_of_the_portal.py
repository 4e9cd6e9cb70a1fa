"""Who changed what at a customer's contacts, what is mailed to them, and who has left."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_away_until'),
        ("contracts", "0008_public_requests"),
    ]

    operations = [
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
        migrations.AddField(
            model_name='contact',
            name='left_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='contact',
            name='mail_company',
            field=models.BooleanField(default=False, verbose_name="a mail a day about colleagues' tickets"),
        ),
        migrations.AddField(
            model_name='contact',
            name='mail_replies',
            field=models.BooleanField(default=True, verbose_name='answers and solutions by mail'),
        ),
        migrations.AddField(
            model_name='contact',
            name='mail_started',
            field=models.BooleanField(default=False, verbose_name='a mail when work starts'),
        ),
        migrations.AddField(
            model_name='contact',
            name='summed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('is_company_wide', True), ('left_at', None), ('mail_company', True)), fields=['tenant', 'summed_on'], name='contracts_contact_summed'),
        ),
    ]
