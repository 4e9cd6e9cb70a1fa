"""A contract is drafted, activated, given notice of and ended; its timeline tells it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import Contact, Contract
from contracts.selectors import contract_for
from contracts.selectors.timeline import timeline
from contracts.services.agreed import Agreed
from contracts.services.agreements import create_contract, update_contract
from contracts.services.standing import activate_contract, end_contract, give_notice, withdraw_notice
from tests.cast import MONDAY, Cast

Status = Contract.Status


@pytest.fixture
def agreed(nordsoft: Cast) -> Agreed:
    """Standard for the whole of 2026, all products."""
    return Agreed(plan=nordsoft.plans["standard"], starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))


def enter(cast: Cast, agreed: Agreed, *, is_draft: bool = False) -> Contract:
    return create_contract(customer=cast.stranger, actor=cast.manager, agreed=agreed, now=MONDAY, is_draft=is_draft)


def kinds(contract: Contract) -> list[str]:
    return list(contract.events.order_by("pk").values_list("kind", flat=True))


def test_a_draft_promises_nothing_until_it_is_activated(nordsoft: Cast, agreed: Agreed) -> None:
    draft = enter(nordsoft, agreed, is_draft=True)
    assert contract_for(nordsoft.stranger, None, date(2026, 6, 1)) is None
    activate_contract(contract=draft, actor=nordsoft.manager, now=MONDAY)
    assert contract_for(nordsoft.stranger, None, date(2026, 6, 1)) == draft
    assert kinds(draft) == ["created", "activated"]
    with pytest.raises(ValidationError):
        activate_contract(contract=draft, actor=nordsoft.manager, now=MONDAY)


def test_two_drafts_may_overlap_and_one_of_them_be_activated(nordsoft: Cast, agreed: Agreed) -> None:
    first, second = enter(nordsoft, agreed, is_draft=True), enter(nordsoft, agreed, is_draft=True)
    activate_contract(contract=first, actor=nordsoft.manager, now=MONDAY)
    with pytest.raises(ValidationError, match="covered"):
        activate_contract(contract=second, actor=nordsoft.manager, now=MONDAY)
    second.refresh_from_db()
    assert second.status == Status.DRAFT
    assert kinds(second) == ["created"]


def test_notice_withdrawn_puts_back_the_last_day_agreed_before(nordsoft: Cast, agreed: Agreed) -> None:
    contract = enter(nordsoft, replace(agreed, ends_on=None))
    for day in (date(2026, 9, 30), date(2026, 6, 30)):
        give_notice(contract=contract, actor=nordsoft.manager, ends_on=day, now=MONDAY)
    assert (contract.status, contract.ends_on) == (Status.NOTICE, date(2026, 6, 30))
    withdraw_notice(contract=contract, actor=nordsoft.manager, now=MONDAY)
    assert (contract.status, contract.ends_on) == (Status.ACTIVE, None)
    assert kinds(contract) == ["created", "notice", "notice", "notice_withdrawn"]


def test_notice_cannot_be_withdrawn_where_another_has_taken_the_place(nordsoft: Cast, agreed: Agreed) -> None:
    contract = enter(nordsoft, replace(agreed, ends_on=None))
    give_notice(contract=contract, actor=nordsoft.manager, ends_on=date(2026, 6, 30), now=MONDAY)
    enter(nordsoft, replace(agreed, starts_on=date(2026, 7, 1)))
    with pytest.raises(ValidationError, match="covered"):
        withdraw_notice(contract=contract, actor=nordsoft.manager, now=MONDAY)


def test_one_that_renews_may_end_after_the_present_period(nordsoft: Cast, agreed: Agreed) -> None:
    contract = enter(nordsoft, replace(agreed, renews=True))
    give_notice(contract=contract, actor=nordsoft.manager, ends_on=date(2027, 12, 31), now=MONDAY)
    assert contract_for(nordsoft.stranger, None, date(2027, 12, 31)) == contract
    assert contract_for(nordsoft.stranger, None, date(2028, 1, 1)) is None


def test_a_contract_ends_at_once_today_or_before_and_still_held_before_that(nordsoft: Cast, agreed: Agreed) -> None:
    contract, today = enter(nordsoft, agreed), MONDAY.date()
    with pytest.raises(ValidationError) as refused:
        end_contract(contract=contract, actor=nordsoft.manager, ends_on=today + timedelta(days=1), now=MONDAY)
    assert set(refused.value.message_dict) == {"ends_on"}
    end_contract(contract=contract, actor=nordsoft.manager, ends_on=today, now=MONDAY)
    assert contract.status == Status.ENDED
    assert contract_for(nordsoft.stranger, None, today) == contract
    assert contract_for(nordsoft.stranger, None, today + timedelta(days=1)) is None
    with pytest.raises(ValidationError):
        give_notice(contract=contract, actor=nordsoft.manager, ends_on=today, now=MONDAY)


def test_one_that_has_ended_and_gets_a_later_last_day_goes_on(nordsoft: Cast, agreed: Agreed) -> None:
    contract = enter(nordsoft, agreed)
    end_contract(contract=contract, actor=nordsoft.manager, ends_on=date(2026, 2, 1), now=MONDAY)
    update_contract(contract=contract, actor=nordsoft.manager, agreed=agreed, now=MONDAY)
    assert contract.status == Status.ACTIVE


def test_the_timeline_says_what_was_and_what_is(nordsoft: Cast, agreed: Agreed) -> None:
    contract = enter(nordsoft, agreed)
    named = Contact.objects.create(customer=nordsoft.stranger, name="Nina Ek")
    changed = replace(
        agreed, plan=nordsoft.plans["premium"], covers_critical=True, contacts=[named], products=[nordsoft.product]
    )
    update_contract(contract=contract, actor=nordsoft.manager, agreed=changed, now=MONDAY)
    update_contract(contract=contract, actor=nordsoft.manager, agreed=changed, now=MONDAY)
    newest, first = timeline(contract, ZoneInfo("Europe/Stockholm"), MONDAY)
    assert (newest.text, newest.by) == ("The contract was changed.", "Henrik Lund")
    assert (first.text, first.changes) == ("The contract was entered.", [])
    assert [tuple(change) for change in newest.changes] == [
        ("Plan", "Standard", "Premium"),
        ("Products", "–", "Nord Ekonomi"),
        ("Named contacts", "–", "Nina Ek"),
        ("Round-the-clock cover for Critical", "no", "yes"),
    ]


def test_the_terms_are_checked(nordsoft: Cast, agreed: Agreed) -> None:
    for wrong, at in (
        (replace(agreed, renews=True, ends_on=None), "ends_on"),
        (replace(agreed, notice_months=61), "notice_months"),
        (replace(agreed, renewal_months=0), "renewal_months"),
        (replace(agreed, currency="XXX"), "currency"),
        (replace(agreed, contacts=[nordsoft.karin]), "contacts"),
    ):
        with pytest.raises(ValidationError) as refused:
            enter(nordsoft, wrong)
        assert set(refused.value.message_dict) == {at}


@pytest.mark.parametrize(
    ("change", "more"),
    [(activate_contract, {}), (withdraw_notice, {}), (give_notice, {"ends_on": date(2026, 3, 2)}),
     (end_contract, {"ends_on": date(2026, 3, 2)})],
)  # fmt: skip
def test_managers_alone_say_where_a_contract_stands(
    nordsoft: Cast, change: Callable[..., Contract], more: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowedError):
        change(contract=nordsoft.contract, actor=nordsoft.agent, now=MONDAY, **more)
