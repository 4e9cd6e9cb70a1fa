"""The rows themselves: copies of the ticket that each tenant's product filed, with other values in some columns."""

from collections.abc import Mapping
from typing import Any

from bench.desk.filling.words import RARE

RUNS, WAITS = "f.state IN ('new', 'in_progress')", "f.state LIKE 'waiting%%'"
STATUS = "CASE f.state WHEN 'no_contract' THEN 'new' ELSE f.state END"
PROMISED = "f.state <> 'no_contract'"
QUEUE_AT = "f.due - (CASE WHEN f.is_fast THEN interval '4 hours' ELSE interval '0' END)"
# Three messages at most; the third of every other ticket.
PASSAGE = "(f.passage + k * 37) %% %(passages)s"
SEARCH = """setweight(to_tsvector('simple', f.number::text) || s.vector, 'A') || setweight(p1.vector || p2.vector ||
    CASE WHEN f.is_rare THEN to_tsvector(text_config(f.language), %(word)s) ELSE '' END, 'C')"""
TEXTS = """ JOIN pool s ON s.language = f.language AND s.kind = 'subject' AND s.n = f.subject
    JOIN pool p1 ON p1.language = f.language AND p1.kind = 'passage' AND p1.n = (f.passage + 37) %% %(passages)s
    JOIN pool p2 ON p2.language = f.language AND p2.kind = 'passage' AND p2.n = (f.passage + 74) %% %(passages)s"""
TABLES = (
    "tickets_ticket", "tickets_searchentry", "tickets_message", "tickets_slaclock", "tickets_ticketevent",
    "tickets_readmark",
)  # fmt: skip


