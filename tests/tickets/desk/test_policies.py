"""Managers keep policies, and say which one counts."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from contracts.models import Contract
from sla.models import Policy
from sla.services.defaults import create_policy
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, confirmed, count_queries, page_of, text_of
from tests.windows import signed_in
from tickets.models import Ticket, TicketEvent

POLICIES = f"{QUEUE}policies/"


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    """Henrik, who keeps policies."""
    return signed_in(nordsoft.manager.user)


def sent(cast: Cast, **more: Any) -> dict[str, Any]:
    """Give a form as filled in: High starts within an hour, and one alert."""
    return {
        "name": "Gold",
        "calendar": cast.calendar.pk,
        "high-start": 1,
        "high-start-unit": "hours",
        "high-resolution": 2,
        "high-resolution-unit": "days",
        "pause-resolution": ["waiting_customer", "waiting_third_party"],
        "step-1": 30,
        "step-1-unit": "after",
        "step-1-to": ["managers"],
        "step-1-unless": "on",
        **more,
    }


def gold(cast: Cast) -> Policy:
    return create_policy(name="Gold", calendar=cast.calendar, now=MONDAY, metrics=["start"])


def test_a_policy_is_entered(manager: Client, nordsoft: Cast) -> None:
    assert POLICIES in manager.get(f"{QUEUE}settings/").content.decode()
    assert manager.post(f"{POLICIES}new/", sent(nordsoft))["Location"] == POLICIES
    version = Policy.objects.get(name="Gold").versions.get()
    assert version.targets == {"high": {"start": {"minutes": 60}, "resolution": {"business_days": 2}}}
    assert version.pauses == {"resolution": ["waiting_customer", "waiting_third_party"]}
    assert version.steps == [{"step": "escalation", "after_minutes": 30, "to": ["managers"], "unless_acted": True}]
    assert (version.number, version.created_by) == (1, nordsoft.manager)
    text = text_of(manager.get(f"{POLICIES}{version.policy_id}/").content)
    assert "High 1 h – 2 working days" in text
    assert "30 min after the breach, unless somebody has acted: the managers" in text


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(manager: Client, nordsoft: Cast) -> None:
    wrong = sent(
        nordsoft,
        **{"name": "standard", "high-start": 20_000, "step-0": 120, "step-0-unit": "share", "step-0-to": ["team"]},
    )
    answer = manager.post(f"{POLICIES}new/", wrong | {"step-1-to": [], "step-2-to": ["team"]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_step-2-error"' in page
    answer = manager.post(f"{POLICIES}new/", wrong | {"step-1-to": []})
    page = answer.content.decode()
    for field in ("high-start", "step-0", "step-1"):
        assert f'id="id_{field}-error"' in page, field
    assert 'value="20000"' in page
    assert "Between 1 minute and 10000 hours." in page
    assert "There is a policy" in manager.post(f"{POLICIES}new/", sent(nordsoft, name="standard")).content.decode()
    assert Policy.objects.count() == 1


@time_machine.travel(at(10), tick=False)
def test_a_new_version_counts_for_new_tickets_and_for_open_ones_when_said(manager: Client, nordsoft: Cast) -> None:
    path = f"{POLICIES}{nordsoft.policy.pk}/"
    ticket = make_ticket(nordsoft)
    change = sent(nordsoft, **{"name": "Standard", "normal-start": 90, "normal-start-unit": "minutes"})
    confirmed(manager, path, change)
    assert nordsoft.policy.versions.count() == 2
    assert Ticket.objects.get(pk=ticket.pk).next_due_at == at(14)
    assert make_ticket(nordsoft).next_due_at == at(10, 30)
    confirmed(manager, path, change | {"name": "Bronze"})  # the same terms under another name
    assert nordsoft.policy.versions.count() == 2
    text = text_of(confirmed(manager, path, change | {"applies_to_open": "on"}, follow=True).content)
    assert "1 open ticket is counted again." in text
    now = Ticket.objects.get(pk=ticket.pk)
    assert (now.next_due_at, now.policy_version) == (at(10, 30), nordsoft.policy.versions.get(number=2))
    assert "Version 2, 2 March 2026" in text or "Version 2, 2 Mar 2026" in text
    assert "Version 1" in text


@time_machine.travel(at(14, 30), tick=False)
def test_a_breached_clock_is_history_under_a_new_version(manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)  # due 14:00
    change = sent(nordsoft, **{"name": "Standard", "normal-start": 8, "normal-start-unit": "hours"})
    confirmed(manager, f"{POLICIES}{nordsoft.policy.pk}/", change | {"applies_to_open": "on"})
    clock = ticket.clocks.get(metric="start")
    assert (clock.due_at, clock.policy_version) == (at(14), nordsoft.policy.versions.get(number=1))


@time_machine.travel(at(10), tick=False)
def test_who_names_the_policy_is_seen_and_followed(manager: Client, nordsoft: Cast) -> None:
    Contract.objects.update(policy=None)
    other = gold(nordsoft)
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    assert "Policy Standard, the usual one" in text_of(manager.get(page_of(ticket.number)).content)
    confirmed(manager, f"{QUEUE}products/{nordsoft.product.pk}/policy/", {"policy": other.pk})
    assert "Policy Gold, from the product" in text_of(manager.get(page_of(ticket.number)).content)
    confirmed(manager, f"{QUEUE}customers/{nordsoft.customer.pk}/policy/", {"policy": nordsoft.policy.pk})
    assert "Policy Standard, from the customer" in text_of(manager.get(page_of(ticket.number)).content)
    text = text_of(manager.get(POLICIES).content)
    assert "2. The customer Bergs Bygg AB : Standard" in text
    assert "3. The product Nord Ekonomi : Gold" in text
    events = TicketEvent.objects.filter(ticket=ticket, kind__in=["filed", "terms"])
    assert [event.data["matched_by"] for event in events] == ["default", "product", "customer"]


@time_machine.travel(at(10), tick=False)
def test_another_policy_becomes_the_usual_one(manager: Client, nordsoft: Cast) -> None:
    Contract.objects.update(policy=None)
    ticket, other = make_ticket(nordsoft), gold(nordsoft)
    confirmed(manager, f"{POLICIES}{other.pk}/default/")
    assert Policy.objects.get(is_default=True) == other
    now = Ticket.objects.select_related("policy_version").get(pk=ticket.pk)
    assert now.policy_version
    assert now.policy_version.policy == other
    assert now.clocks.get(metric="resolution").state == "cancelled"


def test_an_agent_reads_why_without_the_link(agent: Client, manager: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    link = f'href="{POLICIES}{nordsoft.policy.pk}/"'
    assert link not in agent.get(page_of(ticket.number)).content.decode()
    assert link in manager.get(page_of(ticket.number)).content.decode()


def test_few_questions_to_the_database(manager: Client, nordsoft: Cast) -> None:
    for number in range(10):
        create_policy(name=f"Policy {number}", calendar=nordsoft.calendar, now=MONDAY)
    for path in (
        POLICIES,
        f"{POLICIES}new/",
        f"{POLICIES}{nordsoft.policy.pk}/",
        f"{QUEUE}customers/{nordsoft.customer.pk}/policy/",
        f"{QUEUE}products/{nordsoft.product.pk}/policy/",
    ):
        assert len(count_queries(manager, path)) <= 15, path
