"""What each page of the portal asks of the database, once the minute's calendars are known: 8 questions at most."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.tenancy.context import tenant_context
from tests.budget import Budget
from tests.cast import MONDAY, Cast, make_cast
from tests.conftest import Standing
from tests.factories import make_ticket
from tests.house.stage import Stage
from tickets.models import CustomField
from tickets.services.custom_fields import store_values
from tickets.services.merging import merge
from tickets.services.messages import reply
from tickets.services.watchers import add_watcher

MOST = 8
PAGES = (
    "",
    "new/",
    "new/promise/?severity=high&subject=Offert+på+anpassning",
    "new/similar/?subject=printed+invoices",
    "tickets/",
    "tickets/?q=invoices&status=open&severity=normal&period=30&who=copied",
    "company/",
    "company/?q=invoices",
    "tickets/1001/",
    "tickets/1001/solution/",
    "tickets/1001/urgency/",
    "tickets/1001/copies/",
    "articles/",
    "articles/?q=printing",
    "contract/",
    "sessions/",
    "assistance/",
    "people/",
    "profile/",
)


@pytest.fixture(scope="module")
def a_life(standing: Standing) -> Iterator[Client]:
    """Make it once for all pages, which only read."""
    with standing():
        cast = make_cast("nordsoft")
        with tenant_context(cast.tenant.pk):
            client = live(cast)
        yield client


@pytest.fixture
def lived_in(a_life: Client, db: None) -> Client:
    return a_life


def live(nordsoft: Cast) -> Client:
    """Give a ticket with everything: product and field, a merged one, answers with files, a copied colleague."""
    client = Client()
    client.force_login(nordsoft.member("customer").user)
    field = CustomField.objects.create(product=nordsoft.product, name="Version", kind="text", in_portal=True)
    first = make_ticket(nordsoft, product=nordsoft.product)
    store_values(first, {field.pk: "5"}, for_customer=False)
    for number in range(5):
        who = nordsoft.lars if number % 2 else nordsoft.karin
        make_ticket(nordsoft, contact=who, actor=who.membership, product=nordsoft.product)
    merge(ticket=make_ticket(nordsoft), into=first, actor=nordsoft.agent, now=MONDAY)
    reply(ticket=first, actor=nordsoft.agent, text="Which printer?", now=MONDAY)
    add_watcher(ticket=first, actor=None, now=MONDAY, contact=nordsoft.lars)
    assert Stage(nordsoft).article
    return client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_eight_questions_at_most(lived_in: Client, path: str) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False):
        lived_in.get("/nordsoft/portal/")
        with Budget(MOST):
            assert lived_in.get(f"/nordsoft/portal/{path}").status_code == 200
