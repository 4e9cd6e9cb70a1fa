"""The tables as the earlier migrations made them one by one, in one step: a new database takes a fraction of the time."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from accounts.tenancy.tables import CreateTables

# By a trigger, so that rows written many at once have their words too. The function has the tenant in its body: under
# row-level security `@@` is not leakproof, and the index would not be used (tickets).
SEARCH = r"""
CREATE FUNCTION index_comment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE config regconfig := (SELECT text_config(language) FROM accounts_tenant WHERE id = NEW.tenant_id);
BEGIN
    NEW.search := to_tsvector(config, NEW.reason) || to_tsvector(config, NEW.improvement);
    RETURN NEW;
END
$$;
CREATE TRIGGER surveys_answer_index BEFORE INSERT OR UPDATE OF reason, improvement ON surveys_answer
FOR EACH ROW EXECUTE FUNCTION index_comment();

CREATE FUNCTION search_comments(words text, language text)
RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT a.id FROM surveys_answer a, websearch_to_tsquery(text_config(language), words) q
    WHERE a.tenant_id = current_setting('app.tenant_id')::bigint AND a.search @@ q
$$;
REVOKE ALL ON FUNCTION search_comments(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_comments(text, text) TO app;
ALTER FUNCTION search_comments(text, text) OWNER TO search;
"""
UNDO = r"""
DROP FUNCTION search_comments(text, text);
DROP TRIGGER surveys_answer_index ON surveys_answer;
DROP FUNCTION index_comment();
"""


class Migration(migrations.Migration):

    replaces = [
        ('surveys', '0001_initial'),
        ('surveys', '0002_left_contacts'),
        ('surveys', '0003_follow_ups'),
        ('surveys', '0004_comments_searchable'),
        ('surveys', '0005_settings_reminders_and_words'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0005_metrics_is_no_tenant'),
        ('contracts', '0001_squashed_0014_contacts_by_address'),
        ('tickets', '0001_squashed_0026_running_clocks'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('score', models.PositiveSmallIntegerField(verbose_name='score')),
                    ('reason', models.TextField(blank=True, verbose_name='main reason')),
                    ('improvement', models.TextField(blank=True, verbose_name='what to do better')),
                    ('answered_at', models.DateTimeField()),
                    ('edited_at', models.DateTimeField(null=True)),
                    ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                    ('invitation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.invitation')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('wording', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.mailwording')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'answered_at'], name='surveys_answer_at'),
                        django.contrib.postgres.indexes.GinIndex(fields=['tenant', 'search'], name='surveys_answer_words', opclasses=['int8_ops', 'tsvector_ops']),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'invitation'), name='surveys_answer_once'),
                        models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 10)), name='surveys_answer_score'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='surveys_answer_key'),
                        accounts.tenancy.fields.TenantReference(field='invitation', name='surveys_answer_invitation_ref'),
                        accounts.tenancy.fields.TenantReference(field='wording', name='surveys_answer_wording_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('reopened', 'Opened again')], default='open', max_length=8)),
                    ('due_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(null=True)),
                    ('begun_at', models.DateTimeField(null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('solved', 'Solved'), ('explained', 'Explained'), ('compensated', 'Compensated'), ('lost', 'The customer is lost'), ('unreachable', 'Could not be reached'), ('other', 'Something else'), ('raised', 'The score was raised')], max_length=11)),
                    ('reminded_at', models.DateTimeField(null=True)),
                    ('answer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='surveys.answer')),
                    ('owner', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['tenant', 'due_at'], name='surveys_followup_due'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'answer'), name='surveys_followup_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='surveys_followup_key'),
                        accounts.tenancy.fields.TenantReference(field='answer', name='surveys_followup_answer_ref'),
                        accounts.tenancy.fields.TenantReference(field='owner', name='surveys_followup_owner_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='FollowUpNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('noted', 'Noted'), ('assigned', 'Assigned'), ('done', 'Called'), ('reopened', 'Opened again'), ('raised', 'Closed'), ('written', 'Written to the customer')], default='noted', max_length=8)),
                    ('score_from', models.PositiveSmallIntegerField(null=True)),
                    ('score_to', models.PositiveSmallIntegerField(null=True)),
                    ('at', models.DateTimeField()),
                    ('text', models.TextField(blank=True)),
                    ('author', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('follow_up', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='surveys.followup')),
                    ('owner', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'follow_up', 'at'], name='surveys_note_of'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='surveys_followupnote_key'),
                        accounts.tenancy.fields.TenantReference(field='follow_up', name='surveys_followupnote_follow_up_ref'),
                        accounts.tenancy.fields.TenantReference(field='author', name='surveys_followupnote_author_ref'),
                        accounts.tenancy.fields.TenantReference(field='owner', name='surveys_followupnote_owner_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('resolved_at', models.DateTimeField()),
                    ('send_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('not_sent', 'Not sent')], default='planned', max_length=8)),
                    ('reason', models.CharField(blank=True, choices=[('recent', 'Asked in the last 90 days'), ('july', 'No surveys in July'), ('merged', 'Merged ticket'), ('test', 'Test ticket'), ('opted_out', 'Wants no surveys'), ('left', 'No longer a contact'), ('no_address', 'No e-mail address'), ('reopened', 'Opened again'), ('imported', 'Imported ticket'), ('too_old', 'Solved too long ago'), ('lead', 'No customer yet'), ('sampled', 'Not in the sample')], max_length=12)),
                    ('token_hash', models.CharField(blank=True, max_length=64)),
                    ('language', models.CharField(blank=True, max_length=2)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('expires_at', models.DateTimeField(null=True)),
                    ('remind_at', models.DateTimeField(null=True)),
                    ('reminded_at', models.DateTimeField(null=True)),
                    ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='contracts.contact')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='tickets.ticket')),
                    ('wording', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.mailwording')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('state', 'planned')), fields=['tenant', 'send_at'], name='surveys_invitation_due'),
                        models.Index(fields=['tenant', 'contact', 'sent_at'], name='surveys_invitation_contact'),
                        models.Index(fields=['tenant', 'resolved_at'], name='surveys_invitation_resolved'),
                        models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['tenant', 'remind_at'], name='surveys_invitation_remind'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'ticket', 'resolved_at'), name='surveys_invitation_once'),
                        models.UniqueConstraint(condition=models.Q(('token_hash', ''), _negated=True), fields=('tenant', 'token_hash'), name='surveys_invitation_token'),
                        models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_sent'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='surveys_invitation_reason'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='surveys_invitation_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='surveys_invitation_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='surveys_invitation_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='wording', name='surveys_invitation_wording_ref'),
                    ],
                },
            ),
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
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant',), name='surveys_surveysettings_one'),
                        models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='surveys_surveysettings_share'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='surveys_surveysettings_key'),
                        accounts.tenancy.fields.TenantReference(field='test_customer', name='surveys_surveysettings_test_customer_ref'),
                    ],
                },
            ),
        ]),
        migrations.RunSQL(SEARCH, UNDO),
    ]
