"""How many questions the queue page asks of the database."""

from django.test import Client

from accounts.models import User
from bench.desk.filling import LARGEST
from bench.desk.pages import MOST_QUERIES
from bench.measuring import Report
from tests.budget import Budget


def measure(report: Report) -> None:
    """Count them for a page that was asked for before, as every page but the first of a day is."""
    client = Client()
    client.force_login(User.objects.get(email=f"agent-0@{LARGEST}.example"))
    address = f"/{LARGEST}/desk/"
    client.get(address, HTTP_HOST="127.0.0.1")
    with Budget() as budget:
        answer = client.get(address, HTTP_HOST="127.0.0.1")
    if answer.status_code != 200:
        raise RuntimeError(f"the queue answers {answer.status_code}")
    report.figure("queue", "queries", len(budget.asked), "")
    report.at_most("queue_queries", len(budget.asked), MOST_QUERIES)
