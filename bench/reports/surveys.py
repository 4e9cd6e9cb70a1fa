"""Surveys of the filled tickets: one for each that was solved, a third of them answered; the same ones every time."""

from typing import Any

SURVEYS = """
INSERT INTO surveys_invitation
    (tenant_id, ticket_id, contact_id, resolved_at, send_at, state, reason, token_hash, language, sent_at)
SELECT tenant_id, id, contact_id, resolved_at, resolved_at + interval '1 day', state,
    CASE WHEN state = 'not_sent' THEN 'recent' ELSE '' END, '', '',
    CASE WHEN state = 'sent' THEN resolved_at + interval '1 day' END
FROM (SELECT *, CASE WHEN resolved_at > %(now)s - interval '1 day' THEN 'planned' WHEN id %% 5 < 2 THEN 'not_sent'
    ELSE 'sent' END AS state FROM tickets_ticket WHERE resolved_at IS NOT NULL) t
"""
ANSWERS = """
INSERT INTO surveys_answer (tenant_id, invitation_id, score, reason, improvement, answered_at)
SELECT tenant_id, id, CASE WHEN id %% 7 < 4 THEN 9 + id %% 2 ELSE id %% 11 END, '', '', sent_at + interval '5 hours'
FROM surveys_invitation WHERE state = 'sent' AND ticket_id %% 3 = 0
"""


def fill_surveys(cursor: Any, now: object) -> None:
    """Write them as superuser, whose rows no trigger follows."""
    cursor.execute("SET session_replication_role = replica")
    for statement in (SURVEYS, ANSWERS):
        cursor.execute(statement, {"now": now})
    cursor.execute("RESET session_replication_role")
    cursor.execute("ANALYZE surveys_invitation")
    cursor.execute("ANALYZE surveys_answer")
