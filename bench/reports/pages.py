"""The dashboards' pages over HTTP, for a manager of the largest tenant: 24 months, two of which have just changed."""

import statistics
from contextlib import closing
from datetime import datetime
from time import perf_counter
from typing import NamedTuple
from zoneinfo import ZoneInfo

import psycopg2
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client
from django.urls import reverse, set_script_prefix

from accounts.models import Membership, Role, Tenant, User
from accounts.months import add_months, month_of
from accounts.tenancy.context import tenant_context
from bench.desk.browser import Browser
from bench.desk.filling import LARGEST, PASSWORD
from bench.desk.pages import Page, ask, timed
from bench.desk.queries import questions
from bench.desk.serving import Server
from bench.measuring import Report
from contracts.models import Customer
from reports.models import ChangedMonth
from reports.raw.facts import FACTS
from reports.rollups.keeping import roll_up
from reports.summaries.spans import Kind, span_at
from tickets.models import Team

MONTHS, CHANGED = 24, 2
ROUNDS, WARM, RESTLESS = 40, 3, 20
MOST_MS, MOST_QUERIES = 150, 12
MANAGER = f"manager@{LARGEST}.example"
SPAN = "since={since}&until={until}"


class Asked(NamedTuple):
    """A page: what it is called here, the name of its address, and the question; {words} are those of `words_of`."""

    name: str
    address: str
    question: str = SPAN


PAGES = [
    *(Asked(f"deadlines by {by}", "dashboards:sla", f"{SPAN}&by={by}")
      for by in ("customer", "plan", "product", "team", "channel", "severity")),
    Asked("deadlines by customer, slowest", "dashboards:sla", f"{SPAN}&by=customer&sort=p90"),
    Asked("deadlines, one team by plan", "dashboards:sla", f"{SPAN}&by=plan&team={{team}}"),
    Asked("deadlines, one team by customer", "dashboards:sla", f"{SPAN}&by=customer&team={{team}}"),
    Asked("deadlines, one customer", "dashboards:sla", f"{SPAN}&customer={{customer}}"),
    Asked("clocks behind a figure", "dashboards:sla_clocks", f"{SPAN}&which=all"),
    Asked("clocks breached", "dashboards:sla_clocks", f"{SPAN}&which=breached"),
    Asked("clocks, the longest", "dashboards:sla_clocks", f"{SPAN}&which=stopped&clock=resolution"),
    Asked("in and out", "dashboards:sla_flow"),
    Asked("in and out, one team", "dashboards:sla_flow", f"{SPAN}&team={{team}}"),
    Asked("in and out, one customer", "dashboards:sla_flow", f"{SPAN}&customer={{customer}}"),
    Asked("in and out by week", "dashboards:sla_flow", "since={half}&until={until}&step=week&by=team"),
    Asked("tickets behind a figure", "dashboards:sla_tickets"),
    *(Asked(f"satisfaction by {by}", "dashboards:nps", f"{SPAN}&by={by}")
      for by in ("team", "customer", "plan", "product", "severity", "promise")),
    Asked("satisfaction, one team by plan", "dashboards:nps", f"{SPAN}&team={{team}}&by=plan"),
    Asked("satisfaction, one customer", "dashboards:nps", f"{SPAN}&customer={{customer}}"),
    Asked("surveys behind a figure", "dashboards:nps_surveys", f"{SPAN}&which=solved"),
    Asked("answers behind a figure", "dashboards:nps_surveys", f"{SPAN}&which=detractors"),
    Asked("comments, 12 months", "surveys:comments", ""),
    Asked("comments, all months", "surveys:comments", "month=all"),
    Asked("calls to detractors", "surveys:follow_ups", ""),
    Asked("not sent because", "surveys:not_sent", ""),
    Asked("summary of a month", "dashboards:summary", ""),
    Asked("summary of a week", "dashboards:summary", "period={week}"),
    Asked("today", "dashboards:today", ""),
    Asked("export, the page", "dashboards:export", ""),
]  # fmt: skip


def make_manager() -> None:
    """Let the largest tenant have a manager: the filling has agents alone."""
    tenant = Tenant.objects.get(slug=LARGEST)
    with transaction.atomic(), tenant_context(tenant.pk):
        user, _made = User.objects.get_or_create(
            email=MANAGER, defaults={"name": "Henrik Lund", "password": make_password(PASSWORD)}
        )
        Membership.objects.get_or_create(user=user, defaults={"role": Role.MANAGER})


