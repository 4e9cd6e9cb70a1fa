"""Lists of the portal as files: what the contact may see, all of it, and nothing else."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import Export
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Booking, SlaClock
from tickets.portal import rows

PORTAL = "/nordsoft/portal/"


def table(client: Client, page: str, **query: str) -> list[list[str]]:
    answer: Any = client.get(f"{PORTAL}{page}/", {"file": "csv", **query})
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))[1:]


def test_tickets_are_those_of_the_list_and_all_its_pages(
    nordsoft: Cast, karin: Client, lars: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PAGE", 1)
    for subject in ("Invoices", "Wages"):
        make_ticket(nordsoft, subject=subject)
    make_ticket(nordsoft, subject="His", contact=nordsoft.lars, actor=nordsoft.lars.membership)
    make_ticket(nordsoft, subject="Another company’s", customer=nordsoft.stranger, contact=None)
    assert [row[1] for row in table(karin, "tickets")] == ["Wages", "Invoices"]
    assert [row[1] for row in table(karin, "company")] == ["His", "Wages", "Invoices"]
    assert [row[1] for row in table(karin, "tickets", q="invoices")] == ["Invoices"]
    assert [row[1] for row in table(lars, "tickets")] == ["His"]


def test_a_ticket_tells_its_next_deadline_in_the_desks_zone(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft)
    due = min(SlaClock.objects.filter(ticket=ticket, metric="start").values_list("due_at", flat=True))
    (row,) = table(karin, "tickets")
    assert row[7] == f"{due.astimezone(ZoneInfo(nordsoft.tenant.zone)):%Y-%m-%d %H:%M:%S}"


def test_what_the_company_alone_sees_is_no_file_for_the_others(nordsoft: Cast, lars: Client) -> None:
    for page in ("company", "people", "statement"):
        assert lars.get(f"{PORTAL}{page}/?file=csv").status_code == 404


def test_people_are_the_companys(nordsoft: Cast, karin: Client) -> None:
    names = {row[0] for row in table(karin, "people")}
    assert names == {nordsoft.karin.name, nordsoft.lars.name}


def test_sessions_are_without_the_desks_notes(nordsoft: Cast, karin: Client, lars: Client) -> None:
    facts = {"covered_minutes": 60, "year": 2026, "booked_by": nordsoft.agent, "booked_at": MONDAY}
    Booking.objects.create(
        contract=nordsoft.contract, service="sparring", starts_at=MONDAY, minutes=60, consultant=nordsoft.consultant,
        contact=nordsoft.karin, notes="Difficult.", **facts,
    )  # fmt: skip
    (row,) = table(karin, "sessions")
    assert nordsoft.consultant.user.name in row
    assert "Difficult." not in row
    assert table(lars, "sessions") == []


def test_who_took_what_is_noted_here_as_well(nordsoft: Cast, karin: Client) -> None:
    make_ticket(nordsoft)
    table(karin, "tickets")
    taken = Export.objects.get()
    assert (taken.member, taken.path, taken.rows) == (nordsoft.karin.membership, "/portal/tickets/", 1)


def test_what_one_took_is_in_ones_own_data(nordsoft: Cast, karin: Client, lars: Client) -> None:
    for client in (karin, lars):
        table(client, "tickets", status="open")
    answer: Any = karin.post(f"{PORTAL}profile/data/")
    (taken,) = json.loads(ZipFile(BytesIO(answer.getvalue())).read("exports.json"))
    assert (taken["page"], taken["asked"]) == ("/portal/tickets/", "file=csv&status=open")
