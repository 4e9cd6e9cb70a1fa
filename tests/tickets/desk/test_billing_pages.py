"""Prices, payslips and months on screen."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts.models import BillingMonth, Contract, Customer, PayslipCount, PriceList, PublicPrices
from tests.accounts.sheets import cells_of
from tests.cast import Cast
from tests.factories import make_ticket
from tests.prices import FEBRUARY, MARCH, count_payslips, make_prices
from tests.tickets.desk.pages import QUEUE, count_queries, text_of
from tests.windows import signed_in
from tickets.services.time import log_time

BILLING = f"{QUEUE}billing/2026-03/"
PAYSLIPS = f"{QUEUE}payslips/?month=2026-02"
IMPORT = f"{QUEUE}payslips/import/"
# Thursday 2 April 2026, 10:00 in Stockholm: March is over.
NOW = "2026-04-02T08:00:00Z"
pytestmark = pytest.mark.usefixtures("april")


@pytest.fixture
def april(nordsoft: Cast) -> object:
    make_prices(nordsoft)
    Contract.objects.update(currency="DKK")
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    return signed_in(nordsoft.manager.user)


def price_form(cast: Cast, **more: str) -> dict[str, str]:
    first = {
        "plan": str(cast.plans["professional"].pk),
        "currency": "DKK",
        "valid_from": "2026-05",
        "base": "5000",
        "up_to_0": "350",
        "price_0": "4.125",
        "price_1": "3.03",
    }
    return first | more


def test_new_prices_begin_with_the_old_ones_and_are_entered_beside_them(manager: Client, nordsoft: Cast) -> None:
    page = manager.get(f"{QUEUE}prices/")
    assert "351–750 3.03" in text_of(page.content)
    old = PriceList.objects.get(plan=nordsoft.plans["professional"], currency="DKK")
    like = manager.get(f"{QUEUE}prices/new/?like={old.pk}").content.decode()
    assert 'name="up_to_1" value="750"' in like
    assert 'name="price_1" value="3.03"' in like
    answer = manager.post(f"{QUEUE}prices/new/", price_form(nordsoft))
    assert answer.status_code == 302
    new = PriceList.objects.get(valid_from=date(2026, 5, 1))
    assert new.table.month(351).total == Decimal("6446.78")
    shown = text_of(manager.get(f"{QUEUE}prices/").content)
    assert "1 May 2026 to come" in shown
    assert "1–350 4.125" in shown
    manager.post(f"{QUEUE}prices/{new.pk}/removal/")
    assert not PriceList.objects.filter(pk=new.pk).exists()
    answer = manager.post(f"{QUEUE}prices/{old.pk}/removal/", follow=True)
    assert "Prices that have been in force are kept." in answer.content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"valid_from": "2026-04"}, "Prices in force are never changed."),
        ({"valid_from": "May"}, "Give a month like 2026-03."),
        ({"up_to_1": "700"}, "must have no upper end"),
        ({"up_to_1": "300", "price_2": "1"}, "Tier 2 must end above the one before it."),
        ({"up_to_2": "900"}, "Give the price of this tier."),
    ],
)
def test_wrong_prices_are_said_and_kept(manager: Client, nordsoft: Cast, more: dict[str, str], said: str) -> None:
    answer = manager.post(f"{QUEUE}prices/new/", price_form(nordsoft, **more))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="4.125"' in answer.content.decode()


def test_the_public_page_is_turned_off_and_on(manager: Client, client: Client) -> None:
    assert client.get("/nordsoft/prices/").status_code == 200
    manager.post(f"{QUEUE}prices/public/", {"shown": "off"})
    assert client.get("/nordsoft/prices/").status_code == 404
    assert "turned off" in manager.get(f"{QUEUE}prices/").content.decode()
    manager.post(f"{QUEUE}prices/public/", {"shown": "on"})
    assert client.get("/nordsoft/prices/").status_code == 200
    assert PublicPrices.objects.count() == 1


def test_payslips_are_entered_in_a_table_and_an_empty_field_changes_nothing(manager: Client, nordsoft: Cast) -> None:
    count_payslips(nordsoft, 340, month=date(2026, 1, 1))
    field = f"count-{nordsoft.customer.pk}"
    page = manager.get(PAYSLIPS).content
    assert field in page.decode()
    assert f"count-{nordsoft.stranger.pk}" not in page.decode()
    assert "340" in text_of(page)
    assert manager.post(PAYSLIPS, {field: "1 350"}).status_code == 302
    assert PayslipCount.objects.get(month=FEBRUARY).count == 1350
    manager.post(PAYSLIPS, {field: ""})
    assert PayslipCount.objects.get(month=FEBRUARY, replaced_at=None).count == 1350
    manager.post(PAYSLIPS, {field: "351"})
    shown = text_of(manager.get(f"{QUEUE}customers/{nordsoft.customer.pk}/payslips/").content)
    assert "February 2026 351 entered Henrik Lund" in shown
    assert "February 2026 1,350 entered Henrik Lund" in shown


def test_a_wrong_number_is_said_at_its_customer(manager: Client, nordsoft: Cast) -> None:
    answer = manager.post(PAYSLIPS, {f"count-{nordsoft.customer.pk}": "12.5"})
    assert answer.status_code == 422
    assert "Give a whole number." in answer.content.decode()
    assert 'value="12.5"' in answer.content.decode()
    answer = manager.post(PAYSLIPS, {f"count-{nordsoft.customer.pk}": "1000001"})
    assert "From 0 to 1,000,000 payslips." in answer.content.decode()


def test_payslips_charged_in_a_closed_month_cannot_be_entered(manager: Client, nordsoft: Cast) -> None:
    BillingMonth.objects.create(month=MARCH, is_closed=True)
    assert "which is closed: they cannot be changed" in manager.get(PAYSLIPS).content.decode()
    answer = manager.post(PAYSLIPS, {f"count-{nordsoft.customer.pk}": "1"})
    assert answer.status_code == 422
    assert not PayslipCount.objects.exists()


def test_a_file_is_looked_at_before_it_is_entered(manager: Client, nordsoft: Cast) -> None:
    text = "Kund;Lönebesked\nBergs Bygg AB;1 234\nNobody;5\n"
    file = SimpleUploadedFile("feb.csv", b"\xef\xbb\xbf" + text.encode())
    looked = manager.post(IMPORT, {"file": file, "month": "2026-02"})
    assert "Read: 1. Left out: 1. Nothing is saved yet." in text_of(looked.content)
    assert "3 Nobody 5 There is no customer Nobody." in text_of(looked.content)
    assert not PayslipCount.objects.exists()
    entered = manager.post(IMPORT, {"text": looked.context["text"], "month": "2026-02", "enter": "1"})
    assert "Saved: 1. As before: 0. Left out: 1." in text_of(entered.content)
    assert PayslipCount.objects.get().source == "csv"


def test_lines_for_a_closed_month_are_left_out_with_the_reason(manager: Client, nordsoft: Cast) -> None:
    BillingMonth.objects.create(month=MARCH, is_closed=True)
    text = "customer,month,payslips\nBergs Bygg AB,2026-02,1\nBergs Bygg AB,2026-03,2\n"
    shown = text_of(manager.post(IMPORT, {"text": text, "enter": "1"}).content)
    assert "Saved: 1. As before: 0. Left out: 1." in shown
    assert "2026-03 is closed for billing." in shown
    assert PayslipCount.objects.get().month == MARCH


@pytest.mark.parametrize(
    ("content", "said"), [(b"a;b\n", "The first line must name the columns."), (b"a\0", "no text")]
)
def test_a_file_that_cannot_be_read_is_refused(manager: Client, content: bytes, said: str) -> None:
    answer = manager.post(IMPORT, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Choose a file." in manager.post(IMPORT, {}).content.decode()


def test_a_month_is_shown_closed_and_opened_again(manager: Client, nordsoft: Cast) -> None:
    missing = text_of(manager.get(BILLING).content)
    assert "Something is missing for 1 customer." in missing
    assert "The number of payslips in February 2026 is missing." in missing
    assert "Close the month" not in missing
    count_payslips(nordsoft, 351)
    assert "5,661.03" in text_of(manager.get(BILLING).content)
    manager.post(f"{BILLING}closing/")
    shown = text_of(manager.get(BILLING).content)
    assert "Closed 2 Apr 2026 by Henrik Lund" in shown
    assert "Nothing has changed since it was closed." in shown
    assert "Closed 2 Apr 2026 by Henrik Lund 5,661.03" in text_of(manager.get(f"{QUEUE}billing/").content)
    assert manager.post(f"{BILLING}reopening/", {"reason": ""}).status_code == 422
    manager.post(f"{BILLING}reopening/", {"reason": "A wrong count."})
    assert "Opened again 2 Apr 2026 10:00 by Henrik Lund: A wrong count." in text_of(manager.get(BILLING).content)
    assert "Opened again 2 Apr 2026 by Henrik Lund" in text_of(manager.get(f"{QUEUE}billing/").content)


def test_the_files_of_a_closed_month_stay_letter_by_letter(manager: Client, nordsoft: Cast) -> None:
    count_payslips(nordsoft, 351)
    open_file = manager.get(f"{BILLING}export.csv")
    assert open_file["Content-Disposition"] == 'attachment; filename="billing-2026-03-preliminary.csv"'
    manager.post(f"{BILLING}closing/")
    kept = {kind: manager.get(f"{BILLING}export.{kind}").content for kind in ("csv", "json")}
    Contract.objects.update(currency="SEK")
    Customer.objects.filter(pk=nordsoft.customer.pk).update(name="Other")
    nordsoft.manager.user.language = "da"
    nordsoft.manager.user.save()
    for kind, content in kept.items():
        answer = manager.get(f"{BILLING}export.{kind}")
        assert answer.content == content
        assert answer["Content-Disposition"] == f'attachment; filename="billing-2026-03.{kind}"'
    assert kept["csv"] == open_file.content
    assert manager.get(f"{BILLING}export.xml").status_code == 404
    assert manager.get(f"{QUEUE}billing/2026-13/").status_code == 404


def test_a_month_is_a_workbook_with_numbers_and_days(manager: Client, nordsoft: Cast) -> None:
    count_payslips(nordsoft, 351)
    ticket = make_ticket(nordsoft)
    log_time(ticket=ticket, actor=nordsoft.agent, minutes=90, now=ticket.opened_at, kind="billable", reason="Agreed.")
    manager.post(f"{BILLING}closing/")
    lines = manager.get(f"{BILLING}export.csv").content.decode().splitlines()
    Customer.objects.filter(pk=nordsoft.customer.pk).update(name="Other")
    answer = manager.get(f"{BILLING}export.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="billing-2026-03.xlsx"'
    cells = cells_of(answer.getvalue())
    head = {cell.value: place[:-1] for place, cell in cells.items() if place[1:] == "1"}
    assert list(head) == lines[0].removeprefix("\ufeff").replace(",", ";").split(";")
    assert cells[f"{head['name']}2"].value == nordsoft.customer.name
    amounts = [cells[f"{head['amount']}{n}"] for n in range(2, len(lines) + 1)]
    assert not any(cell.is_text for cell in amounts)
    # 2 March 2026, the day of the work.
    days = [cells[place] for place in cells if place.startswith(head["day"]) and place[1:] != "1"]
    assert [(day.value, day.pattern) for day in days] == [("46083", "yyyy-mm-dd")]


def test_a_statement_tells_its_arithmetic(manager: Client, nordsoft: Cast) -> None:
    count_payslips(nordsoft, 751)
    ticket = make_ticket(nordsoft)
    log_time(ticket=ticket, actor=nordsoft.agent, minutes=90, now=ticket.opened_at, kind="billable", reason="Agreed.")
    shown = text_of(manager.get(f"{BILLING}{nordsoft.customer.pk}/").content)
    for line in (
        "Professional: base price 4,244.00 DKK",
        "Professional: payslips 1–350 350 × 4.04 1,414.00 DKK",
        "Professional: payslips 351–750 400 × 3.03 1,212.00 DKK",
        "Professional: payslips 751 1 × 2.42 2.42 DKK",
        "Work on ticket 1001, 2 Mar 2026 1 h 30 min × 1,020.00 1,530.00 SEK",
        "Total 6,872.42\u00a0DKK 1,530.00\u00a0SEK",
        "Preliminary: the month is open.",
    ):
        assert line.replace("\u00a0", " ") in shown.replace("\u00a0", " "), line
    assert manager.get(f"{BILLING}999999/").status_code == 404


@pytest.mark.parametrize(
    ("path", "most"),
    [("prices/", 8), ("payslips/", 9), ("billing/", 7), ("billing/2026-03/", 11), ("prices/new/", 6)],
)
def test_the_pages_are_on_budget(manager: Client, nordsoft: Cast, path: str, most: int) -> None:
    count_payslips(nordsoft, 1)
    assert len(count_queries(manager, f"{QUEUE}{path}")) <= most
