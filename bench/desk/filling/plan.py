"""What each ticket is to be, decided before any row is written: table `filled`, in the order in which tickets came.

Tenants' tickets lie between each other, as in a database that has grown. Most are closed; those of the last two weeks
are largely open, with deadlines after their severity; a tenant's last two are always in progress. A tenth are the first
customer's.
"""

PLAN = """
CREATE TEMP TABLE drawn AS
SELECT p.n, g, opened, now_at - opened AS age, random() AS chance, random() AS chance2, g > size - 2 AS is_last,
    CASE WHEN g > size - 2 THEN 'normal' WHEN random() < 0.05 THEN 'critical'
        WHEN random() < 0.28 THEN 'high' ELSE 'normal' END AS severity
FROM (SELECT p.n, p.size, g, %(now)s::timestamptz AS now_at,
        date_trunc('second', %(now)s - interval '730 days' * (1 - (g - random()) / p.size)) AS opened
      FROM place p, generate_series(1, p.size::bigint) g) p;

CREATE TEMP TABLE filled AS
SELECT %(first)s + row_number() OVER (ORDER BY d.opened) AS id, d.n, p.tenant_id, p.language, 1001 + d.g AS number,
    d.opened, d.severity, d.chance, state, is_open, (d.chance2 * 8)::int = 0 AS is_fast,
    least(d.opened + interval '6 hours' * d.chance2, %(now)s - age * 0.5) AS replied,
    CASE WHEN NOT is_open THEN greatest(least(d.opened + interval '9 days' * d.chance2 * d.chance2,
        %(now)s - age * 0.1), d.opened + age * 0.6 * (age < interval '1 day')::int) END AS solved,
    d.opened + CASE d.severity WHEN 'critical' THEN interval '8 hours' WHEN 'high' THEN interval '4 days'
        ELSE interval '14 days' END AS due,
    p.first_customer + whose AS customer, p.first_contact + whose AS contact, p.first_contract + whose AS contract,
    CASE WHEN state <> 'new' OR d.chance < 0.3 THEN p.agents[1 + d.g * 31 %% cardinality(p.agents)] END AS agent,
    p.teams[1 + d.g %% cardinality(p.teams)] AS team, p.products[1 + d.g * 13 %% cardinality(p.products)] AS product,
    (d.g * 104729 + d.n) %% %(subjects)s AS subject, (d.g * 15485863 + d.n) %% %(passages)s AS passage,
    d.g %% %(rare)s = 3 AS is_rare
FROM (SELECT *, CASE WHEN NOT is_open THEN CASE WHEN age < interval '9 days' THEN 'resolved' ELSE 'closed' END
        WHEN is_last THEN 'in_progress' WHEN age > interval '15 days' THEN 'waiting_third_party'
        WHEN chance < 0.04 THEN 'no_contract'
        WHEN age < interval '14 hours' AND chance < 0.6 THEN 'new' WHEN chance < 0.62 THEN 'in_progress'
        WHEN chance < 0.8 THEN 'waiting_customer' ELSE 'waiting_third_party' END AS state
      FROM (SELECT *, CASE severity WHEN 'critical' THEN age < interval '10 hours' AND chance < 0.9
                WHEN 'high' THEN age < interval '5 days' AND chance < 0.9
                ELSE age < interval '15 days' AND chance < 0.9 END OR chance > 0.994 OR is_last AS is_open
      FROM drawn) d) d
JOIN place p ON p.n = d.n
CROSS JOIN LATERAL (SELECT CASE WHEN d.g %% 10 = 0 THEN 0 ELSE d.g * 7919 %% p.customers END AS whose) w;
CREATE UNIQUE INDEX ON filled (id);
ANALYZE filled;
"""
