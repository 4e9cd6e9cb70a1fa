"""Every file that a page offers: it opens, runs nothing, is named in the reader's words, and is noted."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.test import Client

from accounts.models import Export
from accounts.tables import taken
from contracts.models import Contact, Contract, Customer, PayslipCount, Plan, Product
from surveys.models import Answer, FollowUp, Invitation
from tests.accounts.sheets import sheet_of
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.conftest import NOW
from tickets.models import Article, Deflection, SlaClock, Team, Ticket, TicketEvent

HOSTILE = "=HYPERLINK(1)"
RUNS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
EXPORTS = ("tickets", "clocks", "events", "time", "quotas", "surveys", "answers", "questions")
PAGES = [
    "desk/", "desk/customers/", "desk/contracts/", "desk/bookings/", "desk/payslips/?month=2026-05", "desk/articles/",
    "desk/plan-changes/?show=all",
    "survey/follow-ups/", "survey/not-sent/", "survey/not-sent/?month=2026-05", "survey/comments/",
    "dashboards/sla/", "dashboards/sla/clocks/", "dashboards/nps/", "dashboards/nps/surveys/", "dashboards/today/",
    "dashboards/what-if/?months=3&high-start=60", "account/exports/",
]  # fmt: skip


@pytest.fixture
def walker(client: Client, nordsoft: Cast, frozen: object, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An admin who reads English, at a desk where everything that can be named is named like a formula."""
    monkeypatch.setattr(taken, "MOST_A_MINUTE", 1000)
    plan = Plan.objects.first()
    for model in (Customer, Product, Team, Contact):
        model.objects.update(name=HOSTILE)
    assert plan
    Plan.objects.filter(pk=plan.pk).update(name=HOSTILE)
    Contract.objects.update(plan=plan, plan_version=plan.versions.first())
    ticket = make_ticket(nordsoft, now=NOW - timedelta(days=8), severity="high", subject=HOSTILE)
    Ticket.objects.update(product=nordsoft.product, team=nordsoft.team)
    SlaClock.objects.update(due_at=NOW - timedelta(days=1))
    TicketEvent.objects.create(ticket=ticket, kind="reopened", at=NOW)
    article = Article.objects.create(title=HOSTILE, text="-", language="en", updated_at=NOW)
    Deflection.objects.create(contact=nordsoft.karin, subject=HOSTILE, article=article, at=NOW)
    PayslipCount.objects.create(customer=nordsoft.customer, month="2026-05-01", count=7, source="page", entered_at=NOW)
    for number in (1, 2):
        at = NOW - timedelta(days=number)
        asked = Invitation.objects.create(
            ticket=ticket, contact=nordsoft.karin, resolved_at=at, send_at=at, sent_at=at if number == 1 else None,
            state="sent" if number == 1 else "not_sent", reason="" if number == 1 else "recent",
        )  # fmt: skip
        if number == 1:
            answer = Answer.objects.create(
                invitation=asked, score=2, reason=HOSTILE, improvement=f"{HOSTILE} {HOSTILE}", answered_at=at
            )
            FollowUp.objects.create(answer=answer, due_at=NOW)
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    client.force_login(nordsoft.admin.user)
    return client


def offered(client: Client) -> Iterator[str]:
    """Give the address of every CSV file that the pages link to, and those that the page Export gives."""
    found: dict[str, None] = {}
    for page in PAGES:
        answer = client.get(f"/nordsoft/{page}")
        assert answer.status_code == 200, page
        for link in re.findall(r'href="([^"]*(?:\.csv|file=csv)[^"]*)"', answer.content.decode()):
            url = unescape(link)
            found[f"/nordsoft/{page.partition('?')[0]}{url}" if url.startswith("?") else url] = None
    yield from found
    yield from (f"/nordsoft/dashboards/export/?file=csv&what={what}" for what in EXPORTS)


def test_no_file_runs_anything_and_each_is_noted(walker: Client) -> None:
    urls = list(offered(walker))
    assert len(urls) > 20
    hostile = []
    for url in urls:
        answer = walker.get(url)
        assert answer.status_code == 200, url
        assert "attachment" in answer["Content-Disposition"], url
        rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))
        cells = [cell for row in rows for cell in row]
        wrong = [cell for cell in cells if cell.startswith(RUNS) and not NUMBER.fullmatch(cell)]
        assert wrong == [], url
        hostile += [url] if any(HOSTILE in cell for cell in cells) else []
        assert {len(row) for row in rows} == {len(rows[0])}, url
    assert len(hostile) > 12
    assert Export.objects.count() == len(urls)


def test_every_workbook_holds_text_and_no_formula(walker: Client) -> None:
    hostile = 0
    for url in offered(walker):
        answer = walker.get(url.replace(".csv", ".xlsx").replace("file=csv", "file=xlsx"))
        assert answer.status_code == 200, url
        sheet = sheet_of(answer.getvalue())
        assert "<f>" not in sheet, url
        hostile += HOSTILE in sheet
    assert hostile > 12
