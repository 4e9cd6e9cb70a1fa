"""What the full-text search reads of a ticket."""

from django.db import connection

from accounts.tenancy.context import require_tenant_id
from tickets.models import Ticket

# Notes have a weight of their own, D, which the customers' search takes out. The words stand once more in the contact's
# language where that is another than the tenant's.
# The lengths are what PostgreSQL can take (1 MB a row) of the worst words: 4 bytes a letter, each compound kept with
# its parts.
_INDEX = """
WITH texts AS (
    SELECT t.tenant_id, t.id, t.number, t.number || ' ' || t.subject AS subject, t.solution, m.said, m.notes,
        text_config(n.language) AS config,
        CASE WHEN c.language <> '' AND c.language <> n.language THEN text_config(c.language) END AS other
    FROM tickets_ticket t
    JOIN accounts_tenant n ON n.id = t.tenant_id
    LEFT JOIN contracts_contact c ON c.tenant_id = t.tenant_id AND c.id = t.contact_id
    CROSS JOIN LATERAL (
        SELECT coalesce(string_agg(m.text, ' ' ORDER BY m.id) FILTER (WHERE m.kind <> 'note'), '') AS said,
            coalesce(string_agg(m.text, ' ' ORDER BY m.id) FILTER (WHERE m.kind = 'note'), '') AS notes
        FROM tickets_message m WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id) m
    WHERE t.tenant_id = %s AND t.id = ANY(%s)
)
INSERT INTO tickets_searchentry (tenant_id, ticket_id, number, vector)
SELECT tenant_id, id, number,
    setweight(to_tsvector(config, subject), 'A')
    || setweight(to_tsvector(config, left(solution, 10000)), 'B')
    || setweight(to_tsvector(config, left(said, 60000)), 'C')
    || setweight(to_tsvector(config, left(notes, 30000)), 'D')
    || coalesce(setweight(to_tsvector(other, subject), 'A'), '')
    || coalesce(setweight(to_tsvector(other, left(said, 15000)), 'C'), '')
FROM texts
ON CONFLICT (tenant_id, ticket_id) DO UPDATE SET number = excluded.number, vector = excluded.vector
"""


def index_tickets(*tickets: Ticket) -> None:
    """Index subject, solution and messages with the stemmer of the tenant's language (domain: Words)."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, [require_tenant_id(), [ticket.pk for ticket in tickets]])