def words_of(tenant: Tenant, now: datetime) -> dict[str, str]:
    """Give the months, the customer with a tenth of all tickets, and a team."""
    last = month_of(now, ZoneInfo(tenant.zone))
    with transaction.atomic(), tenant_context(tenant.pk):
        return {
            "since": f"{add_months(last, 1 - MONTHS):%Y-%m}",
            "half": f"{add_months(last, -5):%Y-%m}",
            "until": f"{last:%Y-%m}",
            "week": span_at(Kind.WEEK, now, ZoneInfo(tenant.zone)).step(-1).key,
            "customer": str(Customer.objects.order_by("pk").values_list("pk", flat=True)[1]),
            "team": str(Team.objects.values_list("pk", flat=True)[0]),
        }


def addresses(tenant: Tenant, now: datetime) -> list[tuple[str, str]]:
    """Give each page's name, and its address below the tenant's."""
    words = words_of(tenant, now)
    set_script_prefix("/")  # a page asked for in this process has left its tenant's
    return [(page.name, f"{reverse(page.address)}?{page.question.format(**words)}".rstrip("?")) for page in PAGES]


def count_all_but_the_last(tenant: Tenant, now: datetime) -> None:
    """Let every month be counted, and the last ones such as have changed since, as on any day."""
    last = month_of(now, ZoneInfo(tenant.zone))
    with tenant_context(tenant.pk):
        roll_up(now=now)
    with transaction.atomic(), tenant_context(tenant.pk):
        ChangedMonth.objects.bulk_create(
            ChangedMonth(area=facts.name, month=add_months(last, -back))
            for facts in FACTS.values()
            for back in range(CHANGED)
        )


def _clear(superuser: str) -> None:
    """Clear the cells that were counted anew from the tables, as autovacuum does within minutes."""
    with closing(psycopg2.connect(superuser)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE reports_rollup, reports_changedmonth, reports_countedmonth")


def measure(report: Report, server: Server, superuser: str, now: datetime, *, begins: str = "") -> None:
    """Hold each page whose name begins so against the bars."""
    tenant = Tenant.objects.get(slug=LARGEST)
    count_all_but_the_last(tenant, now)
    _clear(superuser)
    found = [(name, address) for name, address in addresses(tenant, now) if name.startswith(begins)]
    client = Client()
    client.force_login(User.objects.get(email=MANAGER))
    asked = {}
    for name, address in found:
        client.get(f"/{LARGEST}{address}", HTTP_HOST="127.0.0.1")
        asked[name] = questions(client, f"/{LARGEST}{address}")
    browser = Browser(server.port, LARGEST)
    browser.sign_in(MANAGER, PASSWORD)
    pages = [Page(name, browser, address, lambda body: "<main" in body) for name, address in found]
    times = timed(report, server, pages, rounds=ROUNDS, warm=WARM)
    for name, (_middle, late) in times.items():
        word = name.replace(", ", "_").replace(" ", "_")
        report.at_most(f"page_{word}_p95_ms", late, MOST_MS)
        report.figure(name, "queries", asked[name], "")
        report.at_most(f"page_{word}_queries", asked[name], MOST_QUERIES)
    _after_changes(report, pages, tenant, now)


def _after_changes(report: Report, pages: list[Page], tenant: Tenant, now: datetime) -> None:
    """Take the times of readers who come right after a change of the present month, so that nothing of it is remembered
    that was counted since it began to change.
    """
    month = month_of(now, ZoneInfo(tenant.zone))
    for page in pages:
        taken = []
        for _ in range(RESTLESS):
            with transaction.atomic(), tenant_context(tenant.pk):
                ChangedMonth.objects.bulk_create(ChangedMonth(area=facts.name, month=month) for facts in FACTS.values())
            start = perf_counter()
            ask(page)
            taken.append((perf_counter() - start) * 1000)
        report.figure(page.name, "p50 right after a change", statistics.median(taken), "ms")
        report.figure(page.name, "p95 right after a change", statistics.quantiles(taken, n=20)[-1], "ms")
