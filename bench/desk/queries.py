"""How many questions the queue page asks of the database."""

from django.core.cache import cache
from django.test import Client

from accounts.models import Tenant, User
from bench.desk.filling import LARGEST
from bench.desk.pages import MOST_QUERIES
from bench.measuring import Report
from tests.budget import Budget
from tickets.models.versions import queue_version_key


def measure(report: Report) -> None:
    """Count them for a page that was asked for before, as every page but the first of a day is."""
    client = Client()
    client.force_login(User.objects.get(email=f"agent-0@{LARGEST}.example"))
    address = f"/{LARGEST}/desk/"
    client.get(address, HTTP_HOST="127.0.0.1")
    asked = questions(client, address)
    report.figure("queue", "queries", asked, "")
    report.at_most("queue_queries", asked, MOST_QUERIES)
    # After a change the first reader's page is drawn anew.
    version = queue_version_key(Tenant.objects.get(slug=LARGEST).pk)
    cache.add(version, 0, timeout=None)
    cache.incr(version)
    asked = questions(client, address)
    report.figure("queue", "queries after a change", asked, "")
    report.at_most("queue_queries_after_a_change", asked, MOST_QUERIES)


def questions(client: Client, address: str) -> int:
    """Count what a page asks of the database, a UNION of several questions as one. RuntimeError where it fails."""
    with Budget() as budget:
        answer = client.get(address, HTTP_HOST="127.0.0.1")
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
    return len(budget.asked)
