"""Ticket numbers: without gaps or doubles, one series for each tenant, from 1001 on."""

from django.db import connection

from accounts.tenancy.context import require_tenant_id


def take_numbers(count: int) -> int:
    """Take so many of the tenant's numbers in a row and give the first.

    The tenant's counter stays locked until the transaction ends: take numbers last, or its filings queue.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tickets_ticketcounter AS counter (tenant_id, last_number) VALUES (%s, 1000 + %s) "
            "ON CONFLICT (tenant_id) DO UPDATE SET last_number = counter.last_number + %s RETURNING last_number",
            [require_tenant_id(), count, count],
        )
        return int(cursor.fetchone()[0]) - count + 1
