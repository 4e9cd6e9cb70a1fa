"""The measurement of the dashboards must not rot: its filler, its pages and its files, once each on a few tickets."""

from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Tenant, User
from accounts.tenancy.context import tenant_context
from bench.desk.filling import LARGEST, fill
from bench.desk.queries import questions
from bench.reports.files import KINDS, WHAT
from bench.reports.pages import MANAGER, MOST_QUERIES, addresses, count_all_but_the_last, make_manager
from bench.reports.surveys import fill_surveys
from reports.raw.facts import FACTS
from reports.rollups.keeping import differences
from surveys.models import Answer
from tests.settings import urls
from tickets.models import Ticket


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_each_page_and_file_of_the_measurement_is_answered() -> None:
    """With few enough queries, and figures that are the rows'."""
    now = timezone.now()
    superuser = urls.for_database(settings.TEST_DATABASE).superuser
    fill(superuser, tickets=200, now=now, tenants=3)
    with closing(psycopg2.connect(superuser)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            fill_surveys(cursor, now)
    make_manager()
    tenant = Tenant.objects.get(slug=LARGEST)
    count_all_but_the_last(tenant, now)
    with tenant_context(tenant.pk):
        assert [differences(facts, now=now) for facts in FACTS.values()] == [[], [], []]
    wanted = list(addresses(tenant, now))
    assert len(wanted) > 20
    client = Client()
    client.force_login(User.objects.get(email=MANAGER))
    for name, address in wanted:
        client.get(f"/{LARGEST}{address}", HTTP_HOST="127.0.0.1")
        assert questions(client, f"/{LARGEST}{address}") <= MOST_QUERIES, name
    for what in WHAT:
        answer = client.get(f"/{LARGEST}/dashboards/export/?what={what}&file={KINDS[0]}", HTTP_HOST="127.0.0.1")
        rows = answer.getvalue().splitlines()[1:]
        with transaction.atomic(), tenant_context(tenant.pk):
            least = {"tickets": Ticket.objects.count(), "answers": Answer.objects.count()}.get(what, 1)
        assert len(rows) >= least > 0
