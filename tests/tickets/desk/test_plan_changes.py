"""Changes of plan and campaigns, as managers see them."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from contracts.models import Campaign, CampaignLetter, Contact, Contract, Customer, PlanChange
from contracts.selectors.plans import newest_version
from contracts.services.plan_changes import request_change
from tests.budget import Budget
from tests.cast import Cast
from tests.tickets.portal.conftest import signed_in

NOW = datetime(2026, 12, 18, 8, tzinfo=UTC)
ASKED = datetime(2026, 12, 10, 8, tzinfo=UTC)


@pytest.fixture
def henrik(nordsoft: Cast) -> Iterator[Client]:
    """Give the manager's client, in English, on 18 December 2026."""
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    with time_machine.travel(NOW, tick=False):
        yield signed_in(nordsoft.manager)


@pytest.fixture
def change(nordsoft: Cast) -> PlanChange:
    assert nordsoft.karin.membership
    version = newest_version(nordsoft.plans["premium"])
    actor = nordsoft.karin.membership
    return request_change(contract=nordsoft.contract, to_version=version, actor=actor, now=ASKED)


def at(change: PlanChange, way: str = "") -> str:
    return f"/nordsoft/desk/plan-changes/{change.pk}/{way}"


def test_what_is_under_way_is_listed(nordsoft: Cast, henrik: Client, change: PlanChange) -> None:
    with Budget(6):
        page = henrik.get("/nordsoft/desk/plan-changes/")
    assert [(line.customer, line.status) for line in page.context["lines"]] == [
        ("Bergs Bygg AB", "Waiting for signature")
    ]
    PlanChange.objects.update(status="refused")
    assert henrik.get("/nordsoft/desk/plan-changes/").context["lines"] == []
    assert len(henrik.get("/nordsoft/desk/plan-changes/?show=all").context["lines"]) == 1
    assert file_of(henrik, "/nordsoft/desk/plan-changes/?file=csv")[1:] == []
    (line,) = file_of(henrik, "/nordsoft/desk/plan-changes/?show=all&file=csv")[1:]
    assert line[:5] == ["Bergs Bygg AB", "Professional", "Premium", "Refused", "2026-12-10 09:00:00"]


def file_of(client: Client, url: str) -> list[list[str]]:
    return list(csv.reader(StringIO(client.get(url).getvalue().decode("utf-8-sig"))))


def test_the_list_costs_the_same_however_long_it_is(nordsoft: Cast, henrik: Client, change: PlanChange) -> None:
    for number in range(55):
        customer = Customer.objects.create(name=f"Company {number:02}")
        contract = Contract.objects.create(
            customer=customer, plan_version=nordsoft.contract.plan_version, starts_on=nordsoft.contract.starts_on
        )
        request_change(contract=contract, to_version=change.to_version, actor=nordsoft.manager, now=NOW)
    with Budget(6):
        first = henrik.get("/nordsoft/desk/plan-changes/")
    assert (len(first.context["lines"]), first.context["more"]) == (50, 1)
    assert len(henrik.get("/nordsoft/desk/plan-changes/?page=1").context["lines"]) == 6
    assert len(henrik.get("/nordsoft/desk/plan-changes/?page=x").context["lines"]) == 50


@pytest.mark.parametrize(("day", "starts"), [("2026-12-15", "1 Jan 2027"), ("2026-12-16", "1 Feb 2027")])
def test_the_receipt_is_recorded_with_its_day_and_file(
    henrik: Client, change: PlanChange, day: str, starts: str
) -> None:
    file = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")
    done = henrik.post(at(change, "receipt/"), {"received_on": day, "file": file}, follow=True)
    assert f"Premium from {starts}" in done.content.decode()
    assert b"".join(henrik.get(at(change, "signed/"))) == b"%PDF-1.7 signed"  # type: ignore[arg-type]


def test_the_day_that_is_offered_is_the_tenants(henrik: Client, change: PlanChange) -> None:
    with time_machine.travel(datetime(2026, 12, 18, 23, 30, tzinfo=UTC), tick=False):  # half past midnight in Sweden
        assert henrik.get(at(change)).context["receipt"].initial["received_on"] == date(2026, 12, 19)


@pytest.mark.parametrize("day", ["2026-12-19", "2026-12-09", "", "soon"])
def test_a_wrong_day_is_refused_at_its_field(henrik: Client, change: PlanChange, day: str) -> None:
    answer = henrik.post(at(change, "receipt/"), {"received_on": day})
    assert answer.status_code == 422
    assert "received_on" in answer.context["receipt"].errors
    assert PlanChange.objects.get().status == PlanChange.Status.SENT


def test_without_file_there_is_none_to_fetch(henrik: Client, change: PlanChange) -> None:
    assert henrik.get(at(change, "signed/")).status_code == 404
    with Budget(7):
        assert "Record the receipt" in henrik.get(at(change)).content.decode()


