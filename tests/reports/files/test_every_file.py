"""Every file that a page offers: it opens, runs nothing, is named in the reader's words, and is noted."""

import csv
import re
from dataclasses import dataclass, field
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import reverse

from accounts.models import Export, Membership
from accounts.tables import taken
from contracts.models import Contact
from tests.accounts.sheets import sheet_of
from tests.cast import Cast
from tests.house.access import PAGES
from tests.house.stage import Stage
from tests.reports.files.hostile import HOSTILE, make_hostile

RUNS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
LINKS = re.compile(r'href="([^"]*(?:\.csv|file=csv)[^"]*)"')
INCLUDES = re.compile(r'include "components/(?:page_)?downloads\.html"')
EXPORTS = ("tickets", "clocks", "events", "time", "quotas", "surveys", "answers", "questions")
# Pages that have files, with what they are asked.
DESK = [
    "desk:customers", "desk:contracts", "desk:bookings", "desk:payslips?month=2026-05", "desk:articles",
    "desk:plan_changes?show=all", "desk:payslips_history", "desk:campaign",
    "surveys:follow_ups", "surveys:not_sent", "surveys:not_sent?month=2026-05", "surveys:comments",
    "dashboards:sla", "dashboards:sla_clocks", "dashboards:sla_flow", "dashboards:sla_tickets", "dashboards:nps",
    "dashboards:nps_surveys", "dashboards:today", "dashboards:what_if?months=3&high-start=60",
    "accounts:exports", "accounts:admin_users", "accounts:admin_tokens", "accounts:outgoing", "accounts:webhooks",
    "accounts:webhook", "inbox:mails", "inbox:unwanted", "inbox:mailboxes", "desk:registrations", "desk:alerts",
    "desk:payroll", "desk:on_call", "desk:time", "desk:customer", "desk:campaigns", "desk:plans", "desk:notices:list",
    "desk:notices:newsletters", "desk:teams", "desk:tags", "desk:macros", "desk:policies", "desk:calendar_year",
    "desk:products", "desk:partners", "desk:prices", "desk:billing", "desk:billing_statement", "desk:rates",
]  # fmt: skip
PORTAL = [
    "portal:tickets", "portal:company?status=open", "portal:bookings", "portal:people",
    "portal:statement?month=2026-05", "accounts:tokens",
]  # fmt: skip


@dataclass
class Walk:
    """Somebody who reads English, and every CSV file that the pages offer them."""

    client: Client
    offered: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)

    def through(self, pages: list[str]) -> None:
        """Look at the pages."""
        for page in pages:
            answer: Any = self.client.get(page)
            assert answer.status_code == 200, page
            self.templates |= {template.name for template in answer.templates}
            links = LINKS.findall(answer.content.decode())
            assert links, f"{page} offers no file"
            for link in map(unescape, links):
                self.offered.append(f"{page.partition('?')[0]}{link}" if link.startswith("?") else link)
        self.offered = list(dict.fromkeys(self.offered))

    def files(self, kind: str) -> list[tuple[str, bytes]]:
        """Take every file: its address and what it holds."""
        found = []
        for url in self.offered:
            answer: Any = self.client.get(url.replace(".csv", f".{kind}").replace("file=csv", f"file={kind}"))
            assert answer.status_code == 200, url
            assert "attachment" in answer["Content-Disposition"], url
            found.append((url, answer.getvalue()))
        return found


@pytest.fixture
def walks(nordsoft: Cast, frozen: object, monkeypatch: pytest.MonkeyPatch) -> list[Walk]:
    """Let an admin look through the desk, and a contact who sees the whole company through the portal."""
    monkeypatch.setattr(taken, "MOST_A_MINUTE", 1000)
    stage = make_hostile(nordsoft)
    Contact.objects.filter(pk=nordsoft.karin.pk).update(is_company_wide=True)
    assert nordsoft.karin.membership
    desk, portal = _walk(nordsoft.admin, DESK, stage), _walk(nordsoft.karin.membership, PORTAL, stage)
    desk.offered += [f"/nordsoft/dashboards/export/?file=csv&what={what}" for what in EXPORTS]
    return [desk, portal]


def _walk(member: Membership, pages: list[str], stage: Stage) -> Walk:
    member.user.language = "en"
    member.user.save()
    walk = Walk(Client())
    walk.client.force_login(member.user)
    with override_script_prefix("/nordsoft/"):
        addresses = [_address(page, stage) for page in pages]
    walk.through(addresses)
    return walk


def _address(page: str, stage: Stage) -> str:
    name, mark, question = page.partition("?")
    return reverse(name, urlconf="supportdesk.urls", kwargs=PAGES[name].arguments(stage)) + mark + question


def _offering() -> set[str]:
    """Name the templates that offer files."""
    folder = settings.BASE_DIR / "templates"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if INCLUDES.search(path.read_text())}


def test_no_file_runs_anything_and_each_is_noted(walks: list[Walk]) -> None:
    assert _offering() - set().union(*(walk.templates for walk in walks)) == set(), "a template that was not drawn"
    offered = [url for walk in walks for url in walk.offered]
    assert len(offered) > 60
    hostile = sum(_reads_well(*file) for walk in walks for file in walk.files("csv"))
    assert sum(_holds_text(*file) for walk in walks for file in walk.files("xlsx")) == hostile > 40
    assert Export.objects.exclude(path="/").count() == 2 * len(offered)


def _reads_well(url: str, content: bytes) -> bool:
    """Hold a CSV file against its rules; say whether anything hostile is in it."""
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(RUNS) and not NUMBER.fullmatch(cell)] == [], url
    assert {len(row) for row in rows} == {len(rows[0])}, url
    return any(HOSTILE in cell for cell in cells)


def _holds_text(url: str, content: bytes) -> bool:
    """Look for formulas in a workbook; say whether anything hostile is in it."""
    sheet = sheet_of(content)
    assert "<f>" not in sheet, url
    return HOSTILE in sheet


def test_no_file_is_for_others_than_its_page(nordsoft: Cast, frozen: object) -> None:
    karin = nordsoft.karin.membership
    assert karin
    stage = Stage(nordsoft)
    with override_script_prefix("/nordsoft/"):
        told = [(page, nordsoft.agent) for page in PORTAL if page.startswith("portal:")]
        asked = [(_address(page, stage), member) for page, member in told + [(page, karin) for page in DESK]]
    client = Client()
    for member in (nordsoft.agent, karin):
        client.force_login(member.user)
        for address in [address for address, who in asked if who == member]:
            mark = "&" if "?" in address else "?"
            assert client.get(f"{address}{mark}file=csv").status_code == 404, address
