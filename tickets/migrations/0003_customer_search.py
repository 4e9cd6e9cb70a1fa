"""Full-text search among one customer's tickets, for the portal: the best of a whole desk would hide theirs."""

from django.db import migrations

SQL = """
CREATE FUNCTION search_customer_tickets(words text, language text, customer bigint, most integer)
RETURNS TABLE (ticket_id bigint, rank real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT t.id, ts_rank(t.search, q)
    FROM tickets_ticket t, websearch_to_tsquery(text_config(language), words) q
    WHERE t.tenant_id = current_setting('app.tenant_id')::bigint AND t.customer_id = customer AND t.search @@ q
    ORDER BY 2 DESC, 1 DESC
    LIMIT most
$$;
REVOKE ALL ON FUNCTION search_customer_tickets(text, text, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_customer_tickets(text, text, bigint, integer) TO app;
ALTER FUNCTION search_customer_tickets(text, text, bigint, integer) OWNER TO search;
"""
UNDO = "DROP FUNCTION search_customer_tickets(text, text, bigint, integer)"


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_search")]
    operations = [migrations.RunSQL(SQL, UNDO)]
