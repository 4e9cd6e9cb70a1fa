"""Full-text search through a function with the tenant in its body.

Under row-level security `@@` is not leakproof, so the planner would not use the GIN index (190 ms instead of 0.6).
"""

from django.db import migrations

SQL = """
CREATE FUNCTION text_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (CASE language WHEN 'sv' THEN 'swedish' WHEN 'da' THEN 'danish' ELSE 'english' END)::regconfig $$;

CREATE FUNCTION search_tickets(words text, language text, most integer)
RETURNS TABLE (ticket_id bigint, rank real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT t.id, ts_rank(t.search, q)
    FROM tickets_ticket t, websearch_to_tsquery(text_config(language), words) q
    WHERE t.tenant_id = current_setting('app.tenant_id')::bigint AND t.search @@ q
    ORDER BY 2 DESC, 1 DESC
    LIMIT most
$$;
REVOKE ALL ON FUNCTION search_tickets(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_tickets(text, text, integer) TO app;
ALTER FUNCTION search_tickets(text, text, integer) OWNER TO search;
"""
UNDO = "DROP FUNCTION search_tickets(text, text, integer); DROP FUNCTION text_config(text)"


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
