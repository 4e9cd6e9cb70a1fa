"""The desk's search with its function, and articles."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Under row-level security neither `@@` nor ILIKE would use a GIN index (0002_search), hence a function with the tenant in
# its body. It walks the newest 1,000 tickets until it has `most`, which a common word has at once; then the index of
# words, which `number + 0` makes sure of, gives all older ones: few by then. Only what is found is ranked. Without enough
# by words it goes on by beginnings of words, then by parts of subjects. Filters count before `most` does, and each query
# is planned for its own values. The Swedish stemmer leaves the ending -an (fakturan): stems are asked for with it too
# (letters alone between quotes: what stands between two stems has quotes on both sides as well).
SEARCH = r"""
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
UNDO = """
DROP FUNCTION search_desk(text, jsonb, integer);
DROP FUNCTION search_beginnings(text);
DROP FUNCTION search_queries(text);
DROP FUNCTION search_query(text, text);
"""

# The owner reads all tenants' rows once; the fences are made again after every migrate.
INDEX_ALL = """
ALTER TABLE tickets_ticket NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_message NO FORCE ROW LEVEL SECURITY;
INSERT INTO tickets_searchentry (tenant_id, ticket_id, number, vector)
SELECT t.tenant_id, t.id, t.number, coalesce(t.search, '') || to_tsvector(text_config(n.language), left(coalesce((
    SELECT string_agg(m.text, ' ' ORDER BY m.id) FROM tickets_message m
    WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id AND m.kind = 'note'), ''), 20000))
FROM tickets_ticket t JOIN accounts_tenant n ON n.id = t.tenant_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE tickets_ticket FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_message FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_tenants_of'),
        ('contracts', '0002_policy_of_customer_and_product'),
        ('sla', '0001_initial'),
        ('tickets', '0008_event_alerted'),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tenant', 'subject'], name='tickets_subject_part', opclasses=['int8_ops', 'gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['tenant', 'status', 'title'], name='tickets_article_listed'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['tenant', 'number'], name='tickets_searchentry_number'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tenant', 'vector'], name='tickets_searchentry_words', opclasses=['int8_ops', 'tsvector_ops']),
        ),
        migrations.RunSQL(SEARCH, UNDO),
        migrations.RunSQL(INDEX_ALL, migrations.RunSQL.noop),
    ]
