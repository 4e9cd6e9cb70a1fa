"""The report by mail: when, to whom, once, in whose language, and what is in it."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.tenancy.context import tenant_context
from contracts.models import Contact, Contract
from outbox.models import OutboxFile, OutboxMessage
from outbox.smtp import compose
from reports.customer_report import sending
from reports.customer_report.my_data import reports_mailed_to
from reports.models import ReportReceipt
from tests.budget import Budget
from tests.cast import Cast, make_cast
from tests.reports.customer_report.march import MARCH, March

# Easter Monday is 6 April 2026: the first working day is Wednesday the 1st; of May, Monday the 4th.
OPENS = "04-01 08:00"


@pytest.fixture
def agreed(march: March) -> March:
    """Let the contract say so."""
    Contract.objects.filter(pk=march.cast.contract.pk).update(mails_report=True)
    OutboxMessage.objects.all().delete()
    return march


def send(march: March, at: str) -> list[OutboxMessage]:
    """Do a round, and give the mails there are then."""
    while sending.send_next(tenant=march.cast.tenant, now=march.at(at)):
        pass
    return list(OutboxMessage.objects.filter(dedupe_key__startswith="customer-report:").order_by("recipient"))


def pdf_of(mail: OutboxMessage) -> str:
    (file,) = OutboxFile.objects.filter(message=mail)
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(bytes(file.content))).pages)


def test_it_goes_out_when_the_month_first_opens_and_never_again(agreed: March) -> None:
    assert send(agreed, "03-31 12:00") == []
    assert send(agreed, "04-01 07:59") == []
    assert len(send(agreed, OPENS)) == 1
    assert len(send(agreed, "04-01 08:01")) == 1
    assert len(send(agreed, "04-02 09:00")) == 1
    OutboxMessage.objects.all().delete()  # forgotten after a year
    assert send(agreed, "04-02 09:01") == []


def test_the_first_of_the_month_may_be_closed(agreed: March) -> None:
    # 1 May is a Friday, and red in Sweden alone.
    opens = {"nordsoft": "05-04 08:00", "lonhuset": "05-01 08:00"}[agreed.cast.tenant.slug]
    for day in ("05-01 07:59", "05-01 08:00", "05-02 09:00", "05-03 09:00", "05-04 07:59", "05-04 08:00"):
        assert len(send(agreed, day)) == (day >= opens)


def test_what_was_missed_is_made_good_for_ten_days(agreed: March) -> None:
    assert send(agreed, "04-11 10:00") == []
    assert send(agreed, "04-13 10:00") == []
    assert len(send(agreed, "04-10 10:00")) == 1


def test_it_says_month_and_vendor_and_carries_the_pdf(agreed: March) -> None:
    agreed.cast.karin.language = "en"
    agreed.cast.karin.save()
    (mail,) = send(agreed, OPENS)
    assert mail.recipient == agreed.cast.karin.email
    assert mail.subject == f"{agreed.cast.tenant.name}: your support in March 2026"
    assert f"http://testserver/{agreed.cast.tenant.slug}/portal/reports/2026-03/" in mail.text
    assert "Promises kept: 50\u00a0% (2 of 4)" in mail.text
    assert mail.priority == OutboxMessage.Priority.LOW
    assert "Set the right year." in pdf_of(mail)
    written: Any = compose(mail, [file.carried for file in OutboxFile.objects.filter(message=mail)]).message()
    assert [part.get_filename() for part in written.walk() if part.get_filename()] == ["Support in March 2026.pdf"]


def test_each_contact_who_sees_the_whole_company_has_it_in_their_language(agreed: March) -> None:
    cast = agreed.cast
    Contact.objects.filter(pk=cast.karin.pk).update(language="sv")
    for name, more in {
        "English": {"language": "en"}, "Tenants": {}, "Left": {"left_at": agreed.at("03-01 09:00")},
        "Own": {"is_company_wide": False}, "Nowhere": {"email": ""}, "Twice": {"email": "ENGLISH@x.example"},
    }.items():  # fmt: skip
        facts: dict[str, Any] = {"email": f"{name.lower()}@x.example", "is_company_wide": True} | more
        Contact.objects.create(customer=cast.customer, name=name, **facts)
    Contact.objects.create(customer=cast.stranger, name="Other", email="other@x.example", is_company_wide=True)
    mails = {mail.recipient.lower(): mail for mail in send(agreed, OPENS)}
    assert set(mails) == {cast.karin.email, "english@x.example", "tenants@x.example"}
    assert "Support in March 2026" in pdf_of(mails["english@x.example"])
    assert "mars 2026" in mails[cast.karin.email].subject
    month = "marts 2026" if cast.tenant.language == "da" else "mars 2026"
    assert month in mails["tenants@x.example"].subject
    assert ReportReceipt.objects.filter(month=MARCH).count() == 3


def test_who_begins_to_see_the_company_later_does_not_get_the_month_again(agreed: March) -> None:
    send(agreed, OPENS)
    Contact.objects.filter(pk=agreed.cast.lars.pk).update(is_company_wide=True)
    assert len(send(agreed, "04-02 09:00")) == 1


def test_a_contacts_own_data_names_the_reports_mailed_to_them(agreed: March) -> None:
    send(agreed, OPENS)
    karin = agreed.cast.karin
    at = agreed.at(OPENS).astimezone(UTC).isoformat()
    assert reports_mailed_to(karin) == [{"report": "2026-03", "at": at, "to": karin.email}]
    assert reports_mailed_to(agreed.cast.lars) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"mails_report": False},
        {"status": "draft"},
        {"status": "ended", "ends_on": date(2026, 3, 31)},
        {"ends_on": date(2026, 3, 31)},
        {"starts_on": date(2026, 4, 1)},
    ],
)
def test_without_a_contract_that_says_so_nobody_is_mailed(nordsoft: Cast, facts: dict[str, Any]) -> None:
    march = March(nordsoft)
    Contract.objects.filter(pk=nordsoft.contract.pk).update(mails_report=True)
    Contract.objects.filter(pk=nordsoft.contract.pk).update(**facts)
    assert send(march, OPENS) == []


def test_a_contract_under_notice_is_mailed_until_its_end(nordsoft: Cast) -> None:
    march = March(nordsoft)
    Contract.objects.update(mails_report=True, status="notice", ends_on=date(2026, 4, 30))
    assert len(send(march, OPENS)) == 1


def test_one_customer_whose_report_fails_does_not_stop_the_others(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    march = March(nordsoft)
    nordsoft.contract.mails_report = True
    nordsoft.contract.save()
    Contract.objects.create(
        customer=nordsoft.stranger, plan_version=nordsoft.contract.plan_version, starts_on=date(2020, 1, 1),
        mails_report=True,
    )  # fmt: skip
    Contact.objects.create(customer=nordsoft.stranger, name="O", email="o@x.example", is_company_wide=True)
    whole = sending.customer_report

    def broken(customer: Any, *args: Any, **more: Any) -> Any:
        if customer == nordsoft.customer:
            raise RuntimeError("no font")
        return whole(customer, *args, **more)

    monkeypatch.setattr(sending, "customer_report", broken)
    failed: set[int] = set()
    while sending.send_next(tenant=nordsoft.tenant, now=march.at(OPENS), failed=failed):
        pass
    assert failed == {nordsoft.customer.pk}
    assert [mail.recipient for mail in OutboxMessage.objects.filter(has_files=True)] == ["o@x.example"]
    monkeypatch.undo()
    assert len(send(march, "04-01 08:05")) == 2


def test_every_tenant_has_its_own(nordsoft: Cast) -> None:
    march, other = March(nordsoft), make_cast("lonhuset")
    Contract.objects.update(mails_report=True)
    with tenant_context(other.tenant.pk):
        Contract.objects.update(mails_report=True)
    sending.send_all(now=march.at(OPENS))
    assert ReportReceipt.objects.get().customer == nordsoft.customer
    with tenant_context(other.tenant.pk):
        assert ReportReceipt.objects.get().customer == other.customer


def test_the_desk_sees_to_whom_it_went(agreed: March, desk: Client) -> None:
    page = f"/{agreed.cast.tenant.slug}/dashboards/customers/{agreed.cast.customer.pk}/2026-03/"
    assert "Nobody. It is mailed on the first working day" in desk.get(page).content.decode()
    send(agreed, OPENS)
    said = desk.get(page).content.decode()
    assert agreed.cast.karin.email in said
    assert ("Wed 1 Apr 08:00") in said


def test_days_without_mails_ask_nothing_of_a_tenant(nordsoft: Cast, april: datetime) -> None:
    with Budget(1):
        sending.send_all(now=april)
