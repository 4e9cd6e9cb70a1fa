"""Comments are searched with the stemmer of the tenant's language."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


# By a trigger, so that rows written many at once have their words too. The function has the tenant in its body: under
# row-level security `@@` is not leakproof, and the index would not be used (tickets, 0002_search).
SQL = """
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

ALTER TABLE surveys_answer NO FORCE ROW LEVEL SECURITY;
UPDATE surveys_answer SET reason = reason WHERE reason <> '' OR improvement <> '';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE surveys_answer FORCE ROW LEVEL SECURITY;
"""
UNDO = """
DROP FUNCTION search_comments(text, text);
DROP TRIGGER surveys_answer_index ON surveys_answer;
DROP FUNCTION index_comment();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_metrics_is_no_tenant'),
        ('surveys', '0003_follow_ups'),
        ('tickets', '0002_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='search',
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tenant', 'search'], name='surveys_answer_words', opclasses=['int8_ops', 'tsvector_ops']),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
