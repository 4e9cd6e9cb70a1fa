"""One ticket of the largest tenant with fifty messages."""

from bench.desk.filling.rows import Copier

MESSAGES = 50
_LONG = """
CREATE TEMP TABLE long AS SELECT f.*, p.agents FROM filled f JOIN place p ON p.n = f.n
WHERE f.n = 0 AND f.state = 'in_progress' AND f.severity = 'normal' AND f.customer = p.first_customer
ORDER BY f.opened LIMIT 1
"""
# What is the customer's and what ours, in turn, between the answer and now.
_SOURCE = """long f JOIN {table} t ON t.ticket_id = f.id AND t.{column} = {value}
CROSS JOIN generate_series(3, %(messages)s) k
JOIN pool w ON w.language = f.language AND w.kind = 'passage' AND w.n = (f.passage + k * 91) %% %(passages)s"""
_AT = "f.replied + (%(now)s - f.replied) * (k - 2) / %(messages)s"
_OURS = "k %% 3 = 0"


def write_long_ticket(copier: Copier) -> None:
    """Write its messages beyond the first two, with their events."""
    copier.values["messages"] = MESSAGES
    copier.cursor.execute(_LONG)
    copier.copy("tickets_message", _SOURCE.format(table="tickets_message", column="kind", value="'customer'"), {
        "kind": f"CASE WHEN {_OURS} THEN 'reply' ELSE 'customer' END", "text": "w.text || ' ' || w.text",
        "author_id": f"CASE WHEN {_OURS} THEN f.agents[1 + k %% 7] END", "at": _AT,
        "contact_id": f"CASE WHEN {_OURS} THEN NULL ELSE f.contact END",
    })  # fmt: skip
    copier.copy("tickets_ticketevent", _SOURCE.format(table="tickets_ticketevent", column="kind", value="'replied'"), {
        "kind": f"CASE WHEN {_OURS} THEN 'replied' ELSE 'customer_wrote' END", "at": _AT,
        "actor_id": f"CASE WHEN {_OURS} THEN f.agents[1 + k %% 7] END",
        "contact_id": f"CASE WHEN {_OURS} THEN NULL ELSE f.contact END",
    })  # fmt: skip
