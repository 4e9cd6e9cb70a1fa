"""The measurement of the desk must not rot: its filler, its requests and its generators, once each on a few tickets."""

import asyncio
import time
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from bench.desk import agents, pages
from bench.desk.filling import LARGEST, fill
from bench.desk.polls import unchanged
from tests.settings import urls
from tickets.models import Message, SearchEntry, SlaClock, Ticket, TicketEvent

TICKETS = 200


@pytest.fixture
def filled(transactional_db: None) -> Tenant:
    """Give the largest of three tenants, filled."""
    superuser = urls.for_database(settings.TEST_DATABASE).superuser
    with closing(psycopg2.connect(superuser)) as server:
        before = _indexes(server)
        fill(superuser, tickets=TICKETS, now=timezone.now(), tenants=3)
        assert _indexes(server) == before
    return Tenant.objects.get(slug=LARGEST)


def _indexes(server: psycopg2.extensions.connection) -> set[str]:
    with server, server.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_each_request_of_the_measurement_is_answered(filled: Tenant, live_server: object) -> None:
    """The pages, an unchanged poll, and a person who polls and writes."""
    with transaction.atomic(), tenant_context(filled.pk):
        mine = Ticket.objects.count()
        assert mine == TICKETS // 5 + 1  # and the one that they are copied from
        assert SearchEntry.objects.count() == mine
        assert SlaClock.objects.count() >= mine
        assert set(Ticket.objects.values_list("status", flat=True)) >= {"closed", "in_progress"}
        assert not Ticket.objects.exclude(events__kind=TicketEvent.Kind.FILED).exists()
        longest = Ticket.objects.get(pk=Message.objects.order_by("-at").values("ticket")[:1])
    port = int(str(live_server).rpartition(":")[2])

    wanted = pages.pages(port, longest.number)
    for page in wanted:
        pages.ask(page)
    agent = wanted[0].browser
    assert b"If-None-Match" in unchanged(agent)

    told: list[tuple[str, int, float, bool]] = []
    person = agents.Person(port, f"/{LARGEST}", agent.headers, time.monotonic() + 0.1, told)

    async def day() -> None:
        await person.poll(0)
        person.until = time.monotonic() + 0.1
        await person.write(0, [longest.number])

    asyncio.run(day())
    assert [(kind, fine) for kind, _status, _took, fine in told] == [
        ("poll", True), ("poll", True), ("ticket", True), ("write", True), ("ticket", True),
    ]  # fmt: skip
    with transaction.atomic(), tenant_context(filled.pk):
        assert Message.objects.filter(ticket=longest, text__startswith="Number 0").exists()
