"""What the full-text search reads of a ticket."""

from django.db import connection

from accounts.tenancy.context import require_tenant_id
from tickets.models import Ticket

# Notes are left out: a customer's search goes through the same index. The lengths are what PostgreSQL can take (1 MB a
# row) of the worst words: 4 bytes a letter, each compound kept with its parts.
_INDEX = """
UPDATE tickets_ticket t SET search =
    setweight(to_tsvector(text_config(n.language), t.number || ' ' || t.subject), 'A')
    || setweight(to_tsvector(text_config(n.language), left(t.solution, 20000)), 'B')
    || setweight(to_tsvector(text_config(n.language), left(coalesce((
        SELECT string_agg(m.text, ' ' ORDER BY m.id) FROM tickets_message m
        WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id AND m.kind <> 'note'), ''), 100000)), 'C')
FROM accounts_tenant n
WHERE n.id = t.tenant_id AND t.tenant_id = %s AND t.id = ANY(%s)
"""


def index_tickets(*tickets: Ticket) -> None:
    """Index subject, solution and public messages with the stemmer of the tenant's language (domain: Words)."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, [require_tenant_id(), [ticket.pk for ticket in tickets]])
