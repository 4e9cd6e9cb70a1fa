"""Two tenants with a history, and all that a manager can export of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from accounts.tenancy.context import tenant_context
from contracts.models import Customer
from tests.cast import make_cast
from tests.conftest import Standing
from tests.reports.conftest import NOW
from tests.reports.files.filled import fill
from tests.reports.files.reading import Page, Row, get_csv, get_page

# The pages whose figures are counted again, and the page that gives the rows.
EXPORT, SLA, FLOW, NPS, SUMMARY = "export/", "sla/", "sla/flow/", "nps/", "summary/"
FILES = ("tickets", "clocks", "events", "surveys", "questions", "time")
LISTS = ("desk/bookings/?file=csv", "survey/follow-ups/?show=all&file=csv")
SIZES = {"nordsoft": 70, "lonhuset": 45}


@dataclass
class Exported:
    """One tenant's files, and its pages."""

    client: Client
    slug: str
    zone: ZoneInfo
    customers: dict[str, int]  # the keys in their pages' addresses
    tickets: list[Row]
    clocks: list[Row]
    events: list[Row]
    surveys: list[Row]
    questions: list[Row]
    time: list[Row]
    sessions: list[Row]
    calls: list[Row]
    opened: dict[str, Page] = field(default_factory=dict)

    def url(self, path: str, query: str = "") -> str:
        return f"/{self.slug}/dashboards/{path}?{query}"

    def page(self, path: str, query: str) -> Page:
        url = self.url(path, query)
        if url not in self.opened:
            self.opened[url] = get_page(self.client, url)
        return self.opened[url]

    def file(self, path: str, query: str) -> list[Row]:
        return get_csv(self.client, self.url(path, query))


@pytest.fixture(scope="package", params=["nordsoft", "lonhuset"])
def exported(request: pytest.FixtureRequest, standing: Standing) -> Iterator[Exported]:
    """Fill a tenant, and download what it has as its manager, in English. It stands for all tests of the folder, which
    only read and are one group, so that one worker fills it once; nothing is left of it.
    """
    with standing(), time_machine.travel(NOW, tick=False):
        client, cast = Client(), make_cast(request.param)
        with tenant_context(cast.tenant.pk):
            fill(cast, Random(request.param), tickets=SIZES[request.param])  # noqa: S311 - the same history each time
            cast.manager.user.language = "en"
            cast.manager.user.save()
        if request.param == "lonhuset":  # its pages read what is kept by month, the other's count the rows
            call_command("rebuild_rollups", tenant=request.param, stdout=StringIO())
        client.force_login(cast.manager.user)
        files = [get_csv(client, f"/{request.param}/dashboards/{EXPORT}?file=csv&what={what}") for what in FILES]
        files += [get_csv(client, f"/{request.param}/{path}") for path in LISTS]
        with tenant_context(cast.tenant.pk):
            customers = dict(Customer.objects.values_list("name", "pk"))
        yield Exported(client, request.param, ZoneInfo(cast.tenant.zone), customers, *files)
