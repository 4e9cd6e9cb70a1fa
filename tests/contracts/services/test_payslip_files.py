"""Payslips from CSV files, as spreadsheets of three countries write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from contracts.models import Customer
from contracts.services.payslip_files import decoded, read_count, read_payslips
from tests.budget import Budget
from tests.cast import Cast
from tests.prices import FEBRUARY

BERGS = "Bergs Bygg AB"


def read(text: str, month: date | None = None) -> tuple[list[tuple[int, str, str, int]], list[tuple[int, str]]]:
    found = read_payslips(text, month=month)
    counts = [(line, one.customer.name, f"{one.month:%Y-%m}", one.count) for line, one in found.counts]
    return counts, [(each.line, each.reason) for each in found.refused]


@pytest.mark.parametrize(
    "text",
    [
        f"Kund;Månad;Lönebesked\r\n{BERGS};2026-02;1 234\r\n",
        f"Kunde;Måned;Lønsedler\n{BERGS};2026-02;1.234\n",
        f'customer,month,payslips\n{BERGS},2026-02,"1,234"\n',
        f"\ufeffcustomer\tmonth\tpayslips\r{BERGS}\t2026-02-01\t1234\r",
        "PAYSLIPS; Month ;Customer\n1\u00a0234;202602; bergs  bygg ab \n",
    ],
)
def test_separators_marks_languages_and_thousands(nordsoft: Cast, text: str) -> None:
    assert read(text) == ([(2, BERGS, "2026-02", 1234)], [])


def test_windows_letters_are_read(nordsoft: Cast) -> None:
    content = f"Kund;Månad;Lönebesked\n{BERGS};2026-02;3\n".encode("cp1252")
    assert read(decoded(content))[0] == [(2, BERGS, "2026-02", 3)]
    assert decoded("\ufeffKund".encode()) == "Kund"


def test_each_line_left_out_has_its_number_and_reason_and_the_rest_is_kept(nordsoft: Cast) -> None:
    Customer.objects.create(name="Furuviks Bageri")
    lines = [
        "customer;month;payslips",
        "Nobody AB;2026-02;1",
        f"{BERGS};02/2026;1",
        f"{BERGS};2026-02;12,5",
        f"{BERGS};2026-02;-3",
        "",
        f"{BERGS};2026-02;350",
        f"{BERGS};2026-02;351",
        "Furuviks Bageri;2026-02;1",
        ";2026-02;1",
    ]
    counts, refused = read("\n".join(lines))
    assert counts == [(7, BERGS, "2026-02", 350)]
    assert refused == [
        (2, "There is no customer Nobody AB."),
        (3, "The month must be like 2026-03."),
        (4, "The payslips must be a whole number."),
        (5, "The payslips must be a whole number."),
        (8, "Line 7 has this customer and month already."),
        (9, "Several customers are called Furuviks Bageri: give the number."),
        (10, "The customer is missing."),
    ]


def test_the_customers_number_names_it(nordsoft: Cast) -> None:
    Customer.objects.filter(pk=nordsoft.customer.pk).update(external_id="K-7")
    with Budget(1):
        counts, refused = read("Kundnummer;Antal\nK-7;5\nK-8;5\n", month=FEBRUARY)
    assert counts == [(2, BERGS, "2026-02", 5)]
    assert refused == [(3, "No customer has the number K-8.")]
    assert read("customer;payslips\nK-7;5\n", month=FEBRUARY)[0] == counts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Missing: customer, month, payslips."),
        ("Bergs;2026-02;5\n", "Missing: customer, month, payslips."),
        ("customer;payslips\nBergs;5\n", "Missing: month."),
        ('customer;month;payslips\n"' + "x" * 200_000 + '";2026-02;1\n', "cannot be read as CSV"),
        ("customer;month;payslips\n" + "x;2026-02;1\n" * 5_000, "more than 5,000 lines"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(nordsoft: Cast, text: str, said: str) -> None:
    with pytest.raises(ValidationError) as error:
        read_payslips(text)
    assert said in error.value.messages[0]


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"x" * (1024 * 1024 + 1)])
def test_what_is_no_text_or_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        decoded(content)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("350", 350), ("1 234 567", 1_234_567), ("1.234.567", 1_234_567), ("1’234", 1234),
        ("1\u202f234", 1234), (" 12 ", 12),
        ("1.23", None), ("12.5", None), ("1 234.567", None), ("1234.567", None), ("", None), ("x", None),
        ("-1", None), ("٣", None), ("1e3", None), ("9" * 10, None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: int | None) -> None:
    assert read_count(text) == number
