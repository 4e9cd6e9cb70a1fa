"""What the portal keeps, and customers search the entries of the desk's search, fenced to what their contact may see."""

import accounts.tenancy.context
import accounts.tenancy.fields
import django.db.models.deletion
from django.db import migrations, models

# `asked` filters as `search_desk` has it. What the contact may see is looked up here, so that no caller can ask for more:
# their own tickets at their company and those they watch, or all of the company's (querysets.py, visible_to). Notes have
# the weight D and are taken out before anything is compared: what is asked to be absent (`-word`) must not tell what a
# note says either. So the index is asked for the words that must be there alone (querytree), and the query itself is
# held against the rest. A word that few tickets have comes by the index of words, others by the customer's tickets.
SEARCH = r"""
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
BEGIN
    SELECT c.customer_id, c.is_company_wide INTO company, is_wide
        FROM contracts_contact c WHERE c.tenant_id = tenant AND c.id = contact;
    IF company IS NULL THEN RETURN; END IF;
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
        EXECUTE 'SELECT coalesce(array_agg(id), ''{}'') FROM (SELECT t.id FROM tickets_ticket t'
            || ' JOIN tickets_searchentry e ON e.tenant_id = t.tenant_id AND e.ticket_id = t.id'
            || format(' WHERE t.tenant_id = %L::bigint AND t.customer_id = %L::bigint', tenant, company)
            || format(' AND e.tenant_id = %L::bigint', tenant)
            || CASE WHEN must IN ('', 'T') THEN '' ELSE format(' AND e.vector @@ %L::tsquery', must) END
            || format(' AND ts_filter(e.vector, ''{a,b,c}'') @@ %L::tsquery', query)
            || wanted || ' AND t.id <> ALL($1) ORDER BY t.id DESC LIMIT $2) newest'
            INTO more USING found, most - before;
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
DROP FUNCTION search_customer_tickets(text, text, bigint, integer);
DROP FUNCTION search_tickets(text, text, integer);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_away_until'),
        ('contracts', '0009_contacts_of_the_portal'),
        ('sla', '0002_channels'),
        ("tickets", "0016_notifications_of_contracts"),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'customer', '-id'], name='tickets_open_customer'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('status__in', ['new', 'in_progress', 'waiting_customer', 'waiting_third_party'])), fields=['tenant', 'contact', '-id'], name='tickets_open_contact'),
        ),
        migrations.AddIndex(
            model_name='deflection',
            index=models.Index(fields=['tenant', 'at'], name='tickets_deflection_at'),
        ),
        migrations.AddIndex(
            model_name='deflection',
            index=models.Index(condition=models.Q(('article__isnull', False)), fields=['tenant', 'article'], name='tickets_deflection_article'),
        ),
        migrations.AddIndex(
            model_name='heldfile',
            index=models.Index(fields=['tenant', 'membership'], name='tickets_heldfile_whose'),
        ),
        migrations.RunSQL(SEARCH),
    ]
