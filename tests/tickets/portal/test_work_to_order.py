"""Work to order is recognised by its words while they are typed, and its price is told."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from contracts.services.partners import set_rate
from tests.cast import MONDAY, Cast
from tickets.portal.work_to_order import looks_like_order

PROMISE = "/nordsoft/portal/new/promise/"


@pytest.mark.parametrize(
    ("subject", "is_order"),
    [
        ("Anpassning av fakturalayout", True),
        ("Vi vill ha en offert på migrering", True),
        ("Tilbud på undervisning i løn", True),
        ("A custom report", False),
        ("Customise the invoice", True),
        ("Anpassningen fungerar inte", False),
        ("Was kostet eine Anpassung", False),
        ("Can you quote the totals?", False),
        ("Fakturorna skrivs ut dubbelt", False),
        ("", False),
    ],
)
def test_an_order_is_told_from_a_fault_and_a_question(subject: str, is_order: bool) -> None:
    assert looks_like_order(subject) is is_order


@time_machine.travel(MONDAY, tick=False)
def test_the_promise_tells_the_price_less_the_plans_discount(nordsoft: Cast, karin: Client) -> None:
    assert nordsoft.karin.membership
    nordsoft.karin.membership.user.language = "en"
    nordsoft.karin.membership.user.save()
    asked = {"severity": "normal", "subject": "Customise the invoice"}
    without = karin.get(PROMISE, asked)
    assert "You are told the price before anything is done." in without.content.decode()
    set_rate(actor=nordsoft.manager, amount=Decimal(1000), currency="SEK", valid_from=date(2026, 1, 1))
    page = karin.get(PROMISE, asked | {"shown": "normal"}).content.decode()
    assert "This looks like work to order: billed at 850\u00a0SEK an hour." in page
    assert "15 per cent" in page
    assert "Nothing is billed before you have agreed." in page
    assert "work to order" not in karin.get(PROMISE, {"severity": "normal", "subject": "Hello"}).content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_the_words_change_what_is_shown_and_the_deadline_stays(karin: Client) -> None:
    plain = karin.get(PROMISE, {"severity": "normal", "subject": "Hello"}).context["promise"]
    order = karin.get(PROMISE, {"severity": "normal", "subject": "Customise it", "shown": plain.key})
    assert order.status_code == 200
    assert order.context["promise"].deadline == plain.deadline
