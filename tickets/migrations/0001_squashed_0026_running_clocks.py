"""The tables as the earlier migrations made them one by one, in one step: a new database takes a fraction of the time."""

import accounts.tenancy.context
import accounts.tenancy.fields
import datetime
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from accounts.tenancy.tables import CreateTables

CONFIG = r"""
CREATE FUNCTION text_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (CASE language WHEN 'sv' THEN 'swedish' WHEN 'da' THEN 'danish' ELSE 'english' END)::regconfig $$;
"""
# Under row-level security neither `@@` (it is not leakproof) nor ILIKE would use a GIN index, hence a function with the tenant in
# its body. It walks the newest 1,000 tickets until it has `most`, which a common word has at once; then the index of
# words, which `number + 0` makes sure of, gives all older ones: few by then. Only what is found is ranked. Without enough
# by words it goes on by beginnings of words, then by parts of subjects. Filters count before `most` does, and each query
# is planned for its own values. The Swedish stemmer leaves the ending -an (fakturan): stems are asked for with it too
# (letters alone between quotes: what stands between two stems has quotes on both sides as well).
SEARCH_DESK = r"""
CREATE FUNCTION search_query(language text, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = public, pg_temp
AS $$
    SELECT CASE language WHEN 'sv' THEN regexp_replace(regexp_replace(websearch_to_tsquery('swedish', words)::text,
            '''([^''[:space:][:digit:][:punct:]]{4,}(?<!an))''', '(''\1'' | ''\1an'')', 'g'),
            '''([^''[:space:][:digit:][:punct:]]{3,})an''', '(''\1an'' | ''\1'')', 'g')::tsquery
        ELSE websearch_to_tsquery(text_config(language), words) END
$$;

CREATE FUNCTION search_queries(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = public, pg_temp
AS $$ SELECT search_query('sv', words) || search_query('da', words) || search_query('en', words) $$;

CREATE FUNCTION search_beginnings(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog
AS $$
    SELECT string_agg(quote_literal(replace(word, chr(92), '')) || ':*', ' & ')::tsquery
    FROM (SELECT (regexp_matches(lower(words), '[[:alnum:]]{3,}', 'g'))[1] AS word LIMIT 8) w
$$;

CREATE FUNCTION search_desk(words text, asked jsonb, most integer)
RETURNS TABLE (ticket_id bigint, rank real, how text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off
AS $$
DECLARE
    tenant bigint := current_setting('app.tenant_id')::bigint;
    by_word tsquery := search_queries(words);
    beginning tsquery := search_beginnings(words);
    part text := '%' || replace(replace(replace(words, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';
    wanted text := '';
    contacts bigint[] := (SELECT coalesce(array_agg(c::bigint), '{}') FROM jsonb_array_elements_text(asked->'contacts') c);
    notes text := CASE WHEN asked ? 'without_notes' THEN ' AND ts_filter(e.vector, ''{a,b,c}'') @@ $2' ELSE '' END;
    looks text[] := CASE WHEN asked ? 'only_words' THEN '{words}' WHEN asked ? 'contacts' THEN '{contact,words}'
        ELSE '{words,beginning,part}' END::text[];
    look text;
    found bigint[] := '{}';
    more bigint[];
    newest integer;
    places text[] := '{e.number > $3,e.number + 0 <= $3}';
    place text;
    before integer;
BEGIN
    IF asked ? 'open' THEN
        -- As the partial index of the queue says it.
        wanted := wanted || CASE WHEN (asked->>'open')::boolean
            THEN ' AND t.status IN (''new'', ''in_progress'', ''waiting_customer'', ''waiting_third_party'')'
            ELSE ' AND t.status IN (''resolved'', ''closed'')' END;
    END IF;
    IF asked ? 'solution' THEN wanted := wanted || ' AND t.solution <> '''''; END IF;
    IF asked ? 'not' THEN wanted := wanted || format(' AND t.id <> %L::bigint', asked->>'not'); END IF;
    IF asked ? 'product' THEN wanted := wanted || format(' AND t.product_id = %L::bigint', asked->>'product'); END IF;
    IF asked ? 'customer' THEN wanted := wanted || format(' AND t.customer_id = %L::bigint', asked->>'customer'); END IF;
    IF asked ? 'severity' THEN wanted := wanted || format(' AND t.severity = %L', asked->>'severity'); END IF;
    IF asked ? 'assignee' THEN
        wanted := wanted || CASE asked->>'assignee' WHEN 'none' THEN ' AND t.assignee_id IS NULL'
            ELSE format(' AND t.assignee_id = %L::bigint', asked->>'assignee') END;
    END IF;
    IF asked ? 'since' THEN wanted := wanted || format(' AND t.opened_at >= %L::timestamptz', asked->>'since'); END IF;
    IF asked ? 'until' THEN wanted := wanted || format(' AND t.opened_at < %L::timestamptz', asked->>'until'); END IF;
    IF asked ? 'customers' THEN
        wanted := wanted || format(' AND t.customer_id = ANY(%L::bigint[])',
            (SELECT coalesce(array_agg(c::bigint), '{}') FROM jsonb_array_elements_text(asked->'customers') c));
    END IF;
    SELECT max(e.number) INTO newest FROM tickets_searchentry e WHERE e.tenant_id = tenant;

    FOREACH look IN ARRAY looks LOOP
        CONTINUE WHEN look = 'words' AND numnode(by_word) = 0;
        CONTINUE WHEN look = 'beginning' AND coalesce(numnode(beginning), 0) = 0;
        CONTINUE WHEN look = 'part' AND length(words) < 3;
        before := cardinality(found);
        EXIT WHEN before >= 10;
        FOREACH place IN ARRAY places LOOP
            EXIT WHEN cardinality(found) >= most;
            EXECUTE 'SELECT coalesce(array_agg(id), ''{}'') FROM (SELECT e.ticket_id AS id FROM tickets_searchentry e'
                || CASE WHEN look IN ('part', 'contact') OR wanted <> ''
                    THEN ' JOIN tickets_ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id' ELSE '' END
                || ' WHERE e.tenant_id = $1 AND ' || place || ' AND '
                || CASE look WHEN 'part' THEN format('t.tenant_id = $1 AND t.subject ILIKE %L', part)
                    WHEN 'contact' THEN format('t.tenant_id = $1 AND t.contact_id = ANY(%L::bigint[])', contacts)
                    ELSE 'e.vector @@ $2' || notes END
                || wanted || CASE WHEN before > 0 THEN ' AND e.ticket_id <> ALL($5)' ELSE '' END
                || CASE place WHEN places[1] THEN ' ORDER BY e.number DESC' ELSE ' ORDER BY e.number + 0 DESC' END
                || ' LIMIT $4) newest'
                INTO more
                USING tenant, CASE look WHEN 'words' THEN by_word ELSE beginning END, newest - 1000,
                    most - cardinality(found), found;
            found := found || more;
        END LOOP;
        RETURN QUERY
            SELECT e.ticket_id,
                (CASE look WHEN 'words' THEN ts_rank(e.vector, by_word) WHEN 'beginning' THEN ts_rank(e.vector, beginning)
                    WHEN 'contact' THEN 1 ELSE 0.01 END
                    / (1 + extract(epoch FROM greatest(now() - t.opened_at, interval '0')) / 31557600))::real,
                look
            FROM tickets_searchentry e
            JOIN tickets_ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
            WHERE e.tenant_id = tenant AND e.ticket_id = ANY(found[before + 1:]);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION search_desk(text, jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_desk(text, jsonb, integer) TO app;
ALTER FUNCTION search_desk(text, jsonb, integer) OWNER TO search;
"""
# `asked` filters as `search_desk` has it. What the contact may see is looked up here, so that no caller can ask for more:
# their own tickets at their company and those they watch, or all of the company's (querysets.py, visible_to). Notes have
# the weight D and are taken out before anything is compared: what is asked to be absent (`-word`) must not tell what a
# note says either. So the index is asked for the words that must be there alone (querytree), and the query itself is
# held against the rest. A word that few tickets have comes by the index of words, others by the customer's tickets.
# What `edge` is for: the database thinks that few of a company's tickets hold the words, and reads all that
# do before it sorts out the newest. A word that many have is found often enough among the newest two thousand, which
# are read one by one; only what is not there is looked for among the others.
SEARCH_PORTAL = r"""
CREATE FUNCTION search_portal(words text, contact bigint, asked jsonb, most integer)
RETURNS TABLE (ticket_id bigint, rank real, how text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off
AS $$
DECLARE
    tenant bigint := current_setting('app.tenant_id')::bigint;
    company bigint;
    is_wide boolean;
    wanted text := '';
    query tsquery;
    must text;
    look text;
    found bigint[] := '{}';
    before integer;
    more bigint[];
    part bigint[];
    place text;
    edge bigint;
BEGIN
    SELECT c.customer_id, c.is_company_wide INTO company, is_wide
        FROM contracts_contact c WHERE c.tenant_id = tenant AND c.id = contact;
    IF company IS NULL THEN RETURN; END IF;
    SELECT t.id INTO edge FROM tickets_ticket t WHERE t.tenant_id = tenant AND t.customer_id = company
        ORDER BY t.id DESC OFFSET 2000 LIMIT 1;
    IF NOT is_wide OR asked ? 'mine' THEN
        wanted := format(' AND (t.contact_id = %L::bigint OR t.id = ANY(%L::bigint[]))', contact, (
            SELECT coalesce(array_agg(w.ticket_id), '{}') FROM tickets_ticketwatcher w
            WHERE w.tenant_id = tenant AND w.contact_id = contact));
    END IF;
    IF asked ? 'open' THEN
        wanted := wanted || CASE WHEN (asked->>'open')::boolean
            THEN ' AND t.status IN (''new'', ''in_progress'', ''waiting_customer'', ''waiting_third_party'')'
            ELSE ' AND t.status IN (''resolved'', ''closed'')' END;
    END IF;
    IF asked ? 'solution' THEN wanted := wanted || ' AND t.solution <> '''''; END IF;
    FOREACH look IN ARRAY CASE WHEN asked ? 'only_words' THEN '{words}' ELSE '{words,beginning}' END::text[] LOOP
        before := cardinality(found);
        EXIT WHEN before >= 10;
        query := CASE look WHEN 'words' THEN search_queries(words) ELSE search_beginnings(words) END;
        CONTINUE WHEN coalesce(numnode(query), 0) = 0;
        must := querytree(query);
        more := '{}';
        FOREACH place IN ARRAY CASE WHEN edge IS NULL THEN '{>}' ELSE '{>,<=}' END::text[] LOOP
            EXIT WHEN before + cardinality(more) >= most;
            EXECUTE 'SELECT coalesce(array_agg(id), ''{}'') FROM (SELECT t.id FROM tickets_ticket t'
                || ' JOIN tickets_searchentry e ON e.tenant_id = t.tenant_id AND e.ticket_id = t.id'
                || format(' WHERE t.tenant_id = %L::bigint AND t.customer_id = %L::bigint', tenant, company)
                || format(' AND e.tenant_id = %L::bigint AND t.id %s %L::bigint', tenant, place, coalesce(edge, 0))
                || CASE WHEN must IN ('', 'T') THEN '' ELSE format(' AND e.vector @@ %L::tsquery', must) END
                || format(' AND ts_filter(e.vector, ''{a,b,c}'') @@ %L::tsquery', query)
                || wanted || ' AND t.id <> ALL($1) ORDER BY t.id DESC LIMIT $2) newest'
                INTO part USING found, most - before - cardinality(more);
            more := more || part;
        END LOOP;
        found := found || more;
        RETURN QUERY
            SELECT e.ticket_id,
                (ts_rank(ts_filter(e.vector, '{a,b,c}'), query)
                    / (1 + extract(epoch FROM greatest(now() - t.opened_at, interval '0')) / 31557600))::real,
                look
            FROM tickets_searchentry e
            JOIN tickets_ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
            WHERE e.tenant_id = tenant AND e.ticket_id = ANY(more);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION search_portal(text, bigint, jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_portal(text, bigint, jsonb, integer) TO app;
ALTER FUNCTION search_portal(text, bigint, jsonb, integer) OWNER TO search;
"""


