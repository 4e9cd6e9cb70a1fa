"""Lists of the desk as files: all that the page's question finds, for whom the page is, in few queries."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.test import Client

from accounts.models import Membership
from contracts.models import Contract, Customer, PayslipCount
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Article, Booking, Deflection, Ticket

DESK = "/nordsoft/desk/"


def rows(client: Client, member: Membership, path: str) -> list[list[str]]:
    member.user.language = "en"
    member.user.save()
    client.force_login(member.user)
    answer = client.get(f"{DESK}{path}")
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_customers_are_those_found_and_a_consultants_are_theirs(client: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    head, *found = rows(client, nordsoft.agent, "customers/?file=csv")
    assert head == ["Name", "Number in other systems", "Prospect", "Plan", "Open tickets"]
    assert found == [
        [nordsoft.customer.name, "", "No", "Professional", "1"], [nordsoft.stranger.name, "", "No", "", "0"],
    ]  # fmt: skip
    assert [row[0] for row in rows(client, nordsoft.agent, "customers/?file=csv&q=furu")[1:]] == ["Furuviks Bageri"]
    assert rows(client, nordsoft.consultant, "customers/?file=csv")[1:] == []
    Ticket.objects.update(assignee=nordsoft.consultant)
    assert [row[0] for row in rows(client, nordsoft.consultant, "customers/?file=csv")[1:]] == [nordsoft.customer.name]


def test_all_pages_of_a_list_are_in_its_file(client: Client, nordsoft: Cast) -> None:
    Customer.objects.bulk_create([Customer(name=f"Customer {number:03}") for number in range(60)])
    names = [row[0] for row in rows(client, nordsoft.agent, "customers/?after=&file=csv")[1:]]
    assert names == sorted(names)
    assert len(names) == 62
    with Budget(8):
        assert client.get(f"{DESK}customers/?file=csv").status_code == 200


def test_contracts_are_those_of_the_filters(client: Client, nordsoft: Cast) -> None:
    Contract.objects.filter(pk=nordsoft.contract.pk).update(ends_on="2030-12-31", renews=True)
    (line,) = rows(client, nordsoft.agent, "contracts/?file=csv")[1:]
    assert line[0] == nordsoft.customer.name
    assert line[3:8] == ["Active", "2020-01-01", "2030-12-31", "Yes", "3"]
    assert rows(client, nordsoft.agent, "contracts/?file=csv&status=ended")[1:] == []
    client.force_login(nordsoft.consultant.user)
    assert client.get(f"{DESK}contracts/?file=csv").status_code == 404


def test_payslips_stand_beside_the_months_before_and_with_what_they_were(client: Client, nordsoft: Cast) -> None:
    for month, count, replaced in (("2026-04-01", 5, None), ("2026-05-01", 7, None), ("2026-05-01", 6, MONDAY)):
        PayslipCount.objects.create(
            customer=nordsoft.customer, month=month, count=count, source="page", entered_at=MONDAY, replaced_at=replaced
        )
    head, *found = rows(client, nordsoft.manager, "payslips/?month=2026-05&file=csv")
    assert head[-2:] == ["2026-04", "2026-05"]
    assert [row[-2:] for row in found if row[0] == nordsoft.customer.name] == [["5", "7"]]
    history = rows(client, nordsoft.manager, f"customers/{nordsoft.customer.pk}/payslips/?file=csv")[1:]
    assert [(row[1], row[2], bool(row[6])) for row in history] == [
        ("2026-05", "6", True), ("2026-05", "7", False), ("2026-04", "5", False),
    ]  # fmt: skip
    client.force_login(nordsoft.agent.user)
    assert client.get(f"{DESK}payslips/?file=csv").status_code == 404


def test_sessions_are_those_that_the_member_sees(client: Client, nordsoft: Cast) -> None:
    for consultant in (nordsoft.agent, nordsoft.consultant):
        Booking.objects.create(
            contract=nordsoft.contract, service="sparring", starts_at=datetime(2026, 5, 4, 8, tzinfo=UTC), minutes=90,
            covered_minutes=60, year=2026, consultant=consultant, contact=nordsoft.karin, booked_by=nordsoft.agent,
            booked_at=MONDAY, notes="=1",
        )  # fmt: skip
    found = rows(client, nordsoft.manager, "bookings/?file=csv")[1:]
    assert [row[2:7] for row in found] == [["Professional", "2026-05-04 10:00:00", "90", "30", "2026"]] * 2
    assert {row[-1] for row in found} == {"'=1"}
    assert len(rows(client, nordsoft.consultant, "bookings/?file=csv")[1:]) == 1
    assert len(rows(client, nordsoft.agent, "bookings/?mine&file=csv")[1:]) == 1


def test_articles_say_how_often_they_helped(client: Client, nordsoft: Cast) -> None:
    for title in ("How to print", "How to pay"):
        Article.objects.create(title=title, text="-", language="en", updated_at=MONDAY)
    printed = Article.objects.get(title="How to print")
    for _ in range(3):
        Deflection.objects.create(contact=nordsoft.karin, subject="-", article=printed, at=MONDAY)
    found = {row[0]: row[4] for row in rows(client, nordsoft.agent, "articles/?file=csv")[1:]}
    assert found == {"How to print": "3", "How to pay": "0"}
    assert [row[0] for row in rows(client, nordsoft.agent, "articles/?q=pay&file=csv")[1:]] == ["How to pay"]


@pytest.mark.parametrize("path", ["customers/", "contracts/", "bookings/", "payslips/", "articles/"])
def test_another_kind_of_file_is_not_there(client: Client, nordsoft: Cast, path: str) -> None:
    client.force_login(nordsoft.manager.user)
    assert client.get(f"{DESK}{path}?file=pdf").status_code == 404
