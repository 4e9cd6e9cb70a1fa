"""A large company's search looks through its newest tickets first."""

from django.db import migrations

# As 0017 has it, but for `edge`: the database thinks that few of a company's tickets hold the words, and reads all that
# do before it sorts out the newest. A word that many have is found often enough among the newest two thousand, which
# are read one by one; only what is not there is looked for among the others.
SEARCH = r"""
DROP FUNCTION search_portal(text, bigint, jsonb, integer);
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
    dependencies = [("tickets", "0019_contact_targets")]

    operations = [migrations.RunSQL(SEARCH, migrations.RunSQL.noop)]
