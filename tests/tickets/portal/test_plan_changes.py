"""Change plan, as the customer sees it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from contracts.models import Contact, Contract, Customer, PlanChange, PriceList
from contracts.selectors.plans import newest_version
from contracts.services.plan_changes import put_in_effect, record_receipt, refuse, request_change
from tests.budget import Budget
from tests.cast import Cast
from tests.prices import count_payslips, make_prices

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(nordsoft: Cast) -> Iterator[None]:
    member = nordsoft.karin.membership
    assert member
    member.user.language = "en"
    member.user.save()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(nordsoft: Cast) -> str:
    return f"/nordsoft/portal/contract/{nordsoft.contract.pk}/plan/"


def asked(cast: Cast, plan: str = "premium") -> PlanChange:
    assert cast.karin.membership
    version = newest_version(cast.plans[plan])
    return request_change(contract=cast.contract, to_version=version, actor=cast.karin.membership, now=NOW)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")


def test_the_contract_page_leads_to_it_for_company_wide_contacts_alone(
    nordsoft: Cast, karin: Client, lars: Client, page: str
) -> None:
    assert page in karin.get("/nordsoft/portal/contract/").content.decode()
    assert page not in lars.get("/nordsoft/portal/contract/").content.decode()


def test_every_other_plan_says_what_is_lost_and_gained_and_from_when(karin: Client, page: str) -> None:
    karin.get(page)  # the minute's calendars and notices are known
    with Budget(8):
        answer = karin.get(page)
    assert [choice.name for choice in answer.context["choices"]] == ["Premium", "Standard", "Basic"]
    premium, standard = answer.context["choices"][:2]
    assert [line.name for line in standard.gained] == []
    assert "Fast track in the telephone queue and on tickets" in [line.name for line in standard.lost]
    assert "Legal and security assistance" in [line.name for line in premium.gained]
    text = " ".join(answer.content.decode().split())
    assert "Signed by 15 Dec 2026: from <b>1 Jan 2027</b>" in text
    assert "Signed by 30 Nov 2026: from <b>1 Mar 2027</b>" in text  # three months of notice


def test_side_by_side_and_asked_for(nordsoft: Cast, karin: Client, page: str) -> None:
    choice = f"{page}{newest_version(nordsoft.plans['premium']).pk}/"
    karin.get(choice)  # the minute's calendars and notices are known
    with Budget(8):
        answer = karin.get(choice)
    lines = {line.name: (line.before, line.after, line.word) for line in answer.context["card"].lines}
    assert lines["Legal and security assistance"] == ("2 hours a year", "4 hours a year", "More")
    assert lines["Updates"] == ("Included", "Included", "As now")
    done = karin.post(choice, follow=True)
    assert "Sign the addendum: Premium" in done.content.decode()
    assert PlanChange.objects.get().requested_by == nordsoft.karin.membership


def test_the_price_before_and_after_by_the_payslips_counted_last(nordsoft: Cast, karin: Client, page: str) -> None:
    choice = f"{page}{newest_version(nordsoft.plans['premium']).pk}/"
    assert karin.get(choice).context["prices"] is None  # the tenant has no prices
    make_prices(nordsoft)
    assert "The base price; your payslips are added." in karin.get(choice).content.decode()
    count_payslips(nordsoft, 351)
    with Budget(8):
        answer = karin.get(choice)
    # 6240 + 350 × 5.95 + 1 × 4.46, and 10140 + 350 × 7.75 + 1 × 5.81
    prices = answer.context["prices"]
    assert (prices.before, prices.after, prices.payslips) == ("8,326.96\u00a0SEK", "12,858.31\u00a0SEK", 351)


def test_the_addendum_keeps_the_prices_it_was_signed_with(nordsoft: Cast, karin: Client) -> None:
    make_prices(nordsoft)
    change = asked(nordsoft)
    address = f"/nordsoft/portal/plan-changes/{change.pk}/addendum.pdf"
    paper = karin.get(address).content
    said = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())
    assert "Price a month in SEK" in said
    assert "Base price 6,240.00 10,140.00" in said
    assert "Payslips 351–750, each 4.46 5.81" in said
    PriceList.objects.update(base=1)
    assert karin.get(address).content == paper


def test_the_present_plan_and_none_are_no_choice(nordsoft: Cast, karin: Client, page: str) -> None:
    assert karin.get(f"{page}{nordsoft.contract.plan_version_id}/").status_code == 404
    assert karin.get(f"{page}999999/").status_code == 404


def test_the_addendum_as_page_and_pdf_says_the_same(nordsoft: Cast, karin: Client) -> None:
    Customer.objects.filter(pk=nordsoft.customer.pk).update(name='Berg & Söner #import "x"')
    change = asked(nordsoft)
    address = f"/nordsoft/portal/plan-changes/{change.pk}/addendum"
    with Budget(8):
        shown = karin.get(f"{address}/")
    with Budget(8):
        paper = karin.get(f"{address}.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Content-Disposition"] == 'attachment; filename="Addendum to the contract: Premium.pdf"'
    said = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())
    for words in (
        "Addendum to the contract: Premium",
        "15 Dec 2026",
        "1 Jan 2027",
        "4 hours a year",
        "Name in capitals",
    ):
        assert words in said
    assert 'Berg & Söner #import "x" changes from Professional to Premium.' in said
    assert "Berg &amp; Söner #import &quot;x&quot; changes from Professional to Premium." in shown.content.decode()
    assert karin.get(f"{address}.pdf").content == paper.content


def test_handed_in_checked_decided_in_effect(nordsoft: Cast, karin: Client, page: str) -> None:
    change = asked(nordsoft)
    address = f"/nordsoft/portal/plan-changes/{change.pk}/signed/"
    with Budget(8):
        assert "Hand in the signed addendum" in karin.get(page).content.decode()
    done = karin.post(address, {"file": file()}, follow=True)
    assert "Your signed addendum is in" in done.content.decode()
    kept = karin.get(address)
    assert b"".join(kept) == b"%PDF-1.7 signed"  # type: ignore[arg-type]
    assert kept.headers["Content-Disposition"] == 'attachment; filename="signed.pdf"'
    change.refresh_from_db()
    assert change.received_on
    record_receipt(change=change, received_on=change.received_on, actor=nordsoft.manager, now=NOW)
    decided = karin.get(page).content.decode()
    assert "Premium from 1 Jan 2027" in decided
    assert "Withdraw the request" not in decided
    put_in_effect(change=change, now=NEW_YEAR)
    assert "Premium is in effect. It counts from 1 Jan 2027." in karin.get(page).content.decode()


def test_a_file_that_is_no_scan_is_refused_with_the_reason(nordsoft: Cast, karin: Client) -> None:
    change = asked(nordsoft)
    wrong = SimpleUploadedFile("signed.pdf", b"MZ")
    answer = karin.post(f"/nordsoft/portal/plan-changes/{change.pk}/signed/", {"file": wrong})
    assert answer.status_code == 422
    assert "Send the signed addendum as a PDF" in answer.content.decode()
    empty = karin.post(f"/nordsoft/portal/plan-changes/{change.pk}/signed/", {})
    assert empty.status_code == 422


def test_taken_back_and_asked_again(nordsoft: Cast, karin: Client, page: str) -> None:
    change = asked(nordsoft)
    done = karin.post(f"/nordsoft/portal/plan-changes/{change.pk}/withdrawal/", follow=True)
    assert "The request is withdrawn." in done.content.decode()
    assert len(done.context["choices"]) == 3
    refuse(change=asked(nordsoft), reason="Unpaid invoices.", actor=nordsoft.manager, now=NOW)
    assert "Your change to Premium is refused. Unpaid invoices." in karin.get(page).content.decode()


@pytest.mark.parametrize("way", ["addendum/", "addendum.pdf", "signed/"])
def test_other_companies_and_colleagues_who_see_their_own_alone_get_404(
    nordsoft: Cast, lars: Client, page: str, way: str
) -> None:
    change = asked(nordsoft)
    address = f"/nordsoft/portal/plan-changes/{change.pk}/{way}"
    assert lars.get(page).status_code == lars.get(address).status_code == 404
    # Lars moves to another company and sees all of it: still nothing of this one.
    Contact.objects.filter(pk=nordsoft.lars.pk).update(customer=nordsoft.stranger, is_company_wide=True)
    assert lars.get(page).status_code == lars.get(address).status_code == 404
    assert lars.post(f"/nordsoft/portal/plan-changes/{change.pk}/withdrawal/").status_code == 404
    assert lars.post(f"/nordsoft/portal/plan-changes/{change.pk}/signed/", {"file": file()}).status_code == 404


def test_under_notice_nothing_is_chosen_but_what_is_decided_is_seen(nordsoft: Cast, karin: Client, page: str) -> None:
    asked(nordsoft)
    Contract.objects.update(status="notice", ends_on="2028-12-31")
    assert "Sign the addendum: Premium" in karin.get(page).content.decode()
    PlanChange.objects.update(status="refused")
    assert karin.get(page).context["choices"] == []
    Contract.objects.update(status="draft")
    assert karin.get(page).status_code == 404