class Copier:
    """Writes copies of rows as superuser."""

    def __init__(self, cursor: Any, values: Mapping[str, Any]) -> None:
        self.cursor, self.values = cursor, {**values, "word": RARE}

    def copy(self, table: str, source: str, other: Mapping[str, str]) -> None:
        """Write a copy of `t` for each row of `source`, with other values in some columns; keys by the sequence."""
        self.cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
        columns = [name for (name,) in self.cursor.fetchall() if name != "id" or "id" in other]
        chosen = ", ".join(other.get(name, f't."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        self.cursor.execute(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {source}", self.values)

    def customers(self) -> None:
        """Write each tenant's customers, with one contact and one contract each."""
        rows = " JOIN place p ON p.tenant_id = t.tenant_id, generate_series(0, p.customers - 1) g WHERE t.id = p."
        self.copy("contracts_customer", f"contracts_customer t{rows}customer", {
            "id": "p.first_customer + g", "name": "'Customer ' || lpad(g::text, 5, '0')",
        })  # fmt: skip
        self.copy("contracts_contact", f"contracts_contact t{rows}contact", {
            "id": "p.first_contact + g", "customer_id": "p.first_customer + g", "name": "'Karin Bergman ' || g",
            "email": "'karin.' || g || '@customer-' || p.n || '.example'",
        })  # fmt: skip
        self.copy("contracts_contract", f"contracts_contract t{rows}contract", {
            "id": "p.first_contract + g", "customer_id": "p.first_customer + g",
        })  # fmt: skip

    def tickets(self) -> None:
        """Write the tickets, and what the searches read of them."""
        source = f"filled f JOIN place p ON p.n = f.n JOIN tickets_ticket t ON t.id = p.ticket{TEXTS}"
        self.copy("tickets_ticket", source, {
            "id": "f.id", "number": "f.number", "subject": "s.text", "customer_id": "f.customer",
            "contact_id": "f.contact", "product_id": "f.product", "team_id": "f.team", "assignee_id": "f.agent",
            "contract_id": f"CASE WHEN {PROMISED} THEN f.contract END",
            "policy_version_id": f"CASE WHEN {PROMISED} THEN t.policy_version_id END",
            "channel": "CASE WHEN f.id % 3 = 0 THEN 'email' ELSE 'portal' END".replace("%", "%%"),
            "status": STATUS, "severity": "f.severity", "is_fast_track": "f.is_fast",
            "severity_asked": "CASE WHEN f.id %% 9 = 0 THEN 'high' ELSE f.severity END",
            "solution": "CASE WHEN f.is_open THEN '' ELSE p1.text END", "opened_at": "f.opened",
            "started_at": "CASE WHEN f.state = 'new' THEN NULL ELSE f.replied END", "resolved_at": "f.solved",
            "closed_at": "CASE WHEN f.state = 'closed' THEN f.solved + interval '7 days' END",
            "close_due_at": "CASE WHEN f.state = 'resolved' THEN f.solved + interval '7 days' END",
            "last_event_at": "coalesce(f.solved, f.replied)",
            "queue_section": f"CASE WHEN NOT f.is_open THEN 9 WHEN {RUNS} THEN 1 WHEN {WAITS} THEN 2 ELSE 4 END",
            "next_due_at": f"CASE WHEN {RUNS} THEN f.due END", "queue_at": f"CASE WHEN {RUNS} THEN {QUEUE_AT} END",
            "next_risk_at": f"CASE WHEN {RUNS} THEN f.due - (f.due - f.opened) * 0.25 END",
        })  # fmt: skip
        self.cursor.execute(
            "INSERT INTO tickets_searchentry (tenant_id, ticket_id, number, vector)"
            f" SELECT k.tenant_id, k.id, k.number, {SEARCH} FROM filled f"
            f" JOIN tickets_ticket k ON k.id = f.id{TEXTS}",
            self.values,
        )

    def messages(self) -> None:
        """Write two or three messages a ticket: the question, the answer, and a last word."""
        author = "CASE WHEN k = 2 THEN coalesce(f.agent, p.agents[1]) END"
        source = f"""filled f JOIN place p ON p.n = f.n JOIN tickets_message t ON t.ticket_id = p.ticket
            CROSS JOIN generate_series(1, 3) k
            JOIN pool w ON w.language = f.language AND w.kind = 'passage' AND w.n = {PASSAGE}
            WHERE k = 1 OR k = 2 AND f.state NOT IN ('new', 'no_contract')
                OR k = 3 AND f.id %% 2 = 0 AND NOT f.is_open"""
        self.copy("tickets_message", source, {
            "ticket_id": "f.id", "kind": "CASE WHEN k = 2 THEN 'reply' ELSE 'customer' END", "author_id": author,
            "contact_id": "CASE WHEN k = 2 THEN NULL ELSE f.contact END",
            "text": "w.text || CASE WHEN k = 1 AND f.is_rare THEN ' ' || %(word)s ELSE '' END",
            "at": "CASE k WHEN 1 THEN f.opened WHEN 2 THEN f.replied ELSE f.solved END",
        })  # fmt: skip

    def clocks(self) -> None:
        """Write the clock on the start of work and the one on the solution of each promised ticket."""
        for metric, due, stopped in (
            ("start", "f.opened + (f.due - f.opened) * 0.1", "CASE WHEN f.state <> 'new' THEN f.replied END"),
            ("resolution", "f.due", "f.solved"),
        ):
            source = f"""(SELECT f.*, {due} AS due_at, {stopped} AS stopped FROM filled f WHERE {PROMISED}) f
                JOIN place p ON p.n = f.n
                JOIN tickets_slaclock t ON t.ticket_id = p.ticket AND t.metric = '{metric}'"""
            paused = f"{WAITS} AND f.stopped IS NULL"
            check = "CASE WHEN f.stopped IS NULL AND NOT ({}) THEN greatest(f.due_at, %(now)s + interval '1 hour') END"
            self.copy("tickets_slaclock", source, {
                "ticket_id": "f.id", "severity": "f.severity", "started_at": "f.opened", "due_at": "f.due_at",
                "risk_at": "f.due_at - (f.due_at - f.opened) * 0.25", "stopped_at": "f.stopped",
                "state": f"CASE WHEN f.stopped <= f.due_at THEN 'met' WHEN f.stopped IS NOT NULL THEN 'breached'"
                f" WHEN {paused} THEN 'paused' ELSE 'running' END",
                # Three tenths of the time that passed, as if the support function were open so long.
                "used_seconds": "(extract(epoch FROM f.stopped - f.opened) * 0.3)::int",
                "paused_at": f"CASE WHEN {paused} THEN f.replied END", "check_at": check.format(paused),
            })  # fmt: skip

    def events(self) -> None:
        """Write the trail: filed, assigned, answered, solved, closed."""
        for kind, at, condition, data in (
            ("filed", "f.opened", "true", "t.data || jsonb_build_object('severity', f.severity)"),
            (
                "assigned",
                "f.opened + interval '1 minute'",
                "f.agent IS NOT NULL",
                "jsonb_build_object('assignee', f.agent)",
            ),
            ("replied", "f.replied", "f.state NOT IN ('new', 'no_contract')", "'{}'::jsonb"),
            ("status", "f.replied", WAITS, "jsonb_build_object('status', f.state)"),
            ("resolved", "f.solved", "NOT f.is_open", "'{}'::jsonb"),
            ("closed", "f.solved + interval '7 days'", "f.state = 'closed'", "'{}'::jsonb"),
        ):
            source = f"""filled f JOIN place p ON p.n = f.n
                JOIN tickets_ticketevent t ON t.ticket_id = p.ticket AND t.kind = 'filed' WHERE {condition}"""
            self.copy("tickets_ticketevent", source, {
                "ticket_id": "f.id", "kind": f"'{kind}'", "at": at, "data": data, "message_id": "NULL",
                "contact_id": "CASE WHEN %s THEN f.contact END" % ("true" if kind == "filed" else "false"),
                "actor_id": "NULL" if kind in ("filed", "closed") else "f.agent",
            })  # fmt: skip

    def read_marks(self) -> None:
        """Let five people of each tenant have read each open ticket, some of them before the answer came."""
        self.cursor.execute(
            "INSERT INTO tickets_readmark (tenant_id, ticket_id, membership_id, seen_at)"
            " SELECT f.tenant_id, f.id, p.agents[1 + (f.id + k) %% cardinality(p.agents)],"
            " f.replied + (k - 1) * interval '10 minutes' FROM filled f JOIN place p ON p.n = f.n,"
            " generate_series(0, 4) k WHERE f.is_open",
            self.values,
        )