def test_refused_with_a_reason_and_withdrawn(nordsoft: Cast, henrik: Client, change: PlanChange) -> None:
    assert henrik.post(at(change, "refusal/"), {"reason": " "}).status_code == 422
    done = henrik.post(at(change, "refusal/"), {"reason": "Unpaid invoices."}, follow=True)
    assert "Unpaid invoices." in done.content.decode()
    late = henrik.post(at(change, "withdrawal/"), follow=True)
    assert "It is “Refused” already." in late.content.decode()


def test_a_manager_asks_in_the_customers_name(nordsoft: Cast, henrik: Client) -> None:
    address = f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/plan-change/"
    assert address in henrik.get(f"/nordsoft/desk/contracts/{nordsoft.contract.pk}/").content.decode()
    wrong = henrik.post(address, {"to": nordsoft.contract.plan_version_id})
    assert wrong.status_code == 422
    version = newest_version(nordsoft.plans["premium"])
    done = henrik.post(address, {"to": version.pk}, follow=True)
    assert "The addendum is sent." in done.content.decode()
    again = henrik.post(address, {"to": version.pk})
    assert "A change of plan is under way already." in again.content.decode()


def test_the_addendum_is_the_customers_own(henrik: Client, change: PlanChange) -> None:
    shown = henrik.get(at(change, "addendum/")).content.decode()
    said = "\n".join(p.extract_text() for p in PdfReader(BytesIO(henrik.get(at(change, "addendum.pdf")).content)).pages)
    for text in (shown, said):
        assert "Bergs Bygg AB changes from Professional to Premium." in text


def test_a_campaign_from_the_question_to_the_answers(nordsoft: Cast, henrik: Client) -> None:
    versions = {name: newest_version(plan).pk for name, plan in nordsoft.plans.items()}
    asked = {
        "name": "New plans",
        "text": "We have made our plans simpler.",
        "plans": [nordsoft.plans["professional"].pk],
        "offered": [versions["standard"], versions["premium"]],
        "default": versions["premium"],
        "deadline": "2027-01-15",
        "remind_days": 7,
    }
    wrong = henrik.post("/nordsoft/desk/campaigns/new/", asked | {"default": versions["basic"]})
    assert "must be among those offered" in wrong.content.decode()
    Contact.objects.filter(pk=nordsoft.karin.pk).update(email="")
    page = henrik.post("/nordsoft/desk/campaigns/new/", asked, follow=True)
    campaign = Campaign.objects.get()
    assert "nobody there gets the letter" in page.content.decode()
    Contact.objects.filter(pk=nordsoft.karin.pk).update(email="karin@nordsoft.example")
    assert "Send 1 letter" in page.content.decode()
    letter = CampaignLetter.objects.get()
    address = f"/nordsoft/desk/campaign-letters/{letter.pk}/"
    named = henrik.post(address, {"version": versions["standard"]}, follow=True)
    assert "Bergs Bygg AB gets Standard without an answer." in named.content.decode()
    sent = henrik.post(f"/nordsoft/desk/campaigns/{campaign.pk}/sending/", follow=True)
    assert "1 has not answered" in sent.content.decode()
    told = henrik.post(address, {"version": versions["premium"]}, follow=True)
    assert "Bergs Bygg AB has chosen Premium." in told.content.decode()
    with Budget(8):
        page = henrik.get(f"/nordsoft/desk/campaigns/{campaign.pk}/")
    (line,) = page.context["lines"]
    assert (line.answer, line.starts) == ("Premium", "1 Feb 2027")
    assert page.context["tally"] == ["Premium: 1", "0 have not answered"]
    paper = PdfReader(BytesIO(henrik.get(f"{address}letter.pdf").content)).pages[0].extract_text()
    assert "If you choose nothing, Standard applies." in " ".join(paper.split())
    assert "New plans" in henrik.get("/nordsoft/desk/campaigns/").content.decode()
    rows = file_of(henrik, f"/nordsoft/desk/campaigns/{campaign.pk}/?file=csv")
    assert rows[1:] == [["Bergs Bygg AB", "Professional", "Standard", "Premium", "1 Feb 2027"]]


def test_a_customer_is_left_out_before_the_letters_are_sent_and_not_afterwards(nordsoft: Cast, henrik: Client) -> None:
    version = newest_version(nordsoft.plans["premium"])
    asked = {
        "name": "New plans",
        "text": "Choose.",
        "plans": [nordsoft.plans["professional"].pk],
        "offered": [version.pk],
        "default": version.pk,
        "deadline": "2027-01-15",
    }
    henrik.post("/nordsoft/desk/campaigns/new/", asked)
    letter = CampaignLetter.objects.get()
    done = henrik.post(f"/nordsoft/desk/campaign-letters/{letter.pk}/", {"leave_out": "1"}, follow=True)
    assert "Nobody is left to ask" in done.content.decode()
    henrik.post("/nordsoft/desk/campaigns/new/", asked)
    letter = CampaignLetter.objects.get()
    henrik.post(f"/nordsoft/desk/campaigns/{letter.campaign_id}/sending/")
    late = henrik.post(f"/nordsoft/desk/campaign-letters/{letter.pk}/", {"leave_out": "1"}, follow=True)
    assert "already" in late.content.decode()
    assert CampaignLetter.objects.filter(pk=letter.pk).exists()
