"""Managers see what another policy does to open deadlines before it is saved."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from contracts.models import Contract
from sla.models import Policy
from sla.services.defaults import create_policy
from sla.services.policies import change_policy
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, confirmed, mark_of, text_of
from tests.windows import signed_in
from tickets.desk.forms_policy import PolicyForm
from tickets.models import Recount, Ticket
from tickets.services import terms_changes
from tickets.services.recounting import recount_tenants

POLICIES = f"{QUEUE}policies/"
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    """It is ten in the morning."""
    with time_machine.travel(at(10), tick=False):
        yield


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    """Henrik, who keeps policies."""
    return signed_in(nordsoft.manager.user)


def sent(cast: Cast, **more: Any) -> dict[str, Any]:
    """Give the form with Normal within 90 minutes, and open tickets to follow."""
    values = {"name": "Standard", "calendar": cast.calendar.pk, "applies_to_open": "on"}
    return values | {"normal-start": 90, "normal-start-unit": "minutes"} | more


def page_of(policy: Policy) -> str:
    return f"{POLICIES}{policy.pk}/"


def test_the_impact_is_shown_and_then_saved(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, subject="Invoices cannot be printed")
    shown = manager.post(page_of(nordsoft.policy), sent(nordsoft, preview="1"))
    text = text_of(shown.content)
    assert (shown.status_code, nordsoft.policy.versions.count()) == (200, 1)
    assert "1 of 2 open deadlines moves. 1 clock is dropped. 0 become breaches." in text
    assert f"{ticket.number} Invoices cannot be printed" in text
    assert "14:00 10:30 3 h 30 min earlier" in text
    assert 'value="90"' in shown.content.decode()
    answer = manager.post(page_of(nordsoft.policy), sent(nordsoft, save=mark_of(shown.content)))
    assert answer["Location"] == page_of(nordsoft.policy)
    assert Ticket.objects.get(pk=ticket.pk).next_due_at == at(10, 30)
    text = text_of(manager.get(page_of(nordsoft.policy)).content)
    assert "1 open ticket is counted again." in text
    assert "After the last change 1 open ticket was counted again." in text


def test_what_becomes_a_breach_stands_first(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, subject="Later", now=at(10))
    make_ticket(nordsoft, subject="Sooner")
    text = text_of(manager.post(page_of(nordsoft.policy), sent(nordsoft, **{"normal-start": 30})).content)
    assert "2 of 4 open deadlines move. 2 clocks are dropped. 1 becomes a breach." in text
    assert text.index("Sooner") < text.index("Later")


def test_without_open_tickets_following_the_page_says_so(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    values = sent(nordsoft)
    del values["applies_to_open"]
    shown = manager.post(page_of(nordsoft.policy), values)
    assert "Open tickets keep the version that they are under." in text_of(shown.content)
    manager.post(page_of(nordsoft.policy), values | {"save": mark_of(shown.content)})
    assert nordsoft.policy.versions.count() == 2
    assert Ticket.objects.get(pk=ticket.pk).next_due_at == at(14)


def test_nothing_is_saved_that_was_not_shown(manager: Client, nordsoft: Cast) -> None:
    path = page_of(nordsoft.policy)
    mark = mark_of(manager.post(path, sent(nordsoft)).content)
    other = manager.post(path, sent(nordsoft, **{"normal-start": 60, "save": mark}))
    assert "Something was changed after the last look. Nothing was saved." in text_of(other.content)
    form = PolicyForm(sent(nordsoft, **{"normal-start": 15}), version=nordsoft.policy.versions.get())
    assert form.is_valid()
    change_policy(policy=nordsoft.policy, actor=nordsoft.admin, draft=form.draft, now=at(10))
    late = manager.post(path, sent(nordsoft, save=mark))
    assert "Something was changed after the last look." in text_of(late.content)
    assert nordsoft.policy.versions.count() == 2


def test_what_is_refused_is_refused_before_it_is_shown(manager: Client, nordsoft: Cast) -> None:
    create_policy(name="Gold", calendar=nordsoft.calendar, now=MONDAY)
    answer = manager.post(page_of(nordsoft.policy), sent(nordsoft, name="gold", **{"high-start": 0}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_high-start-error"' in page
    assert "Save this version" not in page
    assert 'value="90"' in page
    refused = manager.post(page_of(nordsoft.policy), sent(nordsoft, name="gold"))
    assert 'id="id_name-error"' in refused.content.decode()


def test_many_tickets_follow_in_the_background_and_the_page_says_how_far(
    manager: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms_changes, "AT_ONCE", 1)
    for _ in range(2):
        make_ticket(nordsoft)
    confirmed(manager, page_of(nordsoft.policy), sent(nordsoft))
    page = manager.get(page_of(nordsoft.policy)).content
    assert "Open deadlines are being counted again." in text_of(page)
    assert "Open tickets are being counted again: 0 of 2." in text_of(page)
    assert f'hx-get="{page_of(nordsoft.policy)}"' in page.decode()
    assert "Open tickets are being counted again: 0 of 2." in text_of(manager.get(POLICIES).content)
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert "After the last change 2 open tickets were counted again." in text_of(
        manager.get(page_of(nordsoft.policy)).content
    )
    assert "counted again:" not in text_of(manager.get(POLICIES).content)


@pytest.mark.parametrize("who", ["customers", "products"])
def test_a_choice_that_moves_deadlines_is_asked_about(manager: Client, nordsoft: Cast, who: str) -> None:
    Contract.objects.update(policy=None)
    gold = create_policy(name="Gold", calendar=nordsoft.calendar, now=MONDAY, metrics=["start"])
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    owner = nordsoft.customer if who == "customers" else nordsoft.product
    path = f"{QUEUE}{who}/{owner.pk}/policy/"
    shown = manager.post(path, {"policy": gold.pk})
    assert "0 of 2 open deadlines move. 1 clock is dropped." in text_of(shown.content)
    assert Ticket.objects.get(pk=ticket.pk).policy_version == nordsoft.policy.versions.get()
    assert manager.post(path, {"policy": gold.pk, "save": mark_of(shown.content)}).status_code == 302
    assert Ticket.objects.get(pk=ticket.pk).policy_version == gold.versions.get()


def test_a_choice_that_moves_nothing_is_saved_at_once(manager: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)  # its contract names the policy
    gold = create_policy(name="Gold", calendar=nordsoft.calendar, now=MONDAY)
    path = f"{QUEUE}customers/{nordsoft.customer.pk}/policy/"
    assert manager.post(path, {"policy": gold.pk}).status_code == 302
    assert Recount.objects.get().done == 0


def test_another_usual_one_is_asked_about(manager: Client, nordsoft: Cast) -> None:
    Contract.objects.update(policy=None)
    gold = create_policy(name="Gold", calendar=nordsoft.calendar, now=MONDAY, metrics=["start"])
    make_ticket(nordsoft)
    path = f"{page_of(gold)}default/"
    shown = manager.post(path)
    assert "Gold as the usual one" in text_of(shown.content)
    assert Policy.objects.get(is_default=True) == nordsoft.policy
    assert manager.post(path, {"save": mark_of(shown.content)})["Location"] == POLICIES
    assert Policy.objects.get(is_default=True) == gold


def test_a_contract_that_moves_deadlines_is_asked_about(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    path = f"{QUEUE}contracts/{nordsoft.contract.pk}/end/"
    shown = manager.post(path, {"ends_on": "2026-03-01"})
    assert "2 clocks are dropped." in text_of(shown.content)
    nordsoft.contract.refresh_from_db()
    assert nordsoft.contract.ends_on is None
    manager.post(path, {"ends_on": "2026-03-01", "save": mark_of(shown.content)})
    assert Ticket.objects.get(pk=ticket.pk).contract is None


def test_the_look_has_a_budget(manager: Client, nordsoft: Cast) -> None:
    for _ in range(20):
        make_ticket(nordsoft)
    with Budget(34):
        manager.post(page_of(nordsoft.policy), sent(nordsoft))
