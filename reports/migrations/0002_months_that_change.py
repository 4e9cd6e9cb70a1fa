"""Triggers that note which months' figures change, in the transaction of the change (reports/models/rollup.py).

One for each table and kind of statement, so that a statement that changes no figure writes nothing.
"""

from django.db import migrations

CLOCK = ("tenant_id", "ticket_id", "metric", "severity", "state", "due_at", "paused_at", "used_seconds")
KEYS = ("customer_id", "contract_id", "product_id", "team_id", "channel", "severity")
TICKET = ("tenant_id", "opened_at", "resolved_at", "severity_asked", *KEYS)
EVENT = ("tenant_id", "ticket_id", "kind", "at")
INVITATION = ("tenant_id", "ticket_id", "state", "reason", "sent_at", "send_at")
ANSWER = ("tenant_id", "invitation_id", "score")
CONTRACT = ("tenant_id", "customer_id", "plan_id")

STOPPED = "(c.state IN ('met', 'breached') OR c.state = 'paused' AND c.due_at < c.paused_at)"
KINDS = "('reopened', 'handed_over', 'out_of_scope')"
ASKED = "coalesce(i.sent_at, i.send_at)"
# Marks of the tickets in `c`, whose keys have changed: everything that is told apart by them.
OF_TICKETS = f"""
SELECT k.tenant_id, 'clocks', k.due_at FROM c JOIN tickets_slaclock k ON k.tenant_id = c.tenant_id AND k.ticket_id = c.id
UNION ALL SELECT e.tenant_id, 'flow', e.at FROM c JOIN tickets_ticketevent e
    ON e.tenant_id = c.tenant_id AND e.ticket_id = c.id AND e.kind IN {KINDS}
UNION ALL SELECT i.tenant_id, 'surveys', {ASKED} FROM c JOIN surveys_invitation i
    ON i.tenant_id = c.tenant_id AND i.ticket_id = c.id"""
OF_FLOW = """SELECT c.tenant_id, 'flow', c.opened_at FROM c
UNION ALL SELECT c.tenant_id, 'flow', c.resolved_at FROM c WHERE c.resolved_at IS NOT NULL"""
# Table: its columns that matter, and the marks of the changed rows `c`, before and after.
MARKS = {
    "tickets_slaclock": (
        CLOCK,
        f"""SELECT c.tenant_id, 'clocks', c.due_at FROM c WHERE {STOPPED}
        UNION ALL SELECT i.tenant_id, 'surveys', {ASKED} FROM c JOIN surveys_invitation i
        ON i.tenant_id = c.tenant_id AND i.ticket_id = c.ticket_id WHERE c.state IN ('met', 'breached')""",
    ),
    "tickets_ticketevent": (EVENT, f"SELECT c.tenant_id, 'flow', c.at FROM c WHERE c.kind IN {KINDS}"),
    "surveys_invitation": (INVITATION, f"SELECT i.tenant_id, 'surveys', {ASKED} FROM c AS i"),
    "surveys_answer": (
        ANSWER,
        f"""SELECT i.tenant_id, 'surveys', {ASKED} FROM c JOIN surveys_invitation i
        ON i.tenant_id = c.tenant_id AND i.id = c.invitation_id""",
    ),
}


def _changed(statement: str, columns: tuple[str, ...]) -> str:
    """Give the rows that changed, as they were and as they are."""
    if statement == "INSERT":
        return "SELECT * FROM is_now"
    if statement == "DELETE":
        return "SELECT * FROM was"
    both = ["(" + ", ".join(f"{side}.{name}" for name in columns) + ")" for side in ("was", "is_now")]
    pairs = f"FROM was JOIN is_now USING (id) WHERE {both[0]} IS DISTINCT FROM {both[1]}"
    sides = [", ".join(f"{side}.{name}" for name in columns) for side in ("was", "is_now")]
    return f"SELECT id, {sides[0]} {pairs} UNION ALL SELECT id, {sides[1]} {pairs}"


def _trigger(name: str, table: str, statement: str, changed: str, marks: str) -> tuple[str, str]:
    tables = {"INSERT": "NEW TABLE AS is_now", "DELETE": "OLD TABLE AS was"}
    both = "OLD TABLE AS was NEW TABLE AS is_now"
    make = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH c AS ({changed}), mark (tenant_id, area, at) AS ({marks})
    INSERT INTO reports_changedmonth (tenant_id, area, month)
    SELECT DISTINCT mark.tenant_id, mark.area, date_trunc('month', mark.at AT TIME ZONE t.zone)::date
    FROM mark JOIN accounts_tenant t ON t.id = mark.tenant_id;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {statement} ON {table} REFERENCING {tables.get(statement, both)}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
    return make, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


def _all() -> list[tuple[str, str]]:
    made = []
    for table, (columns, marks) in MARKS.items():
        for statement in ("INSERT", "UPDATE", "DELETE"):
            name = f"reports_{table}_{statement.lower()}"
            made.append(_trigger(name, table, statement, _changed(statement, columns), marks))
    ticket = "tickets_ticket"
    for statement in ("INSERT", "UPDATE", "DELETE"):
        name = f"reports_{ticket}_{statement.lower()}"
        made.append(_trigger(name, ticket, statement, _changed(statement, TICKET), OF_FLOW))
    made.append(_trigger("reports_ticket_keys", ticket, "UPDATE", _changed("UPDATE", ("tenant_id", *KEYS)), OF_TICKETS))
    plans = f"""SELECT t.tenant_id, t.id, t.opened_at, t.resolved_at
        FROM ({_changed("UPDATE", CONTRACT)}) k
        JOIN tickets_ticket t ON t.tenant_id = k.tenant_id AND t.customer_id = k.customer_id AND t.contract_id = k.id"""
    marks = f"{OF_FLOW} UNION ALL {OF_TICKETS}"
    made.append(_trigger("reports_contract_plan", "contracts_contract", "UPDATE", plans, marks))
    return made


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_figures_by_month"),
        ("accounts", "0005_metrics_is_no_tenant"),
        ("contracts", "0014_contacts_by_address"),
        ("surveys", "0002_left_contacts"),
        ("tickets", "0025_held_files_of_messages"),
    ]
    operations = [migrations.RunSQL(make, undo) for make, undo in _all()]
