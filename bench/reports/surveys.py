"""Surveys of the filled tickets, and what else the dashboards count: the same every time.

A survey for each ticket that was solved, a third of those sent answered, half of the answers with a comment of real
words; calls to all detractors; tickets opened again, handed over, out of scope or raised; questions that an article
answered; customers of every plan.
"""

from typing import Any

from bench.desk.filling.words import PASSAGES, pool

REASONS = "ARRAY['recent', 'recent', 'recent', 'july', 'sampled', 'no_address', 'test', 'opted_out']"
SURVEYS = f"""
INSERT INTO surveys_invitation
    (tenant_id, ticket_id, contact_id, resolved_at, send_at, state, reason, token_hash, language, not_reminded, sent_at)
SELECT tenant_id, id, contact_id, resolved_at, resolved_at + interval '1 day', state,
    CASE WHEN state = 'not_sent' THEN ({REASONS})[1 + id %% 8] ELSE '' END, '', '', '',
    CASE WHEN state = 'sent' THEN resolved_at + interval '1 day' END
FROM (SELECT *, CASE WHEN resolved_at > %(now)s - interval '1 day' THEN 'planned' WHEN id %% 5 < 2 THEN 'not_sent'
    ELSE 'sent' END AS state FROM tickets_ticket WHERE resolved_at IS NOT NULL) t
"""
WORDS = "CREATE TEMP TABLE passage (language text, n int, text text, vector tsvector)"
STEMS = "UPDATE passage SET vector = to_tsvector(text_config(language), text)"
ANSWERS = """
INSERT INTO surveys_answer (tenant_id, invitation_id, score, reason, improvement, answered_at, search)
SELECT i.tenant_id, i.id, CASE WHEN i.id %% 7 < 4 THEN 9 + i.id %% 2 ELSE i.id %% 11 END, coalesce(p.text, ''), '',
    i.sent_at + interval '5 hours', coalesce(p.vector, '')
FROM surveys_invitation i JOIN accounts_tenant t ON t.id = i.tenant_id
LEFT JOIN passage p ON i.id %% 2 = 0 AND p.language = t.language AND p.n = i.id * 7919 %% %(passages)s
WHERE i.state = 'sent' AND i.ticket_id %% 3 = 0
"""
CALLS = """
INSERT INTO surveys_followup (tenant_id, answer_id, state, outcome, due_at, done_at)
SELECT tenant_id, id, CASE WHEN late THEN 'done' ELSE 'open' END, CASE WHEN late THEN 'explained' ELSE '' END,
    answered_at + interval '2 days', CASE WHEN late THEN answered_at + interval '1 day' END
FROM (SELECT *, answered_at < %(now)s - interval '3 days' AS late FROM surveys_answer WHERE score <= 6) a
"""
EVENTS = """
INSERT INTO tickets_ticketevent (tenant_id, ticket_id, kind, at, data)
SELECT t.tenant_id, t.id, k.kind, least(t.opened_at + interval '3 hours', %(now)s), k.data::jsonb FROM tickets_ticket t
JOIN (VALUES (0, 'reopened', '{}'), (1, 'handed_over', '{}'), (2, 'out_of_scope', '{}'),
    (3, 'severity', '{"before": "normal", "severity": "high"}')) k (n, kind, data) ON t.id %% 40 = k.n * 7
"""
ARTICLES = """
INSERT INTO tickets_deflection (tenant_id, contact_id, subject, ticket_id, at)
SELECT tenant_id, contact_id, subject, id, opened_at FROM tickets_ticket WHERE contact_id IS NOT NULL AND id %% 20 = 0
"""
PLANS = """
UPDATE contracts_contract c SET plan_version_id = v.id, plan_id = v.plan_id
FROM (SELECT id, plan_id, tenant_id, row_number() OVER w - 1 AS place, count(*) OVER (PARTITION BY tenant_id) AS size
    FROM contracts_planversion WINDOW w AS (PARTITION BY tenant_id ORDER BY id)) v
WHERE v.tenant_id = c.tenant_id AND v.place = c.id %% v.size
"""
TABLES = (
    "surveys_invitation", "surveys_answer", "surveys_followup", "tickets_ticketevent", "tickets_deflection",
    "contracts_contract",
)  # fmt: skip


def fill_surveys(cursor: Any, now: object) -> None:
    """Write them as superuser, whose rows no trigger follows."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("SET synchronous_commit = off")
    cursor.execute(WORDS)
    passages = [each for each in pool() if each.kind == "passage"]
    cursor.executemany("INSERT INTO passage VALUES (%s, %s, %s)", [(one.language, one.n, one.text) for one in passages])
    cursor.execute(STEMS)
    cursor.execute("ANALYZE passage")
    for statement in (SURVEYS, ANSWERS, CALLS, EVENTS, ARTICLES, PLANS):
        cursor.execute(statement, {"now": now, "passages": PASSAGES})
    cursor.execute("RESET session_replication_role")
    for table in TABLES:
        cursor.execute(f"VACUUM ANALYZE {table}")