class Migration(migrations.Migration):

    replaces = [
        ('tickets', '0001_initial'),
        ('tickets', '0002_search'),
        ('tickets', '0003_customer_search'),
        ('tickets', '0004_event_updated'),
        ('tickets', '0005_calendar_recount'),
        ('tickets', '0006_event_at'),
        ('tickets', '0007_recount_of_terms'),
        ('tickets', '0008_event_alerted'),
        ('tickets', '0009_desk_search_and_articles'),
        ('tickets', '0010_saved_views_and_bulk_changes'),
        ('tickets', '0011_relations_and_sessions'),
        ('tickets', '0012_composer'),
        ('tickets', '0013_notifications'),
        ('tickets', '0014_time_tags_fields_teams'),
        ('tickets', '0015_proactive_cases'),
        ('tickets', '0016_notifications_of_contracts'),
        ('tickets', '0017_portal'),
        ('tickets', '0018_quotas_and_sessions'),
        ('tickets', '0019_contact_targets'),
        ('tickets', '0020_portal_search'),
        ('tickets', '0021_one_index_of_words'),
        ('tickets', '0022_mailboxes'),
        ('tickets', '0023_own_words_of_mails'),
        ('tickets', '0024_on_call'),
        ('tickets', '0025_held_files_of_messages'),
        ('tickets', '0026_running_clocks'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0005_metrics_is_no_tenant'),
        ('contracts', '0001_squashed_0014_contacts_by_address'),
        ('sla', '0001_squashed_0002_channels'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Article',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=160, verbose_name='Title')),
                    ('text', models.TextField(verbose_name='Text')),
                    ('language', models.CharField(max_length=2, verbose_name='Language')),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired')], default='draft', max_length=9)),
                    ('updated_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                    ('author', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('product', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='tickets.ticket')),
                    ('updated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ],
                options={
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'published', 'retired'])), name='tickets_article_status'),
                        models.CheckConstraint(condition=models.Q(('language__in', ['sv', 'da', 'en'])), name='tickets_article_language'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_article_key'),
                        accounts.tenancy.fields.TenantReference(field='product', name='tickets_article_product_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_article_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='author', name='tickets_article_author_ref'),
                        accounts.tenancy.fields.TenantReference(field='updated_by', name='tickets_article_updated_by_ref'),
                    ],
                    'indexes': [
                        models.Index(fields=['tenant', 'status', 'title'], name='tickets_article_listed'),
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
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('reply', 'Reply'), ('note', 'Note')], max_length=8)),
                    ('text', models.TextField(blank=True)),
                    ('macros', models.JSONField(default=list)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('saved_at', models.DateTimeField()),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'saved_at'], name='tickets_draft_saved'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'ticket', 'membership', 'kind'), name='tickets_draft_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_draft_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_draft_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_draft_membership_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='DraftFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('content_type', models.CharField(max_length=120)),
                    ('size', models.PositiveBigIntegerField()),
                    ('path', models.CharField(max_length=200)),
                    ('uploaded_at', models.DateTimeField()),
                    ('draft', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='tickets.draft')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'draft', 'name'), name='tickets_draftfile_name'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_draftfile_key'),
                        accounts.tenancy.fields.TenantReference(field='draft', name='tickets_draftfile_draft_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='HeldFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('content_type', models.CharField(max_length=120)),
                    ('size', models.PositiveBigIntegerField()),
                    ('path', models.CharField(max_length=200)),
                    ('held_at', models.DateTimeField()),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_heldfile_key'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_heldfile_membership_ref'),
                    ],
                    'indexes': [
                        models.Index(fields=['tenant', 'membership'], name='tickets_heldfile_whose'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='NotificationChoice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ways', models.JSONField(default=dict)),
                    ('quiet_from', models.TimeField(null=True)),
                    ('quiet_until', models.TimeField(null=True)),
                    ('days_off', models.JSONField(default=list)),
                    ('digest', models.CharField(choices=[('hourly', 'Every hour'), ('daily', 'Once a day')], default='daily', max_length=6)),
                    ('digest_at', models.TimeField(default=datetime.time(8, 0))),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'membership'), name='tickets_choice_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_notificationchoice_key'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_notificationchoice_membership_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PayrollList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField()),
                    ('made_at', models.DateTimeField()),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'month'), name='tickets_payrolllist_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_payrolllist_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PayrollRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run_id', models.CharField(max_length=120)),
                    ('month', models.DateField()),
                    ('carried_out_at', models.DateTimeField()),
                    ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='payroll_runs', to='contracts.customer')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('approved_at', None)), fields=['tenant', 'customer', 'carried_out_at'], name='tickets_payroll_waiting'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'run_id'), name='tickets_payrollrun_once'),
                        models.CheckConstraint(condition=models.Q(('approved_at', None), ('approved_at__gte', models.F('carried_out_at')), _connector='OR'), name='tickets_payrollrun_approved'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_payrollrun_key'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='tickets_payrollrun_customer_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='QuotaNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('service', models.SlugField(db_index=False, max_length=40)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('cause', models.CharField(choices=[('80', '80 % is used'), ('100', 'All of it is used'), ('overrun', 'More is billed')], max_length=8)),
                    ('at', models.DateTimeField()),
                    ('receivers', models.JSONField(default=list)),
                    ('price', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('currency', models.CharField(blank=True, max_length=3)),
                    ('actor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='quota_notices', to='contracts.contract')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'contract', 'service', 'year', 'cause'), name='tickets_quotanotice_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_quotanotice_key'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='tickets_quotanotice_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='tickets_quotanotice_actor_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Recount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('total', models.PositiveIntegerField()),
                    ('done', models.PositiveIntegerField(default=0)),
                    ('last_ticket', models.BigIntegerField(default=0)),
                    ('started_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('looked', models.PositiveIntegerField(default=0)),
                    ('done_before', models.PositiveIntegerField(null=True)),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('calendar_version', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.calendarversion')),
                    ('customer', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.customer')),
                    ('policy_version', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policyversion')),
                    ('product', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('finished_at', None)), fields=['tenant', 'id'], name='tickets_recount_open'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'calendar_version'), name='tickets_recount_calendar_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('calendar_version__isnull', True), ('policy_version__isnull', True), _connector='OR'), models.Q(('calendar_version__isnull', True), ('customer__isnull', True), _connector='OR'), models.Q(('calendar_version__isnull', True), ('product__isnull', True), _connector='OR'), models.Q(('policy_version__isnull', True), ('customer__isnull', True), _connector='OR'), models.Q(('policy_version__isnull', True), ('product__isnull', True), _connector='OR'), models.Q(('customer__isnull', True), ('product__isnull', True), _connector='OR')), name='tickets_recount_one_scope'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_recount_key'),
                        accounts.tenancy.fields.TenantReference(field='calendar_version', name='tickets_recount_calendar_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='policy_version', name='tickets_recount_policy_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='tickets_recount_customer_ref'),
                        accounts.tenancy.fields.TenantReference(field='product', name='tickets_recount_product_ref'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='tickets_recount_actor_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Rota',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('weekday', models.PositiveSmallIntegerField(default=0)),
                    ('at', models.TimeField(default=datetime.time(9, 0))),
                    ('first_on', models.DateField()),
                    ('team', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rotas', to='tickets.team')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'team'), name='tickets_rota_of_team'),
                        models.UniqueConstraint(condition=models.Q(('team', None)), fields=('tenant',), name='tickets_rota_general'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_rota_key'),
                        accounts.tenancy.fields.TenantReference(field='team', name='tickets_rota_team_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='RotaPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.PositiveSmallIntegerField()),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('rota', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='tickets.rota')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['place'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'rota', 'membership'), name='tickets_rotaplace_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_rotaplace_key'),
                        accounts.tenancy.fields.TenantReference(field='rota', name='tickets_rotaplace_rota_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_rotaplace_membership_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='RotaTurn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(choices=[(1, 'First'), (2, 'Second')], default=1)),
                    ('begins_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('entered_at', models.DateTimeField()),
                    ('entered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('rota', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='tickets.rota')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'rota', 'ends_at'], name='tickets_rotaturn_coming'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='tickets_rotaturn_in_order'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_rotaturn_key'),
                        accounts.tenancy.fields.TenantReference(field='rota', name='tickets_rotaturn_rota_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_rotaturn_membership_ref'),
                        accounts.tenancy.fields.TenantReference(field='entered_by', name='tickets_rotaturn_entered_by_ref'),
                    ],
                },
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
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('is_default', models.BooleanField(default=False, verbose_name='takes all other tickets')),
                    ('prefers_personal', models.BooleanField(default=False, verbose_name='the customer’s personal consultant first')),
                    ('rule', models.CharField(choices=[('by_hand', 'By hand'), ('round_robin', 'In turn'), ('least_loaded', 'Fewest open tickets')], default='by_hand', max_length=12, verbose_name='who gets a new ticket')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'name'), name='tickets_team_name'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_team_key'),
                        models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('tenant',), name='tickets_team_default'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('audience', models.CharField(choices=[('me', 'Me'), ('team', 'One of my teams'), ('everyone', 'Everyone at the desk')], default='me', max_length=8)),
                    ('query', models.CharField(blank=True, max_length=2000)),
                    ('columns', models.JSONField(blank=True, default=list)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.team')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'owner', 'name'), name='tickets_savedview_name'),
                        models.CheckConstraint(condition=models.Q(models.Q(('audience', 'team'), ('team__isnull', False)), models.Q(('audience__in', ['me', 'everyone']), ('team__isnull', True)), _connector='OR'), name='tickets_savedview_audience'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_savedview_key'),
                        accounts.tenancy.fields.TenantReference(field='owner', name='tickets_savedview_owner_ref'),
                        accounts.tenancy.fields.TenantReference(field='team', name='tickets_savedview_team_ref'),
                    ],
                    'ordering': ['position', 'name', 'id'],
                },
            ),
            migrations.CreateModel(
                name='MailWording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mail', models.CharField(max_length=20)),
                    ('language', models.CharField(max_length=2)),
                    ('heading', models.CharField(blank=True, max_length=200)),
                    ('text', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('team', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.team')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'mail', 'language', '-id'], name='tickets_mailwording_newest'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('language__in', ['sv', 'da', 'en'])), name='tickets_mailwording_language'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_mailwording_key'),
                        accounts.tenancy.fields.TenantReference(field='team', name='tickets_mailwording_team_ref'),
                        accounts.tenancy.fields.TenantReference(field='author', name='tickets_mailwording_author_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Mailbox',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.EmailField(max_length=254, verbose_name='address')),
                    ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                    ('is_active', models.BooleanField(default=True, verbose_name='takes mail')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('product', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.team')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['address'],
                    'indexes': [
                        models.Index(fields=['address'], name='tickets_mailbox_by_address'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'address'), name='tickets_mailbox_address'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_mailbox_key'),
                        accounts.tenancy.fields.TenantReference(field='product', name='tickets_mailbox_product_ref'),
                        accounts.tenancy.fields.TenantReference(field='team', name='tickets_mailbox_team_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Macro',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('text_sv', models.TextField(blank=True)),
                    ('text_da', models.TextField(blank=True)),
                    ('text_en', models.TextField(blank=True)),
                    ('set_status', models.CharField(blank=True, choices=[('in_progress', 'In progress'), ('waiting_customer', 'Waiting for the customer'), ('waiting_third_party', 'Waiting for a third party')], max_length=20)),
                    ('assigns_sender', models.BooleanField(default=False)),
                    ('owner', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('set_assignee', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('set_team', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.team')),
                    ('team', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.team')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'ordering': ['name', 'pk'],
                    'indexes': [
                        models.Index(fields=['tenant', 'name'], name='tickets_macro_name'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('owner', None), ('team', None), _connector='OR'), name='tickets_macro_one_scope'),
                        models.CheckConstraint(condition=models.Q(('assigns_sender', False), ('set_assignee', None), _connector='OR'), name='tickets_macro_one_assignee'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_macro_key'),
                        accounts.tenancy.fields.TenantReference(field='owner', name='tickets_macro_owner_ref'),
                        accounts.tenancy.fields.TenantReference(field='team', name='tickets_macro_team_ref'),
                        accounts.tenancy.fields.TenantReference(field='set_assignee', name='tickets_macro_set_assignee_ref'),
                        accounts.tenancy.fields.TenantReference(field='set_team', name='tickets_macro_set_team_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='TeamMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('turn', models.PositiveBigIntegerField(default=0)),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='accounts.membership')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='tickets.team')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'team', 'membership'), name='tickets_teammember_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_teammember_key'),
                        accounts.tenancy.fields.TenantReference(field='team', name='tickets_teammember_team_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_teammember_membership_ref'),
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
                name='Ticket',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.IntegerField()),
                    ('subject', models.CharField(max_length=200, verbose_name='subject')),
                    ('channel', models.CharField(choices=[('portal', 'Portal'), ('email', 'E-mail'), ('phone', 'Telephone'), ('api', 'Interface'), ('other', 'Other')], default='portal', max_length=8)),
                    ('status', models.CharField(choices=[('new', 'New'), ('in_progress', 'In progress'), ('waiting_customer', 'Waiting for the customer'), ('waiting_third_party', 'Waiting for a third party'), ('resolved', 'Solved'), ('closed', 'Closed')], default='new', max_length=20)),
                    ('severity_asked', models.CharField(choices=[('critical', 'Critical'), ('high', 'High'), ('normal', 'Normal')], max_length=8)),
                    ('severity', models.CharField(choices=[('critical', 'Critical'), ('high', 'High'), ('normal', 'Normal')], max_length=8, verbose_name='severity')),
                    ('severity_reason', models.TextField(blank=True)),
                    ('is_fast_track', models.BooleanField(default=False)),
                    ('category', models.CharField(blank=True, max_length=80, verbose_name='category')),
                    ('finding', models.TextField(blank=True, verbose_name='what was found')),
                    ('outcome', models.CharField(blank=True, choices=[('fix_here', 'Solve it here'), ('consultant', 'Hand to a consultant'), ('partner', "Hand to the product's partner"), ('out_of_scope', 'Out of scope')], max_length=16)),
                    ('solution', models.TextField(blank=True, verbose_name='solution')),
                    ('opened_at', models.DateTimeField()),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('resolved_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('close_due_at', models.DateTimeField(blank=True, null=True)),
                    ('last_event_at', models.DateTimeField()),
                    ('external_id', models.CharField(blank=True, max_length=80)),
                    ('is_imported', models.BooleanField(default=False)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('queue_section', models.PositiveSmallIntegerField(choices=[(1, 'Running'), (2, 'Paused: waiting for somebody else'), (3, 'No running clock'), (4, 'No contract: nothing promised, answered when there is time'), (9, 'Done')], default=3)),
                    ('next_due_at', models.DateTimeField(blank=True, null=True)),
                    ('next_risk_at', models.DateTimeField(blank=True, null=True)),
                    ('queue_at', models.DateTimeField(blank=True, null=True)),
                    ('billable_from', models.DateTimeField(blank=True, null=True)),
                    ('billable_reason', models.CharField(blank=True, max_length=200)),
                    ('is_incident', models.BooleanField(default=False)),
                    ('kind', models.CharField(choices=[('question', 'Question'), ('lead', 'Lead'), ('money_transfer', 'Money transfer'), ('payroll_run', 'Payroll run not approved'), ('input_error', 'Input error'), ('assistance', 'Compliance assistance')], db_default='question', default='question', max_length=14)),
                    ('assignee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='contracts.contact')),
                    ('contract', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract')),
                    ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='contracts.customer')),
                    ('follow_up_of', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='tickets.ticket')),
                    ('incident', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='affected', to='tickets.ticket')),
                    ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='tickets.ticket')),
                    ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.partner')),
                    ('policy_version', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policyversion')),
                    ('product', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.team')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'queue_section', 'queue_at', 'id'], name='tickets_queue'),
                        models.Index(condition=models.Q(('queue_section', 1)), fields=['tenant', 'next_due_at', 'id'], name='tickets_deadline'),
                        models.Index(fields=['tenant', 'customer', '-id'], name='tickets_customer'),
                        models.Index(fields=['tenant', 'contact', '-id'], name='tickets_contact'),
                        models.Index(fields=['tenant', 'assignee', '-id'], name='tickets_assignee'),
                        models.Index(fields=['tenant', 'resolved_at'], name='tickets_resolved'),
                        models.Index(fields=['tenant', 'opened_at'], name='tickets_opened'),
                        models.Index(condition=models.Q(('status', 'resolved')), fields=['tenant', 'close_due_at'], name='tickets_to_close'),
                        django.contrib.postgres.indexes.GinIndex(fields=['tenant', 'subject'], name='tickets_subject_part', opclasses=['int8_ops', 'gin_trgm_ops']),
                        models.Index(condition=models.Q(('queue_section', 1)), fields=['tenant', 'next_risk_at', 'next_due_at', 'id'], name='tickets_at_risk'),
                        models.Index(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'queue_section', 'opened_at', 'id'], name='tickets_queue_age'),
                        models.Index(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'assignee', 'id'], name='tickets_open_assignee'),
                        models.Index(condition=models.Q(('status__in', ['waiting_customer', 'waiting_third_party'])), fields=['tenant', 'status', 'id'], name='tickets_waiting'),
                        models.Index(models.F('tenant'), models.OrderBy(django.db.models.functions.comparison.Coalesce('resolved_at', 'last_event_at'), descending=True), models.F('id'), condition=models.Q(('queue_section', 9)), name='tickets_done'),
                        models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['tenant', 'merged_into'], name='tickets_merged'),
                        models.Index(condition=models.Q(('incident__isnull', False)), fields=['tenant', 'incident'], name='tickets_affected'),
                        models.Index(condition=models.Q(models.Q(('kind', 'question'), _negated=True), ('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'kind', 'id'], name='tickets_not_asked'),
                        models.Index(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'customer', '-id'], name='tickets_open_customer'),
                        models.Index(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'contact', '-id'], name='tickets_open_contact'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'number'), name='tickets_ticket_number'),
                        models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('tenant', 'external_id'), name='tickets_ticket_external'),
                        models.CheckConstraint(condition=models.Q(('severity__in', ['critical', 'high', 'normal']), ('severity_asked__in', ['critical', 'high', 'normal'])), name='tickets_ticket_severity'),
                        models.CheckConstraint(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party', 'resolved', 'closed'])), name='tickets_ticket_status'),
                        models.CheckConstraint(condition=models.Q(models.Q(('status', 'resolved'), _negated=True), models.Q(('solution', ''), _negated=True), _connector='OR'), name='tickets_ticket_solution'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticket_key'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='tickets_ticket_customer_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='tickets_ticket_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='product', name='tickets_ticket_product_ref'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='tickets_ticket_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='policy_version', name='tickets_ticket_policy_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='team', name='tickets_ticket_team_ref'),
                        accounts.tenancy.fields.TenantReference(field='assignee', name='tickets_ticket_assignee_ref'),
                        accounts.tenancy.fields.TenantReference(field='follow_up_of', name='tickets_ticket_follow_up_of_ref'),
                        models.CheckConstraint(condition=models.Q(('merged_into', None), ('status', 'closed'), _connector='OR'), name='tickets_ticket_merged'),
                        models.CheckConstraint(condition=models.Q(models.Q(('is_incident', True), _negated=True), ('incident', None), _connector='OR'), name='tickets_ticket_incident'),
                        accounts.tenancy.fields.TenantReference(field='merged_into', name='tickets_ticket_merged_into_ref'),
                        accounts.tenancy.fields.TenantReference(field='incident', name='tickets_ticket_incident_ref'),
                        accounts.tenancy.fields.TenantReference(field='partner', name='tickets_ticket_partner_ref'),
                        models.CheckConstraint(condition=models.Q(('kind__in', ['question', 'lead', 'money_transfer', 'payroll_run', 'input_error', 'assistance'])), name='tickets_ticket_kind'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SlaClock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('metric', models.CharField(choices=[('start', 'Start'), ('next_reply', 'Next reply'), ('resolution', 'Solution'), ('contact', 'Contact')], max_length=12)),
                    ('sequence', models.PositiveSmallIntegerField(default=1)),
                    ('is_covered', models.BooleanField(default=False)),
                    ('severity', models.CharField(choices=[('critical', 'Critical'), ('high', 'High'), ('normal', 'Normal')], max_length=8)),
                    ('target_seconds', models.PositiveIntegerField(null=True)),
                    ('target_days', models.PositiveSmallIntegerField(null=True)),
                    ('state', models.CharField(choices=[('running', 'Running'), ('paused', 'Paused'), ('met', 'Met'), ('breached', 'Breached'), ('cancelled', 'Dropped')], max_length=9)),
                    ('started_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('risk_at', models.DateTimeField()),
                    ('stopped_at', models.DateTimeField(null=True)),
                    ('paused_at', models.DateTimeField(null=True)),
                    ('pauses', models.JSONField(default=list)),
                    ('used_seconds', models.IntegerField(null=True)),
                    ('check_at', models.DateTimeField(null=True)),
                    ('steps_done', models.JSONField(default=list)),
                    ('calendar_version', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.calendarversion')),
                    ('policy_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.policyversion')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('check_at__isnull', False)), fields=['tenant', 'check_at'], name='tickets_clock_check'),
                        models.Index(fields=['tenant', 'ticket'], name='tickets_clock_ticket'),
                        models.Index(fields=['tenant', 'metric', 'due_at'], name='tickets_clock_due'),
                        models.Index(condition=models.Q(('state', 'running')), fields=['tenant', 'due_at'], name='tickets_clock_running'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'ticket', 'metric', 'sequence'), name='tickets_clock_once'),
                        models.CheckConstraint(condition=models.Q(('state__in', ['running', 'paused', 'met', 'breached', 'cancelled'])), name='tickets_clock_state'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_slaclock_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_slaclock_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='policy_version', name='tickets_slaclock_policy_version_ref'),
                        accounts.tenancy.fields.TenantReference(field='calendar_version', name='tickets_slaclock_calendar_version_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SearchEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.IntegerField()),
                    ('vector', django.contrib.postgres.search.SearchVectorField(editable=False)),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'ticket'), name='tickets_searchentry_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_searchentry_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_searchentry_ticket_ref'),
                    ],
                    'indexes': [
                        models.Index(fields=['tenant', 'number'], name='tickets_searchentry_number'),
                        django.contrib.postgres.indexes.GinIndex(fields=['tenant', 'vector'], name='tickets_searchentry_words', opclasses=['int8_ops', 'tsvector_ops']),
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
                    'indexes': [
                        models.Index(fields=['tenant', 'ticket', 'started_at'], name='tickets_session_ticket'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('consent_at__lte', models.F('started_at'))), name='tickets_session_consent'),
                        models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='tickets_session_period'),
                        models.CheckConstraint(condition=models.Q(models.Q(('consent_by', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='tickets_session_said'),
                        models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('tenant', 'ticket', 'agent'), name='tickets_session_running'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_remotesession_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_remotesession_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='agent', name='tickets_remotesession_agent_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ReadMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seen_at', models.DateTimeField()),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='read_marks', to='tickets.ticket')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'ticket', 'membership'), name='tickets_readmark_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_readmark_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_readmark_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_readmark_membership_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ProactiveEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event_id', models.CharField(max_length=120)),
                    ('kind', models.CharField(max_length=14)),
                    ('about', models.CharField(blank=True, max_length=120)),
                    ('text', models.TextField(blank=True)),
                    ('data', models.JSONField(default=dict)),
                    ('detected_at', models.DateTimeField()),
                    ('received_at', models.DateTimeField()),
                    ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.customer')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='proactive_events', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'customer', 'kind', 'about'], name='tickets_proactive_about'),
                        models.Index(fields=['tenant', 'ticket'], name='tickets_proactive_ticket'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'event_id'), name='tickets_proactive_once'),
                        models.CheckConstraint(condition=models.Q(('kind__in', ['money_transfer', 'payroll_run', 'input_error', 'assistance'])), name='tickets_proactive_kind'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_proactiveevent_key'),
                        accounts.tenancy.fields.TenantReference(field='customer', name='tickets_proactiveevent_customer_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_proactiveevent_ticket_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PayrollListLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('listing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tickets.payrolllist')),
                    ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tickets.payrollrun')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='payroll_lines', to='tickets.ticket')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'listing', 'run'), name='tickets_payrollline_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_payrolllistline_key'),
                        accounts.tenancy.fields.TenantReference(field='listing', name='tickets_payrolllistline_listing_ref'),
                        accounts.tenancy.fields.TenantReference(field='run', name='tickets_payrolllistline_run_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_payrolllistline_ticket_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('customer', 'From the customer'), ('reply', 'Reply'), ('note', 'Note')], max_length=8)),
                    ('channel', models.CharField(default='portal', max_length=8)),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('mail_id', models.CharField(blank=True, max_length=400)),
                    ('quoted', models.TextField(blank=True)),
                    ('sender', models.CharField(blank=True, max_length=320)),
                    ('author', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contact')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'ticket', 'at'], name='tickets_message_ticket'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_message_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_message_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='author', name='tickets_message_author_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='tickets_message_contact_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Mention',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('read_at', models.DateTimeField(null=True)),
                    ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('message', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='tickets.message')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('read_at__isnull', True)), fields=['tenant', 'membership', '-id'], name='tickets_mention_unread'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'message', 'membership'), name='tickets_mention_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_mention_key'),
                        accounts.tenancy.fields.TenantReference(field='message', name='tickets_mention_message_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_mention_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_mention_membership_ref'),
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
                name='Deflection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                    ('article', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deflections', to='tickets.article')),
                    ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contact')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
                ],
                options={
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('ticket__isnull', True)), models.Q(('article__isnull', True), ('ticket__isnull', False)), _connector='OR'), name='tickets_deflection_one'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_deflection_key'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='tickets_deflection_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='article', name='tickets_deflection_article_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_deflection_ticket_ref'),
                    ],
                    'indexes': [
                        models.Index(fields=['tenant', 'at'], name='tickets_deflection_at'),
                        models.Index(condition=models.Q(('article__isnull', False)), fields=['tenant', 'article'], name='tickets_deflection_article'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('content_type', models.CharField(max_length=120)),
                    ('size', models.PositiveBigIntegerField()),
                    ('path', models.CharField(max_length=200)),
                    ('uploaded_at', models.DateTimeField()),
                    ('held', models.CharField(blank=True, choices=[('waiting', 'is being checked for viruses'), ('infected', 'held: a virus was found')], db_default='', default='', max_length=8)),
                    ('scan_at', models.DateTimeField(null=True)),
                    ('virus', models.CharField(blank=True, db_default='', default='', max_length=120)),
                    ('message', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='tickets.message')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'message'], name='tickets_attachment_message'),
                        models.Index(condition=models.Q(('held', 'waiting')), fields=['tenant', 'scan_at'], name='tickets_attachment_scan'),
                        models.Index(fields=['tenant', 'path'], name='tickets_attachment_path'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_attachment_key'),
                        accounts.tenancy.fields.TenantReference(field='message', name='tickets_attachment_message_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_attachment_ticket_ref'),
                        models.CheckConstraint(condition=models.Q(('held__in', ['', 'waiting', 'infected'])), name='tickets_attachment_held'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.CharField(max_length=16)),
                    ('due_at', models.DateTimeField()),
                    ('raised_at', models.DateTimeField()),
                    ('mailed_at', models.DateTimeField(null=True)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('failed_at', models.DateTimeField(null=True)),
                    ('failed_by', models.CharField(blank=True, choices=[('refused', 'Refused'), ('late', 'Late'), ('bounced', 'Bounced')], max_length=7)),
                    ('failure', models.TextField(blank=True)),
                    ('mail_at', models.DateTimeField(null=True)),
                    ('mail_key', models.CharField(blank=True, max_length=200)),
                    ('message_id', models.CharField(blank=True, max_length=200)),
                    ('noted_at', models.DateTimeField(null=True)),
                    ('out_at', models.DateTimeField(null=True)),
                    ('why', models.CharField(blank=True, choices=[('assignee', 'Assignee'), ('team', 'Team'), ('agents', 'Agents'), ('managers', 'Managers'), ('on_call', 'On Call'), ('quiet', 'Quiet'), ('handed_on', 'Handed On')], max_length=9)),
                    ('clock', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='tickets.slaclock')),
                    ('handed_from', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handed_to', to='tickets.alert')),
                    ('receiver', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(condition=models.Q(('mailed_at__isnull', True)), fields=['tenant', 'receiver'], name='tickets_alert_to_mail'),
                        models.Index(condition=models.Q(('read_at__isnull', True)), fields=['tenant', 'receiver', '-id'], name='tickets_alert_unread'),
                        models.Index(condition=models.Q(('out_at__isnull', True), ('mail_key__gt', '')), fields=['tenant', 'id'], name='tickets_alert_on_its_way'),
                        models.Index(condition=models.Q(('message_id__gt', '')), fields=['tenant', 'message_id'], name='tickets_alert_message'),
                        models.Index(condition=models.Q(('failed_at__isnull', False)), fields=['tenant', '-id'], name='tickets_alert_failed'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'clock', 'step', 'receiver'), name='tickets_alert_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_alert_key'),
                        accounts.tenancy.fields.TenantReference(field='clock', name='tickets_alert_clock_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_alert_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='receiver', name='tickets_alert_receiver_ref'),
                        accounts.tenancy.fields.TenantReference(field='handed_from', name='tickets_alert_handed_from_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='TicketCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('last_number', models.PositiveIntegerField(default=1000)),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant',), name='tickets_counter_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticketcounter_key'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='TicketEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('filed', 'Filed'), ('customer_wrote', 'The customer wrote'), ('replied', 'Replied'), ('noted', 'Note written'), ('started', 'Work started'), ('status', 'Status changed'), ('severity', 'Severity decided'), ('terms', 'Contract or policy changed'), ('assigned', 'Assigned'), ('analysed', 'First analysis'), ('out_of_scope', 'Told that the agreement does not cover it'), ('handed_over', 'Handed over'), ('resolved', 'Solved'), ('reopened', 'Opened again'), ('closed', 'Closed'), ('followed_up', 'Follow-up ticket'), ('severity_asked', 'Other severity asked for'), ('updated', 'Updated in the other system'), ('alerted', 'Alert sent'), ('alert_failed', 'Alert not delivered'), ('merged', 'Merged into another ticket'), ('took_in', 'Another ticket was merged into this one'), ('unmerged', 'The merge was undone'), ('gave_back', 'The merge of another ticket was undone'), ('split', 'Messages were split off'), ('linked', 'Linked'), ('unlinked', 'Link removed'), ('incident', 'Incident'), ('remote_begun', 'Remote session begun'), ('remote_ended', 'Remote session ended'), ('time_logged', 'Time logged'), ('time_changed', 'Logged time changed'), ('time_removed', 'Logged time removed'), ('tagged', 'Tags changed'), ('fields', 'Fields changed'), ('watchers', 'Watchers changed'), ('contacted', 'Customer contacted')], max_length=16)),
                    ('at', models.DateTimeField()),
                    ('data', models.JSONField(default=dict)),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contact')),
                    ('message', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.message')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='tickets.ticket')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [
                        models.Index(fields=['tenant', 'ticket', 'at', 'id'], name='tickets_event_ticket'),
                        models.Index(fields=['tenant', 'at'], name='tickets_event_at'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticketevent_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_ticketevent_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='tickets_ticketevent_actor_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='tickets_ticketevent_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='message', name='tickets_ticketevent_message_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Notification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('assigned', 'A ticket is assigned to me'), ('handed_over', 'A ticket is handed over to me'), ('mentioned', 'Somebody names me in a note'), ('reopened', 'My ticket or one I watch is opened again'), ('answered', 'The customer writes on my ticket or one I watch'), ('written', 'A colleague writes on my ticket or one I watch'), ('unassigned', 'A ticket of my team belongs to nobody'), ('remark', 'A customer is dissatisfied'), ('contract', 'A contract is about to end or renew'), ('quota', 'A customer’s quota is nearly or quite used')], max_length=12)),
                    ('created_at', models.DateTimeField()),
                    ('mail_at', models.DateTimeField(null=True)),
                    ('mailed_at', models.DateTimeField(null=True)),
                    ('read_at', models.DateTimeField(null=True)),
                    ('contract_event', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contractevent')),
                    ('event', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticketevent')),
                    ('receiver', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                    ('ticket', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='tickets.ticket')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'receiver', '-id'], name='tickets_notification_mine'),
                        models.Index(condition=models.Q(('read_at__isnull', True)), fields=['tenant', 'receiver', '-id'], name='tickets_notification_unread'),
                        models.Index(condition=models.Q(('mail_at__isnull', False), ('mailed_at__isnull', True), ('read_at__isnull', True)), fields=['tenant', 'mail_at'], name='tickets_notification_to_mail'),
                        models.Index(fields=['tenant', 'read_at'], name='tickets_notification_read'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'event', 'receiver'), name='tickets_notification_once'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_notification_key'),
                        accounts.tenancy.fields.TenantReference(field='receiver', name='tickets_notification_receiver_ref'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_notification_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='event', name='tickets_notification_event_ref'),
                        models.UniqueConstraint(fields=('tenant', 'contract_event', 'receiver'), name='tickets_notification_of_contract'),
                        models.CheckConstraint(condition=models.Q(models.Q(('contract_event__isnull', True), ('ticket__isnull', False)), models.Q(('contract_event__isnull', False), ('ticket__isnull', True)), _connector='OR'), name='tickets_notification_about'),
                        accounts.tenancy.fields.TenantReference(field='contract_event', name='tickets_notification_contract_event_ref'),
                    ],
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
                    'indexes': [
                        models.Index(fields=['tenant', 'other'], name='tickets_link_other'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'ticket', 'other', 'kind'), name='tickets_link_once'),
                        models.CheckConstraint(condition=models.Q(('ticket', models.F('other')), _negated=True), name='tickets_link_two'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticketlink_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_ticketlink_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='other', name='tickets_ticketlink_other_ref'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='tickets_ticketlink_actor_ref'),
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
                    'indexes': [
                        models.Index(condition=models.Q(('contact__isnull', False)), fields=['tenant', 'contact'], name='tickets_watcher_contact'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('email', ''), ('membership__isnull', True)), models.Q(('contact__isnull', True), ('email', ''), ('membership__isnull', False)), models.Q(('contact__isnull', True), ('membership__isnull', True), models.Q(('email', ''), _negated=True)), _connector='OR'), name='tickets_watcher_one'),
                        models.UniqueConstraint(fields=('tenant', 'ticket', 'contact', 'membership', 'email'), name='tickets_watcher_once', nulls_distinct=False),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_ticketwatcher_key'),
                        accounts.tenancy.fields.TenantReference(field='ticket', name='tickets_ticketwatcher_ticket_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='tickets_ticketwatcher_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='membership', name='tickets_ticketwatcher_membership_ref'),
                        accounts.tenancy.fields.TenantReference(field='added_by', name='tickets_ticketwatcher_added_by_ref'),
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
                    ('why', models.CharField(choices=[('support', 'support in the plan'), ('contract', 'the contract covers the consultant'), ('no_contract', 'no contract'), ('no_support', 'the plan has no support'), ('out_of_scope', 'out of scope'), ('handed_over', 'handed over to a consultant'), ('quota', 'in the plan’s quota'), ('overrun', 'beyond the plan’s quota'), ('member', 'decided by hand')], max_length=12)),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ('service', models.CharField(max_length=40, null=True)),
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
                        models.Index(condition=models.Q(('service__isnull', False)), fields=['tenant', 'service', 'day'], name='tickets_time_service'),
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
            migrations.CreateModel(
                name='Booking',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('service', models.SlugField(db_index=False, max_length=40)),
                    ('starts_at', models.DateTimeField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('covered_minutes', models.PositiveSmallIntegerField()),
                    ('year', models.PositiveSmallIntegerField()),
                    ('status', models.CharField(choices=[('booked', 'Booked'), ('held', 'Held'), ('cancelled', 'Cancelled'), ('no_show', 'The customer did not come')], default='booked', max_length=9)),
                    ('notes', models.CharField(blank=True, max_length=2000, verbose_name='notes')),
                    ('booked_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('result_name', models.CharField(blank=True, max_length=200)),
                    ('result_path', models.CharField(blank=True, max_length=200)),
                    ('result_sent_at', models.DateTimeField(null=True)),
                    ('booked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('consultant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contact')),
                    ('contract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='contracts.contract')),
                    ('product', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.product')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'indexes': [
                        models.Index(fields=['tenant', 'contract', 'year'], name='tickets_booking_quota'),
                        models.Index(fields=['tenant', 'starts_at'], name='tickets_booking_start'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), name='tickets_booking_minutes'),
                        models.CheckConstraint(condition=models.Q(('covered_minutes__lte', models.F('minutes'))), name='tickets_booking_covered'),
                        models.CheckConstraint(condition=models.Q(models.Q(('result_path', ''), ('result_sent_at', None)), models.Q(models.Q(('result_path', ''), _negated=True), ('result_sent_at__isnull', False), ('status', 'held')), _connector='OR'), name='tickets_booking_result'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_booking_key'),
                        accounts.tenancy.fields.TenantReference(field='contract', name='tickets_booking_contract_ref'),
                        accounts.tenancy.fields.TenantReference(field='product', name='tickets_booking_product_ref'),
                        accounts.tenancy.fields.TenantReference(field='consultant', name='tickets_booking_consultant_ref'),
                        accounts.tenancy.fields.TenantReference(field='contact', name='tickets_booking_contact_ref'),
                        accounts.tenancy.fields.TenantReference(field='booked_by', name='tickets_booking_booked_by_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='BulkChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('before', models.JSONField(default=list)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('actor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_bulkchange_key'),
                        accounts.tenancy.fields.TenantReference(field='actor', name='tickets_bulkchange_actor_ref'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ContactTarget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=14)),
                    ('minutes', models.PositiveIntegerField(null=True)),
                    ('business_days', models.PositiveSmallIntegerField(null=True)),
                    ('set_at', models.DateTimeField()),
                    ('set_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ('tenant', models.ForeignKey(db_index=False, default=accounts.tenancy.context.require_tenant_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.tenant')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('tenant', 'kind'), name='tickets_contacttarget_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('business_days', None), ('minutes__gte', 1)), models.Q(('business_days__gte', 1), ('minutes', None)), _connector='OR'), name='tickets_contacttarget_one'),
                        models.UniqueConstraint(fields=('tenant', 'id'), name='tickets_contacttarget_key'),
                        accounts.tenancy.fields.TenantReference(field='set_by', name='tickets_contacttarget_set_by_ref'),
                    ],
                },
            ),
        ]),
        migrations.RunSQL(CONFIG, "DROP FUNCTION text_config(text)"),
        migrations.RunSQL(SEARCH_DESK, "DROP FUNCTION search_desk(text, jsonb, integer); DROP FUNCTION search_beginnings(text); DROP FUNCTION search_queries(text); DROP FUNCTION search_query(text, text)"),
        migrations.RunSQL(SEARCH_PORTAL, "DROP FUNCTION search_portal(text, bigint, jsonb, integer)"),
    ]
